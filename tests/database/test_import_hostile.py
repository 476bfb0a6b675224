"""Whatever a file holds: nothing crashes, nothing comes in by half, and words come in as they were written."""

import csv
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, text
from sqlalchemy.orm import Session

from database.connectors.csv import import_files, suggest_mapping
from database.engine import transaction
from database.models import Account, Activity, Attendee, Contract, ContractLine, Setting
from tests.database.imports_kit import ACCOUNTS, bring, counts, every, send, send_rows, told


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=400) | st.text(alphabet='ab,;"\n\r\t\0 é客1-', max_size=300).map(str.encode))
def test_any_bytes_are_a_report_and_no_crash(sqlite_engine: Engine, tmp_path: Path, data: bytes) -> None:
    path = send(tmp_path, "accounts.csv", b"id,name,owner,arr,currency,renewal_date\n" + data)
    report = import_files(sqlite_engine, [path])
    (file,) = report.files
    assert file.read == file.created + file.updated + file.unchanged + file.rejected
    assert len(every(sqlite_engine, Account)) >= file.created
    again = import_files(sqlite_engine, [path]).files[0]
    assert (again.created, again.updated, again.unchanged) == (0, 0, file.created + file.updated + file.unchanged)
    send(tmp_path, "accounts.csv", data)
    suggest_mapping([path])
    import_files(sqlite_engine, [path], dry_run=True)


def test_strings_that_break_programs_come_in_word_for_word(engine: Engine, tmp_path: Path, shared: Path) -> None:
    strings = json.loads((shared / "data" / "text" / "blns.json").read_text(encoding="utf-8"))
    bodies = [words for words in strings if words.strip() and "\0" not in words and words.isprintable()]
    assert len(bodies) > 300
    rows = [("id", "account", "date", "body"), *((n, "Alder", "2026-01-01", body) for n, body in enumerate(bodies))]
    bring(engine, send(tmp_path, "accounts.csv", ACCOUNTS), send_rows(tmp_path, "activities.csv", rows))
    assert [activity.body for activity in every(engine, Activity)] == bodies


def test_formulas_and_sql_are_words(engine: Engine, tmp_path: Path) -> None:
    name = "Robert'); DROP TABLE accounts;-- %s %(x)s :y {0} \\"
    with (tmp_path / "accounts.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("name", "aliases", "region"), (name, "=1+1", "%d")])
    bring(engine, tmp_path / "accounts.csv")
    bring(engine, send_rows(tmp_path, "contacts.csv", [("account", "name"), (name, "Ada")]))
    assert [account.name for account in every(engine, Account)] == [name]


def test_rows_without_any_cell_are_no_rows(engine: Engine, tmp_path: Path) -> None:
    report = bring(engine, send(tmp_path, "accounts.csv", "\nname,region\n,\nAlder,EMEA\n,\n\n"))
    assert counts(report, "accounts.csv") == (1, 0, 0, 0)


def test_a_line_of_a_contract_that_was_deleted_here_is_told(engine: Engine, tmp_path: Path) -> None:
    header = "id,account,contract_number,arr\n"
    path = send(tmp_path, "contracts.csv", f"{header}a,Alder,V-1,5\n")
    bring(engine, send(tmp_path, "accounts.csv", "name,region,currency\nAlder,EMEA,EUR\n"), path)
    with transaction(engine) as session:
        session.execute(delete(ContractLine))
        session.execute(delete(Contract))
    send(tmp_path, "contracts.csv", f"{header}a,Alder,V-1,6\nb,Alder,V-1,7\n")
    report = import_files(engine, [path])
    assert [(line, column) for line, column, _, _ in told(report)] == [(2, "contract_number"), (3, "contract_number")]


def test_what_the_database_refuses_leaves_that_file_out_and_says_so(engine: Engine, tmp_path: Path) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE UNIQUE INDEX one_name ON accounts (name)"))
    accounts = send(tmp_path, "accounts.csv", "id,name,region\n1,Alder,EMEA\n2,Alder,APAC\n3,,EMEA\n")
    people = send(tmp_path, "people.csv", "name,role\nAda,csm\n")
    for dry_run in (True, False):
        report = import_files(engine, [accounts, people], dry_run=dry_run)
        assert counts(report, "accounts.csv") == (0, 0, 0, 3)
        assert [(line, reason.split(":")[0]) for line, _, _, reason in told(report)] == [(0, "nothing of it came in")]
        assert counts(report, "people.csv") == (1, 0, 0, 0)
    assert every(engine, Account) == []


def test_who_was_there_can_change_and_the_note_s_version_says_so(engine: Engine, tmp_path: Path) -> None:
    header = "id,account,date,body,attendees\n"
    path = send(tmp_path, "activities.csv", f"{header}1,Alder,2026-01-01,words,Ada;Bo\n2,Alder,2026-01-02,more,\n")
    bring(engine, send(tmp_path, "accounts.csv", ACCOUNTS), path)
    send(tmp_path, "activities.csv", f"{header}1,Alder,2026-01-01,words,Bo;Cy\n2,Alder,2026-01-02,more,\n")
    assert counts(bring(engine, path), "activities.csv") == (0, 1, 1, 0)
    assert [attendee.name for attendee in every(engine, Attendee)] == ["Bo", "Cy"]
    assert [activity.version for activity in every(engine, Activity)] == [2, 1]


def test_another_alias_is_heard_by_the_index_of_names(engine: Engine, tmp_path: Path) -> None:
    path = send(tmp_path, "accounts.csv", "name,aliases,region\nAlder,ALD,EMEA\n")
    bring(engine, path)
    with Session(engine) as session:
        before = session.get_one(Setting, "names_changed").value
    send(tmp_path, "accounts.csv", "name,aliases,region\nAlder,ALD;Old Alder,EMEA\n")
    bring(engine, path)
    with Session(engine) as session:
        assert session.get_one(Setting, "names_changed").value != before
    assert every(engine, Account)[0].version == 2
