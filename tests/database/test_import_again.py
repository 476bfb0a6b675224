"""What comes in a second time: only what changed there, never over what was edited here, and never by half."""

import os
import signal
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from database.audit import verify
from database.connectors.base import Progress
from database.connectors.csv import ImportRefusedError, import_files
from database.engine import transaction
from database.models import (
    Account,
    AccountName,
    Activity,
    AuditRow,
    Contact,
    Contract,
    ContractLine,
    ImportBatch,
    ImportConflict,
    Person,
    Setting,
)
from tests.database.imports_kit import ACCOUNTS, bring, content, counts, every, send, send_rows


def edit(engine: Engine, model: type[Account] | type[Contact] | type[Contract], row_id: int, **fields: object) -> None:
    """What somebody changes here, as a tool writes it."""
    with transaction(engine) as session:
        row = session.get_one(model, row_id)
        for name, value in fields.items():
            setattr(row, name, value)


def setting(engine: Engine, name: str) -> str | None:
    with Session(engine) as session:
        return session.scalar(select(Setting.value).where(Setting.name == name))


def test_a_changed_file_changes_only_what_changed(engine: Engine, tmp_path: Path) -> None:
    path = send(tmp_path, "accounts.csv", ACCOUNTS)
    bring(engine, path)
    before = content(engine)
    send(tmp_path, "accounts.csv", ACCOUNTS.replace("2000", "2500") + "3,Cedar,Bo Cole,5,EUR,2026-12-31\n")
    assert counts(bring(engine, path), "accounts.csv") == (1, 1, 1, 0)
    after = content(engine)
    alder, birch, cedar = every(engine, Account)
    assert [account.version for account in (alder, birch, cedar)] == [1, 1, 1]
    assert after["accounts"][:2] == before["accounts"]
    assert after["contracts"][:2] == before["contracts"]
    first, second, _ = every(engine, ContractLine)
    assert (first.arr, first.version, second.arr, second.version) == (Decimal(1000), 1, Decimal(2500), 2)


def test_a_field_edited_here_is_kept_and_the_conflict_told_to_the_owner(engine: Engine, tmp_path: Path) -> None:
    path = send(tmp_path, "accounts.csv", "id,name,owner,region,segment\n1,Alder,Ada Bell,EMEA,SMB\n")
    bring(engine, path)
    edit(engine, Account, 1, region="DACH", health="red")
    send(tmp_path, "accounts.csv", "id,name,owner,region,segment\n1,Alder,Ada Bell,APAC,Enterprise\n")
    report = bring(engine, path)
    assert counts(report, "accounts.csv") == (0, 1, 0, 0)
    (conflict,) = report.conflicts
    assert (conflict.record, conflict.account, conflict.owner) == ("accounts:1", "Alder", "Ada Bell")
    assert (conflict.field, conflict.ours, conflict.theirs) == ("region", "DACH", "APAC")
    (account,), (stored,) = every(engine, Account), every(engine, ImportConflict)
    assert (account.region, account.segment, account.health) == ("DACH", "Enterprise", "red")
    assert (stored.owner_id, stored.field, stored.ours, stored.theirs) == (account.owner_id, "region", "DACH", "APAC")
    assert bring(engine, path).conflicts == []  # told once
    send(tmp_path, "accounts.csv", "id,name,owner,region,segment\n1,Alder,Ada Bell,APAC,SMB\n")
    assert bring(engine, path).conflicts == []
    assert every(engine, Account)[0].region == "DACH"


def test_an_edit_here_of_what_did_not_change_there_stays_without_a_word(engine: Engine, tmp_path: Path) -> None:
    path = send(tmp_path, "accounts.csv", "id,name,region\n1,Alder,EMEA\n")
    bring(engine, path)
    edit(engine, Account, 1, region="DACH")
    assert counts(bring(engine, path), "accounts.csv") == (0, 0, 1, 0)
    send(tmp_path, "accounts.csv", "id,name,region\n1,Alder Group,EMEA\n")
    assert bring(engine, path).conflicts == []
    (account,) = every(engine, Account)
    assert (account.name, account.region, account.version) == ("Alder Group", "DACH", 3)


def test_both_sides_saying_the_same_is_no_conflict(engine: Engine, tmp_path: Path) -> None:
    path = send(tmp_path, "accounts.csv", "id,name,region\n1,Alder,EMEA\n")
    bring(engine, path)
    edit(engine, Account, 1, region="DACH")
    send(tmp_path, "accounts.csv", "id,name,region\n1,Alder,DACH\n")
    report = bring(engine, path)
    assert (report.conflicts, counts(report, "accounts.csv")) == ([], (0, 0, 1, 0))


