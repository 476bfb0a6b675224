"""Files with our own columns need no mapping, in any order, on both engines."""

from datetime import date
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from database.connectors.csv import import_files
from database.connectors.templates import TEMPLATES
from database.models import (
    Account,
    AccountName,
    Activity,
    ChurnRecord,
    Contact,
    Contract,
    ContractLine,
    ExchangeRate,
    Person,
    Task,
    Team,
    Ticket,
    UsageMonth,
)
from tests.database.imports_kit import ACCOUNTS, bring, content, counts, every, send, send_rows, told

FILES = Path(__file__).resolve().parents[1] / "evals"
"""Our own people, accounts and contacts."""


def test_the_three_files_come_in_as_they_are(engine: Engine) -> None:
    report = bring(engine, FILES / "contacts.csv", FILES / "accounts.csv", FILES / "people.csv")
    assert [file.file for file in report.files] == ["people.csv", "accounts.csv", "contacts.csv"]
    for file in report.files:
        lines = len((FILES / file.file).read_text(encoding="utf-8").splitlines()) - 1
        assert counts(report, file.file) == (lines, 0, 0, 0)
    with Session(engine) as session:
        for account in session.scalars(select(Account)):
            assert account.owner is not None
            assert account.source == "accounts.csv"
            assert account.version == 1


def test_a_second_run_changes_nothing(engine: Engine) -> None:
    files = [FILES / "people.csv", FILES / "accounts.csv", FILES / "contacts.csv"]
    bring(engine, *files)
    before = content(engine)
    report = bring(engine, *files)
    assert all(file.unchanged == file.read for file in report.files)
    assert content(engine) == before


@pytest.mark.parametrize("order", list(permutations(["people.csv", "accounts.csv", "contacts.csv"])))
def test_the_order_of_separate_runs_does_not_matter_to_people(
    sqlite_engine: Engine, tmp_path: Path, order: tuple[str, ...]
) -> None:
    send(tmp_path, "people.csv", "name,email,role,manager,team\nAda Bell,ada@x.example,manager,,North\n")
    send(tmp_path, "accounts.csv", ACCOUNTS)
    send(tmp_path, "contacts.csv", "account,name,email\n1,Carl Dorn,carl@alder.example\n")
    for name in sorted(order, key=lambda name: (name == "contacts.csv", order.index(name))):
        bring(sqlite_engine, tmp_path / name)
    (ada,) = every(sqlite_engine, Person)
    assert (ada.name, ada.email, ada.role) == ("Ada Bell", "ada@x.example", "manager")
    assert {account.owner_id for account in every(sqlite_engine, Account)} == {ada.id}


def test_an_owner_who_is_not_among_the_people_becomes_one(engine: Engine, tmp_path: Path) -> None:
    bring(engine, send(tmp_path, "accounts.csv", "name,owner,team\nAlder,Ada Bell,North\nBirch,Ada Bell,South\n"))
    (ada,) = every(engine, Person)
    assert (ada.name, ada.role, ada.email, ada.is_admin) == ("Ada Bell", "csm", None, False)
    assert [team.name for team in every(engine, Team)] == ["North", "South"]


def test_managers_may_stand_below_those_they_lead(engine: Engine, tmp_path: Path) -> None:
    text = (
        "name,email,role,manager\nAda,ada@x.example,csm,Bea\nBea,bea@x.example,manager,\nCy,cy@x.example,csm,Nobody\n"
    )
    report = bring(engine, send(tmp_path, "people.csv", text))
    ada, bea, cy = every(engine, Person)
    assert (ada.manager_id, bea.manager_id, cy.manager_id) == (bea.id, None, None)
    assert ada.version == 1
    assert any("Nobody" in warning and "line 4" in warning for warning in report.files[0].warnings)


