"""Contracts that come up for renewal: the one query behind every list of them, and its rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Literal, NamedTuple

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, func, select
from sqlalchemy.orm import Session

from database.models import Account, Activity, Contract, ContractLine, Person
from metrics import renewals
from tools.kit.book import Filters, Sort, comparable
from tools.kit.cards import Mention
from tools.kit.money import Rates
from tools.kit.overdue import followed
from tools.kit.tool import Period


class Line(NamedTuple):
    """A row of the query: a contract, its account, and one of the contract's lines (None: it has none)."""

    contract_id: int
    account_id: int
    account: str
    owner_id: int | None
    health: Literal["red", "amber", "green"] | None
    status: str
    segment: str | None
    region: str | None
    number: str | None
    source: str
    end_on: date
    notice_on: date | None
    auto_renew: bool | None
    notice_given_on: date | None
    outcome: str | None
    outcome_on: date | None
    followed: bool
    """Another contract took its place."""
    currency: str | None
    arr: Decimal | None
    line_start: date | None
    line_end: date | None
    is_trial: bool | None


@dataclass(frozen=True)
class Renewal:
    """A contract at the end of its term. `arr`: what its lines in force on its last day bring a year, by currency."""

    line: Line
    arr: Mapping[str, Decimal]
    state: renewals.State
    locked_since: date | None
    overdue: bool = False
    """The contract has ended, and nothing is on record of what became of it."""

    @property
    def at_stake(self) -> bool:
        """Whether its revenue can still be won or lost."""
        return self.state == "open"

    @property
    def at_risk(self) -> bool:
        """At stake, and the account's health is red or amber."""
        return self.at_stake and self.line.health in ("red", "amber")


By = Literal["end", "notice"]


def renewal_query(filters: Filters, period: Period, by: By = "end") -> Select[*tuple[object, ...]]:
    """The lines of all contracts whose last day (by "end") or last day for notice (by "notice") lies in the period.

    One row a contract line, in the order of `Line`; one row with an empty line for a contract without any.
    """
    day = Contract.end_on if by == "end" else Contract.notice_on
    return _every_line().where(*within(day, period), *filters.conditions())


@cache  # an answer asks it several times, and putting it together takes as long as running it
def _every_line() -> Select[*tuple[object, ...]]:
    return (
        select(
            Contract.id,
            Account.id,
            Account.name,
            Account.owner_id,
            Account.health,
            Account.status,
            Account.segment,
            Account.region,
            Contract.number,
            Contract.source,
            Contract.end_on,
            Contract.notice_on,
            Contract.auto_renew,
            Contract.notice_given_on,
            Contract.outcome,
            Contract.outcome_on,
            followed(),
            ContractLine.currency,
            ContractLine.arr,
            ContractLine.start_on,
            ContractLine.end_on,
            ContractLine.is_trial,
        )
        .join(Account, Account.id == Contract.account_id)
        .outerjoin(ContractLine, ContractLine.contract_id == Contract.id)
        .where(Contract.end_on.is_not(None))
    )


def within(day: SQLColumnExpression[date | None], period: Period) -> list[ColumnElement[bool]]:
    """The period as SQL over a column of days."""
    edges: list[ColumnElement[bool]] = []
    if period.start is not None:
        edges.append(day >= period.start)
    if period.end is not None:
        edges.append(day <= period.end)
    return edges


def undecided_later(period: Period) -> list[ColumnElement[bool]]:
    """Contracts that end after the period and have no outcome yet."""
    return [Contract.end_on > period.end, Contract.outcome.is_(None), Account.status != "churned"]


def load(session: Session, query: Select[*tuple[object, ...]], today: date) -> list[Renewal]:
    """The renewals of a `renewal_query`, by their last day; trials are no renewals. Amount limits are not applied yet."""
    contracts: dict[int, list[Line]] = {}
    for row in session.execute(query):
        line = Line._make(row)
        contracts.setdefault(line.contract_id, []).append(line)
    found = [renewal_of(lines, today) for lines in contracts.values() if not all(line.is_trial for line in lines)]
    return sorted(found, key=lambda renewal: (renewal.line.end_on, renewal.line.account, renewal.line.contract_id))