def test_a_conflict_of_owners_is_told_by_name(engine: Engine, tmp_path: Path) -> None:
    path = send(tmp_path, "accounts.csv", "name,owner,region\nAlder,Ada,EMEA\nBirch,Bo,EMEA\n")
    bring(engine, path)
    edit(engine, Account, 1, owner_id=2)
    send(tmp_path, "accounts.csv", "name,owner,region\nAlder,Cy,EMEA\nBirch,Bo,EMEA\n")
    (conflict,) = bring(engine, path).conflicts
    assert (conflict.field, conflict.ours, conflict.theirs, conflict.owner) == ("owner", "Bo", "Cy", "Bo")


def test_the_notice_date_follows_what_finally_stands(engine: Engine, tmp_path: Path) -> None:
    header = "id,name,renewal_date,notice_days\n"
    path = send(tmp_path, "accounts.csv", f"{header}1,Alder,2046-06-30,30\n")
    bring(engine, path)
    edit(engine, Contract, 1, notice_days=90, notice_on=date(2046, 4, 1))
    send(tmp_path, "accounts.csv", f"{header}1,Alder,2046-07-31,60\n")
    (conflict,) = bring(engine, path).conflicts
    (contract,) = every(engine, Contract)
    assert (conflict.field, conflict.ours, conflict.theirs) == ("notice_days", "90", "60")
    assert (contract.end_on, contract.notice_days, contract.notice_on) == (date(2046, 7, 31), 90, date(2046, 5, 2))


def test_an_emptied_cell_empties_the_field(engine: Engine, tmp_path: Path) -> None:
    path = send(tmp_path, "accounts.csv", "id,name,region,status,health\n1,Alder,EMEA,churned,red\n")
    bring(engine, path)
    send(tmp_path, "accounts.csv", "id,name,region,status,health\n1,Alder,,,\n")
    bring(engine, path)
    (account,) = every(engine, Account)
    assert (account.region, account.status, account.health) == (None, "active", None)


def test_names_that_are_gone_there_go_and_those_added_here_stay(engine: Engine, tmp_path: Path) -> None:
    path = send(tmp_path, "accounts.csv", "id,name,aliases,region\n1,Alder,ALD;Old Alder,EMEA\n")
    bring(engine, path)
    with transaction(engine) as session:
        session.add(AccountName(account_id=1, name="ours"))
    send(tmp_path, "accounts.csv", "id,name,aliases,region\n1,Alder,ALD;New Alder,EMEA\n")
    assert counts(bring(engine, path), "accounts.csv") == (0, 1, 0, 0)
    assert {name.name for name in every(engine, AccountName)} == {"ALD", "New Alder", "ours"}


def test_an_account_known_by_name_is_known_again_when_ids_come(engine: Engine, tmp_path: Path) -> None:
    bring(engine, send(tmp_path, "accounts.csv", "name,region\nAlder,EMEA\n"))
    report = bring(engine, send(tmp_path, "accounts.csv", "id,name,region\nX9,Alder,APAC\n"))
    assert (counts(report, "accounts.csv"), report.conflicts) == ((0, 1, 0, 0), [])
    assert [account.region for account in every(engine, Account)] == ["APAC"]
    bring(engine, send(tmp_path, "contacts.csv", "account,name\nX9,Ada\n"))


def test_a_contact_entered_here_is_not_made_again(engine: Engine, tmp_path: Path) -> None:
    bring(engine, send(tmp_path, "accounts.csv", ACCOUNTS))
    with transaction(engine) as session:
        session.add(Contact(account_id=1, name="Carl Dorn", title="Buyer"))
    report = bring(
        engine, send(tmp_path, "contacts.csv", "account,name,title,email\nAlder,Carl Dorn,CFO,c@x.example\n")
    )
    (contact,) = every(engine, Contact)
    assert (contact.title, contact.email) == ("Buyer", "c@x.example")
    assert [conflict.field for conflict in report.conflicts] == ["title"]