def test_an_account_s_row_makes_its_contract_and_line(engine: Engine, tmp_path: Path) -> None:
    text = (
        "name,aliases,arr,currency,renewal_date,start_date,auto_renew,notice_days,plan,seats,product,language,"
        "fiscal_year_end,health,health_reason\n"
        'Alder,ALD;Alder Ltd,"12,500.50",eur,2026-06-30,2025-07-01,oui,90,Pro,40,Platform,French,31 March,Yellow,Quiet\n'
    )
    bring(engine, send(tmp_path, "accounts.csv", text))
    (account,), (contract,), (line,) = every(engine, Account), every(engine, Contract), every(engine, ContractLine)
    assert (account.plan, account.language, account.fiscal_year_end) == ("Pro", "fr", "03-31")
    assert (account.health, account.health_reason, account.currency) == ("amber", "Quiet", "EUR")
    assert (contract.start_on, contract.end_on) == (date(2025, 7, 1), date(2026, 6, 30))
    assert (contract.auto_renew, contract.notice_days, contract.notice_on) == (True, 90, date(2026, 4, 1))
    assert (line.arr, line.currency, line.seats, line.product) == (Decimal("12500.5"), "EUR", 40, "Platform")
    assert (line.contract_id, line.account_id, line.end_on) == (contract.id, account.id, contract.end_on)
    assert {name.name for name in every(engine, AccountName)} == {"ALD", "Alder Ltd"}


def test_an_account_that_left_has_lost_its_contract(engine: Engine, tmp_path: Path) -> None:
    text = "name,arr,currency,renewal_date,status\nAlder,10,EUR,2026-02-28,churned\nBirch,10,EUR,2026-03-31,active\n"
    bring(engine, send(tmp_path, "accounts.csv", text))
    lost, running = every(engine, Contract)
    assert (lost.outcome, lost.outcome_on) == ("lost", date(2026, 2, 28))
    assert (running.outcome, running.outcome_on) == (None, None)


def test_rows_of_one_number_are_lines_of_one_contract(engine: Engine, tmp_path: Path) -> None:
    bring(engine, send(tmp_path, "accounts.csv", ACCOUNTS))
    header = "id,account,contract_number,product,seats,arr,start_date,end_date,notice_days\n"
    rows = "a,Alder,V-1,Core,10,500,2026-01-01,2026-12-31,30\nb,Alder,V-1,Extra,5,100,2026-03-01,2026-08-31,30\n"
    path = send(tmp_path, "contracts.csv", f"{header}{rows}c,Birch,,Core,1,5,2026-01-01,,\n")
    bring(engine, path)
    contracts = [contract for contract in every(engine, Contract) if contract.start_on]
    assert [(contract.number, contract.end_on, contract.notice_on) for contract in contracts] == [
        ("V-1", date(2026, 12, 31), date(2026, 12, 1)),
        (None, None, None),
    ]
    lines = [line for line in every(engine, ContractLine) if line.start_on]
    assert [line.contract_id for line in lines] == [contracts[0].id, contracts[0].id, contracts[1].id]
    assert {line.currency for line in lines} == {"EUR"}  # the account's, where the row says none
    send(tmp_path, "contracts.csv", f"{header}{rows.replace('Extra,5', 'Extra,6')}c,Birch,,Core,1,5,2026-01-01,,\n")
    assert counts(bring(engine, path), "contracts.csv") == (0, 1, 2, 0)
    assert next(contract for contract in every(engine, Contract) if contract.start_on).end_on == date(2026, 12, 31)


def test_notes_tasks_tickets_churn_and_rates(engine: Engine, tmp_path: Path) -> None:
    files = [
        send(tmp_path, "accounts.csv", ACCOUNTS),
        send(tmp_path, "contacts.csv", "account,name,role,main\nAlder,Carl Dorn,champion,yes\n"),
        send(
            tmp_path,
            "activities.csv",
            "account,date,type,subject,body,author,attendees,visibility\n"
            'Alder,2026-03-02,Anruf,Weekly,"They said:\nnot yet",Ada Bell,Carl Dorn; Eve,team\n'
            "1,2026-03-03,,,Mine alone,Ada Bell,,private\n",
        ),
        send(
            tmp_path,
            "tasks.csv",
            "account,title,due_date,owner,contact,priority,done\n"
            "Alder,Send the offer,2026-03-09,Ada Bell,Carl Dorn,P1,no\nBirch,Call back,2026-03-01,Fay,,,completed\n",
        ),
        send(
            tmp_path,
            "tickets.csv",
            "id,account,opened_at,closed_at,priority,satisfaction,escalated\n"
            "T-1,Birch,2026-03-01 09:30,2026-03-02T10:00+01:00,critical,4,ja\n",
        ),
        send(tmp_path, "churn.csv", "account,date,reason,refund,currency\nBirch,2026-09-30,price,€ 12.50,\n"),
        send(tmp_path, "rates.csv", "currency,rate,date,base\nUSD,0.9123456789012,2026-03-01,EUR\n"),
    ]
    bring(engine, *files)
    (contact,) = every(engine, Contact)
    call, private = every(engine, Activity)
    assert (call.kind, call.body, call.happened_on) == ("call", "They said:\nnot yet", date(2026, 3, 2))
    assert (private.kind, private.visibility, private.author_id) == ("note", "private", call.author_id)
    with Session(engine) as session:
        there = session.get_one(Activity, call.id).attendees
        assert [(one.name, one.contact_id) for one in there] == [("Carl Dorn", contact.id), ("Eve", None)]
    offer, done = every(engine, Task)
    assert (offer.contact_id, offer.priority, offer.done_at) == (contact.id, "urgent", None)
    assert done.done_at is not None
    assert done.done_at.date() == date(2026, 3, 1)
    (ticket,) = every(engine, Ticket)
    assert (ticket.number, ticket.priority, ticket.satisfaction, ticket.escalated) == ("T-1", "urgent", 4, True)
    assert ticket.closed_at is not None
    assert ticket.closed_at.hour == 9  # kept as UTC
    (left,) = every(engine, ChurnRecord)
    assert (left.stated_reason, left.refund, left.currency) == ("price", Decimal("12.5"), "EUR")
    (rate,) = every(engine, ExchangeRate)
    assert rate.rate == Decimal("0.9123456789")
    before = content(engine)
    assert all(file.unchanged == file.read for file in bring(engine, *files).files)
    assert content(engine) == before