def renewal_of(lines: Sequence[Line], today: date) -> Renewal:
    """One contract out of its lines, of which there is at least one (it may be empty)."""
    head = lines[0]
    arr: dict[str, Decimal] = {}
    for line in lines:
        if line.arr is not None and line.currency is not None and _in_force_at_end(line):
            arr[line.currency] = arr.get(line.currency, Decimal(0)) + line.arr
    term = renewals.Term(
        end_on=head.end_on,
        notice_on=head.notice_on,
        auto_renew=head.auto_renew,
        notice_given_on=head.notice_given_on,
        outcome=head.outcome,
        account_left=head.status == "churned",
        followed=bool(head.followed),
    )
    return Renewal(
        head, arr, renewals.state(term, today), renewals.locked_since(term, today), renewals.is_overdue(term, today)
    )


def of_rows(
    account: Account, contract: Contract, bought: Sequence[ContractLine], today: date, replaced: bool
) -> Renewal | None:
    """The renewal of a contract that is already read, and of which is known whether another took its place (`replaced`);
    None for an open-ended one and for a trial."""
    if contract.end_on is None or (bought and all(line.is_trial for line in bought)):
        return None
    lines: Sequence[ContractLine | None] = bought or [None]
    found = [
        Line(
            contract.id,
            account.id,
            account.name,
            account.owner_id,
            _HEALTH.get(account.health or ""),
            account.status,
            account.segment,
            account.region,
            contract.number,
            contract.source,
            contract.end_on,
            contract.notice_on,
            contract.auto_renew,
            contract.notice_given_on,
            contract.outcome,
            contract.outcome_on,
            replaced,
            *((line.currency, line.arr, line.start_on, line.end_on, line.is_trial) if line else _NO_LINE),
        )
        for line in lines
    ]
    return renewal_of(found, today)


_HEALTH: Mapping[str, Literal["red", "amber", "green"]] = {"red": "red", "amber": "amber", "green": "green"}
_NO_LINE = (None, None, None, None, None)


def _in_force_at_end(line: Line) -> bool:
    if line.is_trial:
        return False
    started = line.line_start is None or line.line_start <= line.end_on
    return started and (line.line_end is None or line.line_end >= line.end_on)


def in_order(found: Sequence[Renewal], order: Sort | None, asker_id: int, rates: Rates) -> list[Renewal]:
    """By the order asked for; without one the asker's own first, each by the contract's last day.

    Amounts are ranked by their worth in the reporting currency; where a rate is missing, one currency after the other.
    """
    if order == "renewal_date":
        return list(found)
    if order is None:
        return sorted(found, key=lambda renewal: renewal.line.owner_id != asker_id)
    apart = bool(without_rate(found, rates))
    sign = -1 if order == "arr_desc" else 1

    def place(renewal: Renewal) -> tuple[bool, str, Decimal]:
        worth = comparable(renewal.arr, rates)
        return worth is None, rates.leading(renewal.arr) if apart else "", sign * (worth or Decimal(0))

    return sorted(found, key=place)


def without_rate(found: Iterable[Renewal], rates: Rates) -> tuple[str, ...]:
    """The currencies among these rows that keep them from being ranked together, for want of a rate."""
    return rates.apart({currency for renewal in found for currency in renewal.arr})


def last_touches(session: Session, account_ids: Iterable[int], today: date) -> dict[int, date]:
    """The day of each account's latest note, meeting, call or email that the asker may see, up to today; those that
    have none are absent."""
    ids = sorted(set(account_ids))
    if not ids:
        return {}
    query = (
        select(Activity.account_id, func.max(Activity.happened_on))
        .where(Activity.account_id.in_(ids), Activity.happened_on <= today)
        .group_by(Activity.account_id)
    )
    return dict(session.execute(query).all())


def owners(session: Session, person_ids: Iterable[int | None]) -> dict[int, Mention]:
    """The colleagues of these ids, as they are shown."""
    ids = sorted({person for person in person_ids if person is not None})
    rows = session.execute(select(Person.id, Person.name, Person.slack_id).where(Person.id.in_(ids)))
    return {person: Mention(name=name, slack_id=slack_id) for person, name, slack_id in rows}
