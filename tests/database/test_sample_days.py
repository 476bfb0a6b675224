"""Whatever the day of the year, a leap year's included, the sample book is whole and every question has an answer."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from database import sample
from database.engine import open_engine, sqlite_url
from database.models import (
    Account,
    Activity,
    Attendee,
    ChurnRecord,
    Contact,
    Contract,
    ContractLine,
    Task,
    Ticket,
    UsageMonth,
)
from database.sample.days import month_end, month_start, term_end, term_start, working_day
from database.schema import upgrade
from metrics.renewals import Term, notice_date, state

DAYS = [
    *(date(2028, month, 1) for month in (1, 3, 4, 6, 7, 9, 10, 12)),
    *(month_end(date(2028, month, 1)) for month in (1, 2, 4, 6, 8, 9, 12)),
    *(date(2028, month, 15) for month in (2, 5, 8, 11)),
    date(2027, 2, 28),
]


def renewal_states(session: Session, today: date, start: date, end: date) -> Counter[str]:
    """How the renewals of the contracts that end in a period stand."""
    due = session.execute(
        select(Contract, Account.status).join(Contract.account).where(Contract.end_on.between(start, end))
    )
    return Counter(
        state(
            Term(
                contract.end_on or today,
                contract.notice_on,
                contract.auto_renew,
                contract.notice_given_on,
                contract.outcome,
                status == "churned",
            ),
            today,
        )
        for contract, status in due
    )


@pytest.mark.slow
@pytest.mark.parametrize("today", DAYS, ids=str)
def test_on_any_day_of_a_leap_year_every_question_has_an_answer(tmp_path: Path, today: date) -> None:
    engine = open_engine(sqlite_url(tmp_path / "sample.db"))
    upgrade(engine)
    sample.make(engine, today)
    with Session(engine) as session:
        this_month = renewal_states(session, today, month_start(today), month_end(today))
        assert this_month["open"] >= 3
        assert this_month["renewed"] >= 3
        assert this_month["lost"] >= 1
        assert this_month["locked_in"] >= 1
        assert renewal_states(session, today, month_start(today, 1), month_end(today, 1))["open"] >= 4
        quarter = month_start(today, -((today.month - 1) % 3))
        assert renewal_states(session, today, quarter, month_end(quarter, 2)).total() >= 20
        assert_signals(session, today)
        assert_whole(session, today)


def assert_signals(session: Session, today: date) -> None:
    to_decide = session.scalars(
        select(Contract.end_on).where(
            Contract.notice_on.between(today, month_end(today)),
            Contract.auto_renew.is_(True),
            Contract.outcome.is_(None),
        )
    ).all()
    assert len(to_decide) >= 4
    assert max(end for end in to_decide if end) > month_end(today, 1)
    locked_in = select(func.count()).where(
        Contract.auto_renew.is_(True), Contract.notice_on < today, Contract.end_on >= today, Contract.outcome.is_(None)
    )
    assert (session.scalar(locked_in) or 0) >= 4
    overdue = select(Task.owner_id).where(Task.done_at.is_(None), Task.due_on < today)
    assert len(set(session.scalars(overdue))) >= 6
    assert session.scalars(select(Task).where(Task.done_at.is_(None), Task.due_on > today)).first()
    moment = datetime.combine(today, time(0), UTC)
    late = select(Ticket.account_id).where(Ticket.closed_at.is_(None), Ticket.due_at < moment)
    assert len(set(session.scalars(late))) >= 5
    last_touch = select(func.max(Activity.happened_on)).join(Account).where(Account.status == "active")
    touched = session.scalars(last_touch.group_by(Activity.account_id)).all()
    assert 5 <= sum((today - day).days > 60 for day in touched) <= 25
    left_lately = select(ChurnRecord).where(ChurnRecord.left_on > today - timedelta(days=92))
    assert len(session.scalars(left_lately).all()) >= 2


def assert_whole(session: Session, today: date) -> None:
    outside = select(ContractLine.id).join(
        Contract,
        (Contract.id == ContractLine.contract_id)
        & (
            (ContractLine.start_on < Contract.start_on)
            | (ContractLine.end_on > Contract.end_on)
            | (ContractLine.start_on > ContractLine.end_on)
        ),
    )
    assert session.scalars(outside).all() == []
    for contract in session.scalars(select(Contract)):
        assert contract.end_on is not None
        assert contract.notice_on == notice_date(contract.end_on, contract.notice_days)
        assert contract.notice_given_on is None or contract.notice_given_on <= min(contract.notice_on or today, today)
        assert contract.outcome_on is None or contract.outcome_on < today
        assert (contract.outcome == "renewed") == (contract.renewed_by_id is not None)
        assert not (contract.auto_renew and contract.outcome is None and contract.end_on < today)
    strangers = (
        select(Attendee.name)
        .join(Activity, Activity.id == Attendee.activity_id)
        .join(Contact, Contact.id == Attendee.contact_id)
        .where(Contact.account_id != Activity.account_id)
    )
    assert session.scalars(strangers).all() == []
    assert session.scalars(select(Activity).where(Activity.happened_on >= today)).all() == []
    before_signing = select(Activity).join(Activity.account).where(Activity.happened_on < Account.signed_on)
    assert session.scalars(before_signing).all() == []
    elsewhere = (
        select(Task)
        .join(Activity, Activity.id == Task.activity_id)
        .where((Task.account_id != Activity.account_id) | (Task.due_on < Activity.happened_on))
    )
    assert session.scalars(elsewhere).all() == []
    assert session.scalars(select(UsageMonth).where(UsageMonth.month >= month_start(today))).all() == []
    assert session.scalars(select(UsageMonth).where(UsageMonth.active_users > UsageMonth.seats)).all() == []


def test_terms_of_whole_years_meet_without_a_gap() -> None:
    assert term_start(date(2026, 12, 31)) == date(2026, 1, 1)
    assert term_end(date(2026, 1, 1)) == date(2026, 12, 31)
    assert term_start(date(2028, 2, 28)) == date(2027, 2, 28)
    assert term_end(date(2028, 2, 29)) == date(2029, 2, 27)
    assert month_start(date(2028, 1, 31), -1) == date(2027, 12, 1)
    assert working_day(date(2028, 2, 27)) == date(2028, 2, 25)