def test_a_row_deleted_here_does_not_come_back(engine: Engine, tmp_path: Path) -> None:
    bring(engine, send(tmp_path, "accounts.csv", ACCOUNTS))
    path = send(tmp_path, "contacts.csv", "id,account,name\n1,Alder,Carl\n")
    bring(engine, path)
    with transaction(engine) as session:
        session.delete(session.get_one(Contact, 1))
    send(tmp_path, "contacts.csv", "id,account,name\n1,Alder,Karl\n")
    report = import_files(engine, [path])
    assert "deleted here" in report.rejections[0].reason
    assert every(engine, Contact) == []


def test_a_line_moved_to_another_account_is_told(engine: Engine, tmp_path: Path) -> None:
    bring(engine, send(tmp_path, "accounts.csv", ACCOUNTS))
    path = send(tmp_path, "contracts.csv", "id,account,arr\nS1,Alder,5\n")
    bring(engine, path)
    send(tmp_path, "contracts.csv", "id,account,arr\nS1,Birch,5\n")
    report = import_files(engine, [path])
    assert [(each.column, each.value) for each in report.rejections] == [("account", "Birch")]


def test_one_address_and_one_slack_id_belong_to_one_colleague(engine: Engine, tmp_path: Path) -> None:
    text = "id,name,email,slack_id\n1,Ada,a@x.example,U1\n2,Bea,a@x.example,U2\n3,Cy,c@x.example,U1\n"
    report = import_files(engine, [send(tmp_path, "people.csv", text)])
    assert [(each.line, each.column) for each in report.rejections] == [(3, "email"), (4, "slack_id")]
    assert [person.name for person in every(engine, Person)] == ["Ada"]


def test_a_dry_run_tells_the_same_and_changes_nothing(engine: Engine, tmp_path: Path) -> None:
    files = [
        send(tmp_path, "accounts.csv", ACCOUNTS),
        send(tmp_path, "contacts.csv", "account,name\nAlder,Carl\nZzz,Dora\n"),
    ]
    tried = import_files(engine, files, dry_run=True)
    assert every(engine, Account) == []
    assert every(engine, ImportBatch) == []
    real = import_files(engine, files)
    told, wanted = tried.to_json(), real.to_json()
    assert told.pop("dry_run") is True
    assert wanted.pop("dry_run") is False
    assert told == wanted


def test_a_database_with_the_sample_book_is_refused(engine: Engine, tmp_path: Path) -> None:
    with transaction(engine) as session:
        session.add(Setting(name="sample", value="true"))
    with pytest.raises(ImportRefusedError, match="sample"):
        import_files(engine, [send(tmp_path, "accounts.csv", ACCOUNTS)])


