"""An account's facts: what is known, where from, and what a customer may read of it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from database.engine import transaction
from database.models import Account, Contact, Contract, ContractLine, Person, Ticket, UsageMonth
from tests.tools import customers
from tools.kit.cards import Day, Money, Name, Number, Several
from tools.kit.desk import Desk
from tools.kit.facts import AccountFacts, gather, last_complete_quarter
from tools.kit.facts_people import main_contact
from tools.kit.tool import Period


@pytest.fixture
def desk(engine: Engine, tmp_path: Path) -> Desk:
    customers.fill(engine)
    return customers.desk(engine, tmp_path)


def _gather(desk: Desk, name: str = "Harbour Foods", period: Period | None = None) -> AccountFacts:
    facts = gather(desk, desk.names.accounts(name)[0].id, period)
    assert facts is not None
    return facts


def test_what_is_on_record_is_known_with_its_source(desk: Desk) -> None:
    facts = _gather(desk).facts
    assert facts["contract_end"].value == Day(on=date(2027, 2, 28))
    assert facts["notice_date"].value == Day(on=date(2026, 12, 30))
    assert facts["amount"].value == Money(amount=Decimal("160000.5"), currency="EUR")
    assert "seats" not in facts  # 160 of one product and 40 of another are no number of seats
    assert facts["products"].value == Several(items=(Name(text="Dispatch"), Name(text="Insight")))
    assert facts["last_meeting"].value == Day(on=date(2026, 11, 10))
    for key, kind in (("contract_end", "contract"), ("active_users", "usage"), ("cases_opened", "ticket")):
        source = facts[key].source
        assert source is not None
        assert source.kind == kind


def test_health_notes_tasks_and_trends_are_never_for_the_customer(desk: Desk) -> None:
    shared = _gather(desk).shareable
    assert not {"health", "health_reason", "usage_trend", "last_touch", "open_tasks", "uplift_cap"} & shared.keys()
    spoken = repr(shared)
    for secret in (customers.RISKY, customers.NOTE, customers.TASK, customers.PRIVATE):
        assert secret not in spoken


def test_a_private_note_is_no_fact_even_for_its_author(desk: Desk) -> None:
    facts = _gather(desk)
    assert facts.facts["last_touch"].value == Day(on=date(2026, 11, 10))
    assert customers.PRIVATE not in repr([talk.body for talk in facts.rows.talks])


def test_nothing_on_record_gives_no_fact_but_the_name_and_the_owner(desk: Desk) -> None:
    assert set(_gather(desk, customers.BARE).facts) == {"account", "owner"}


def test_an_account_that_the_asker_may_not_see_has_no_facts(engine: Engine, desk: Desk, tmp_path: Path) -> None:
    with transaction(engine) as session:
        session.add(Person(name="Other Colleague", role="csm"))
    other = customers.desk(engine, tmp_path, "Other Colleague")
    assert gather(other, desk.names.accounts("Harbour Foods")[0].id) is None
    assert gather(desk, 999_999) is None


def test_support_is_counted_over_the_period_alone(desk: Desk) -> None:
    facts = _gather(desk, period=Period(start=date(2026, 7, 1), end=date(2026, 7, 7))).facts
    assert facts["cases_opened"].value == Number(value=Decimal(3))
    assert facts["median_hours"].value == Number(value=Decimal(9))
    none = _gather(desk, period=Period(start=date(2026, 10, 1), end=date(2026, 10, 31))).facts
    assert none["cases_opened"].value == Number(value=Decimal(0))
    assert "no_cases" in none


def test_a_median_takes_several_cases(desk: Desk) -> None:
    facts = _gather(desk, period=Period(start=date(2026, 7, 1), end=date(2026, 7, 6))).facts
    assert facts["cases_opened"].value == Number(value=Decimal(2))
    assert not {"median_hours", "response_minutes", "satisfaction", "result_support"} & facts.keys()


def test_the_running_month_is_no_month_to_compare(engine: Engine, desk: Desk) -> None:
    with transaction(engine) as session:
        account = session.query(Account).filter_by(name="Harbour Foods").one()
        session.add(UsageMonth(account=account, month=date(2026, 11, 1), active_users=3, seats=200))
    assert _gather(desk).facts["active_users"].value == Number(value=Decimal(152))


def test_old_usage_is_no_news(engine: Engine, desk: Desk) -> None:
    with transaction(engine) as session:
        account = session.query(Account).filter_by(name=customers.BARE).one()
        session.add(UsageMonth(account=account, month=date(2026, 3, 1), active_users=3, seats=200))
    assert "active_users" not in _gather(desk, customers.BARE).facts


def _add(engine: Engine, *rows: object) -> None:
    with transaction(engine) as session:
        session.add_all(rows)


def test_the_contract_in_force_that_ends_first_is_the_one_in_question(engine: Engine, desk: Desk) -> None:
    account = desk.names.accounts(customers.BARE)[0].id
    _add(
        engine,
        Contract(account_id=account, number="old", start_on=date(2024, 1, 1), end_on=date(2025, 12, 31)),
        Contract(
            account_id=account, number="now", start_on=date(2026, 1, 1), end_on=date(2026, 12, 31), notice_days=30
        ),
        Contract(account_id=account, number="next", start_on=date(2027, 1, 1), end_on=date(2027, 12, 31)),
    )
    facts = _gather(desk, customers.BARE)
    assert facts.facts["contract_number"].value == Name(text="now")
    assert facts.facts["notice_date"].value == Day(on=date(2026, 12, 1))
    assert facts.in_term is facts


def test_a_term_that_is_over_loses_its_dates_for_customers(engine: Engine, desk: Desk) -> None:
    account = desk.names.accounts(customers.BARE)[0].id
    _add(engine, Contract(account_id=account, start_on=date(2024, 1, 1), end_on=date(2025, 12, 31)))
    facts = _gather(desk, customers.BARE)
    assert "contract_end" in facts.facts
    assert "contract_end" not in facts.in_term.facts


def test_amounts_of_two_currencies_are_never_added(engine: Engine, desk: Desk) -> None:
    account = desk.names.accounts(customers.BARE)[0].id
    with transaction(engine) as session:
        contract = Contract(account_id=account, start_on=date(2026, 1, 1), end_on=date(2026, 12, 31))
        session.add(contract)
        session.flush()
        for currency, trial in (("EUR", False), ("USD", False), ("GBP", True)):
            session.add(
                ContractLine(
                    contract_id=contract.id, account_id=account, arr=Decimal(10), currency=currency, is_trial=trial
                )
            )
    value = _gather(desk, customers.BARE).facts["amount"].value
    assert value == Several(
        items=(Money(amount=Decimal(10), currency="EUR"), Money(amount=Decimal(10), currency="USD"))
    )


def test_an_amount_comes_from_the_contract_whose_lines_are_in_force(engine: Engine, desk: Desk) -> None:
    account = desk.names.accounts(customers.BARE)[0].id
    with transaction(engine) as session:
        now = Contract(
            account_id=account, number="now", start_on=date(2026, 1, 1), end_on=date(2026, 12, 31), outcome="renewed"
        )
        following = Contract(account_id=account, number="next", start_on=date(2027, 1, 1), end_on=date(2027, 12, 31))
        session.add_all([now, following])
        session.flush()
        for contract, arr in ((now, 10), (following, 12)):
            term = {"start_on": contract.start_on, "end_on": contract.end_on, "account_id": account}
            session.add(ContractLine(contract_id=contract.id, arr=Decimal(arr), currency="EUR", **term))
    amount = _gather(desk, customers.BARE).facts["amount"]
    assert amount.value == Money(amount=Decimal(10), currency="EUR")
    assert amount.source is not None
    assert amount.source.label == Name(text="now")


def test_open_cases_are_counted_however_old(engine: Engine, desk: Desk) -> None:
    account = desk.names.accounts(customers.BARE)[0].id
    long_ago = datetime(2025, 1, 1, tzinfo=UTC)
    _add(engine, *(Ticket(account_id=account, opened_at=long_ago + timedelta(days=day)) for day in range(3)))
    facts = _gather(desk, customers.BARE).facts
    assert facts["cases_open"].value == Number(value=Decimal(3))
    assert "cases_left" in facts


def test_the_main_contact_is_the_marked_one_else_the_only_one_else_the_only_champion() -> None:
    today = customers.TODAY
    one, two = Contact(id=1, name="A", role="champion"), Contact(id=2, name="B")
    gone = Contact(id=3, name="C", is_main=True, left_on=today)
    assert main_contact([one, two, gone], today) is one
    assert main_contact([two, gone], today) is two
    marked = Contact(id=4, name="D", is_main=True)
    assert main_contact([two, marked], today) is marked
    assert main_contact([two, Contact(id=5, name="E")], today) is None
    assert main_contact([], today) is None


@pytest.mark.parametrize(
    ("today", "first_month", "expected"),
    [
        (date(2026, 5, 13), 1, ("2026-01-01", "2026-03-31")),
        (date(2026, 1, 1), 1, ("2025-10-01", "2025-12-31")),
        (date(2026, 5, 13), 2, ("2026-02-01", "2026-04-30")),
        (date(2026, 5, 13), 6, ("2025-12-01", "2026-02-28")),
    ],
)
def test_the_last_complete_quarter_follows_the_fiscal_year(
    today: date, first_month: int, expected: tuple[str, str]
) -> None:
    quarter = last_complete_quarter(today, first_month)
    assert (str(quarter.start), str(quarter.end)) == expected


def test_a_renewed_contract_gives_way_to_the_one_that_renews_it(engine: Engine, desk: Desk) -> None:
    account = desk.names.accounts(customers.BARE)[0].id
    now = Contract(
        account_id=account, number="now", start_on=date(2026, 1, 1), end_on=date(2026, 12, 31), outcome="renewed"
    )
    _add(engine, now)
    assert "contract_end" not in _gather(desk, customers.BARE).in_term.facts
    _add(engine, Contract(account_id=account, number="next", start_on=date(2027, 1, 1), end_on=date(2027, 12, 31)))
    facts = _gather(desk, customers.BARE)
    assert facts.facts["contract_number"].value == Name(text="next")
    assert "contract_end" in facts.in_term.facts


@pytest.mark.parametrize(("before", "now", "told"), [(60, 90, "use_grew"), (90, 90, "use_held"), (110, 90, None)])
def test_fewer_users_are_never_told_and_more_are_no_result(
    engine: Engine, desk: Desk, before: int, now: int, told: str | None
) -> None:
    account = desk.names.accounts(customers.BARE)[0].id
    for month, users in ((date(2026, 4, 1), before), (date(2026, 10, 1), now)):
        _add(engine, UsageMonth(account_id=account, month=month, active_users=users, seats=120))
    flags = {key for key in _gather(desk, customers.BARE).facts if key.startswith(("result_", "use_"))}
    assert flags == ({told} if told else set())