def test_usage_comes_by_month_or_is_summed_to_it(engine: Engine, tmp_path: Path) -> None:
    bring(
        engine,
        send(tmp_path, "accounts.csv", ACCOUNTS),
        send(
            tmp_path,
            "usage.csv",
            "account,month,active_users,seats,events\nAlder,2026-01,7,10,100\nBirch,2026-01,3,,\n",
        ),
    )
    events = send(
        tmp_path,
        "usage_events.csv",
        "account,date,feature,user,events,errors\n"
        "Alder,2026-02-01,export,u1,5,0\nAlder,2026-02-27,export,u2,6,1\nAlder,2026-02-28,alerts,u1,1,\n",
    )
    report = bring(engine, events)
    assert counts(report, "usage_events.csv") == (3, 0, 0, 0)
    by_month, unmeasured, summed = every(engine, UsageMonth)
    assert (by_month.month, by_month.active_users, by_month.seats, by_month.events) == (date(2026, 1, 1), 7, 10, 100)
    assert (unmeasured.events, unmeasured.errors) == (None, None)  # what was not measured is not 0
    assert (summed.month, summed.events, summed.errors) == (date(2026, 2, 1), 12, 1)
    assert (summed.features, summed.active_users) == (2, 2)
    assert counts(bring(engine, events), "usage_events.csv") == (0, 0, 3, 0)


def test_a_months_seconds_may_be_more_than_a_small_integer_holds(engine: Engine, tmp_path: Path) -> None:
    rows = [("account", "month", "events", "seconds", "active_users"), ("Alder", "2026-02", 2**31, 2**33, 7)]
    rows += [
        ("Alder", "2026-02", 2**31 + 1, 10**12, 8),
        ("Alder", "2026-03", 1, 10**12 + 1, 1),
        ("Birch", "2026-02", 1, 1, 2**31),
    ]
    report = import_files(engine, [send(tmp_path, "accounts.csv", ACCOUNTS), send_rows(tmp_path, "usage.csv", rows)])
    [month] = every(engine, UsageMonth)
    assert (month.events, month.seconds, month.active_users) == (2**32 + 1, 2**33 + 10**12, 8)
    assert [each[:2] for each in told(report)] == [(4, "seconds"), (5, "active_users")]


def test_two_files_of_one_run_may_not_speak_of_the_same_month(engine: Engine, tmp_path: Path) -> None:
    rows = "account,month,events\nAlder,2026-01,1\n"
    files = [send(tmp_path, name, rows) for name in ("usage_a.csv", "usage_b.csv")]
    report = import_files(engine, [send(tmp_path, "accounts.csv", ACCOUNTS), *files])
    assert not report.ok
    assert "usage_a.csv" in report.rejections[0].reason
    assert [month.events for month in every(engine, UsageMonth)] == [1]


def test_each_template_names_its_own_columns_and_keys() -> None:
    for template in TEMPLATES:
        names = set(template.by_name)
        assert len(names) == len(template.columns)
        assert {name for key in template.keys for name in key} <= names
        assert set(template.either) <= names