def test_a_path_that_is_not_there_is_refused(sqlite_engine: Engine, tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(ImportRefusedError):
            import_files(sqlite_engine, [path])


def test_each_file_leaves_a_batch_and_an_audit_row_that_names_versions(engine: Engine, tmp_path: Path) -> None:
    path = send(tmp_path, "accounts.csv", ACCOUNTS)
    bring(engine, path)
    with transaction(engine) as session:
        (row,) = session.scalars(select(AuditRow))
        assert set(row.rows.split()) == {
            "people:1-1@1",
            "accounts:1-2@1",
            "contracts:1-2@1",
            "contract_lines:1-2@1",
        }
        assert list(verify(session)) == []
    (batch,) = every(engine, ImportBatch)
    assert (batch.system, batch.name, batch.kind, batch.created) == ("csv", "accounts.csv", "accounts", 2)
    assert {account.batch_id for account in every(engine, Account)} == {batch.id}


def test_the_index_of_names_hears_of_changes_alone(engine: Engine, tmp_path: Path) -> None:
    path = send(tmp_path, "accounts.csv", ACCOUNTS)
    bring(engine, path)
    first = setting(engine, "names_changed")
    bring(engine, path)
    assert setting(engine, "names_changed") == first
    send(tmp_path, "accounts.csv", ACCOUNTS.replace("Birch", "Beech"))
    bring(engine, path)
    assert setting(engine, "names_changed") not in (None, first)


def test_progress_is_told_up_to_the_last_record(sqlite_engine: Engine, tmp_path: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    rows = "".join(f"c{number},EMEA\n" for number in range(9000))
    path = send(tmp_path, "accounts.csv", f"name,region\n{rows}")
    import_files(sqlite_engine, [path], progress=lambda *step: steps.append(step))
    assert steps == sorted(steps)
    assert len(steps) > 2
    assert steps[-1] == ("accounts.csv", 9000, 9000)


_IMPORT = """
import sys
from pathlib import Path
from database.connectors.csv import import_files
from database.engine import open_engine
print("started", flush=True)
import_files(open_engine(sys.argv[1]), [Path(sys.argv[2])], progress=lambda *step: print(*step, flush=True))
"""


@pytest.mark.slow
def test_a_crash_in_the_middle_leaves_the_database_as_before_that_file(engine: Engine, tmp_path: Path) -> None:
    accounts = "".join(f"c{number},EMEA\n" for number in range(100))
    send(tmp_path, "accounts.csv", f"name,region\n{accounts}")
    notes = "".join(f"{number},c{number % 100},2026-01-01,words\n" for number in range(60_000))
    send(tmp_path, "activities.csv", f"id,account,date,body\n{notes}")
    url = engine.url.render_as_string(hide_password=False)
    process = subprocess.Popen([sys.executable, "-c", _IMPORT, url, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    while not process.stdout.readline().startswith("activities.csv 8000 "):
        assert process.poll() is None
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert len(every(engine, Account)) == 100
    assert every(engine, Activity) == []
    assert [batch.name for batch in every(engine, ImportBatch)] == ["accounts.csv"]
    report = bring(engine, tmp_path)
    assert counts(report, "accounts.csv") == (0, 0, 100, 0)
    assert counts(report, "activities.csv") == (60_000, 0, 0, 0)


def writing_meanwhile(engine: Engine, files: list[str]) -> Progress:
    """Somebody else's transaction each time that progress is told before the end of a file."""

    def step(name: str, done: int, total: int) -> None:
        if done < total:
            files.append(name)
            with transaction(engine) as session:
                session.add(Person(name=f"{name} {done}"))

    return step


def test_others_write_while_a_file_that_came_in_before_is_gone_through(sqlite_engine: Engine, tmp_path: Path) -> None:
    accounts = [("id", "name", "arr", "currency"), *((place, f"Company {place}", 1, "EUR") for place in range(9_000))]
    usage = [("account", "month", "events"), *((f"Company {place}", "2026-01", 1) for place in range(9_000))]
    paths = [send_rows(tmp_path, "accounts.csv", accounts), send_rows(tmp_path, "usage.csv", usage)]
    bring(sqlite_engine, *paths)
    send_rows(tmp_path, "accounts.csv", [*accounts[:-1], (8_999, "Company 8999", 2, "EUR"), (9_000, "", 1, "EUR")])
    seen: list[str] = []
    report = import_files(sqlite_engine, paths, progress=writing_meanwhile(sqlite_engine, seen))
    assert counts(report, "accounts.csv") == (0, 1, 8_999, 1)
    assert counts(report, "usage.csv") == (0, 0, 9_000, 0)
    assert set(seen) == {"accounts.csv", "usage.csv"}
    assert len(every(sqlite_engine, Person)) == len(seen)


def test_what_another_import_brought_meanwhile_is_not_brought_twice(sqlite_engine: Engine, tmp_path: Path) -> None:
    path = send(tmp_path, "accounts.csv", ACCOUNTS)
    bring(sqlite_engine, path)
    send(tmp_path, "accounts.csv", ACCOUNTS.replace("2000", "2500") + "3,Cedar,Bo Cole,5,EUR,2026-12-31\n")
    inner: list[str] = []

    def once(name: str, done: int, total: int) -> None:
        if not inner:
            inner.append(name)
            assert counts(bring(sqlite_engine, path), "accounts.csv") == (1, 1, 1, 0)

    report = import_files(sqlite_engine, [path], progress=once)
    assert counts(report, "accounts.csv") == (0, 0, 3, 0)
    assert [account.name for account in every(sqlite_engine, Account)] == ["Alder", "Birch", "Cedar"]


def test_a_second_import_that_breaks_off_leaves_everything_as_it_was(engine: Engine, tmp_path: Path) -> None:
    rows = [("id", "name", "region"), *((place, f"Company {place}", "EMEA") for place in range(9_000))]
    path = send_rows(tmp_path, "accounts.csv", rows)
    bring(engine, path)
    before = content(engine)
    send_rows(tmp_path, "accounts.csv", [rows[0], *((place, name, "APAC") for place, name, _ in rows[1:])])
    told: list[int] = []

    def broken(_name: str, done: int, _total: int) -> None:
        told.append(done)
        if len(told) == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_files(engine, [path], progress=broken)
    assert content(engine) == before
