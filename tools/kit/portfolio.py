"""The accounts of the book with what they bring: filtered, summed, put in order.

An account's ARR is what its lines in force bring, and what those of overdue renewals brought: a customer whose contract
has ended while nothing is known of its renewal still is one. Of a customer who left, only what runs up to a day counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from database.models import Account, Contract, ContractLine
from tools.kit.book import Filters, Sort, comparable
from tools.kit.money import Amounts, Rates
from tools.kit.overdue import overdue


class Head(NamedTuple):
    """An account as a list shows it, in the order of the query's columns."""

    id: int
    name: str
    owner_id: int | None
    health: Literal["red", "amber", "green"] | None
    status: str
    segment: str | None
    region: str | None
    source: str


@dataclass(frozen=True)
class Holding:
    """An account, and its ARR today by currency."""

    head: Head
    arr: Amounts

    @property
    def at_risk(self) -> bool:
        """Still a customer, and its health is red or amber."""
        return self.head.status != "churned" and self.head.health in ("red", "amber")


def in_force(today: date) -> ColumnElement[bool]:
    """A contract line that counts today, its last day included; trials never do."""
    return and_(
        ContractLine.is_trial.is_(False),
        or_(ContractLine.start_on.is_(None), ContractLine.start_on <= today),
        or_(ContractLine.end_on.is_(None), ContractLine.end_on >= today),
    )


def accounts_query(filters: Filters) -> Select[*tuple[object, ...]]:
    """The accounts of the filters, a row each, in the order of `Head`."""
    return select(
        Account.id,
        Account.name,
        Account.owner_id,
        Account.health,
        Account.status,
        Account.segment,
        Account.region,
        Account.source,
    ).where(*filters.conditions())


def load(session: Session, filters: Filters, today: date, rates: Rates) -> list[Holding]:
    """The accounts that pass every filter, by name."""
    heads = [Head._make(row) for row in session.execute(accounts_query(filters))]
    conditions = filters.conditions()
    arr = arr_of(session, conditions, today)
    held = [Holding(head, arr.get(head.id, {})) for head in heads]
    return sorted((one for one in held if filters.keeps(one.arr, rates)), key=lambda one: (one.head.name, one.head.id))


def arr_of(session: Session, conditions: list[ColumnElement[bool]], today: date) -> dict[int, dict[str, Decimal]]:
    """What the lines in force and those of overdue renewals bring a year, by account and currency; of the accounts of
    these conditions."""
    lines = (
        select(ContractLine.account_id, ContractLine.currency, func.sum(ContractLine.arr))
        .where(ContractLine.arr.is_not(None))
        .group_by(ContractLine.account_id, ContractLine.currency)
    )
    running = lines.join(Account, Account.id == ContractLine.account_id).where(
        in_force(today),
        # Who has left pays up to the end of a term; a line without an end says nothing of that.
        or_(Account.status != "churned", ContractLine.end_on.is_not(None)),
        *conditions,
    )
    ended = (
        lines.join(Contract, Contract.id == ContractLine.contract_id)
        .join(Account, Account.id == ContractLine.account_id)
        .where(
            overdue(today),
            ContractLine.is_trial.is_(False),
            or_(ContractLine.start_on.is_(None), ContractLine.start_on <= Contract.end_on),
            # A line that goes on by itself is in force, and counted there.
            ContractLine.end_on >= Contract.end_on,
            ContractLine.end_on < today,
            *conditions,
        )
    )
    found: dict[int, dict[str, Decimal]] = {}
    for query in (running, ended):
        for account, currency, amount in session.execute(query):
            if amount is not None:
                sums = found.setdefault(account, {})
                sums[currency] = sums.get(currency, Decimal(0)) + amount
    return found


def next_ends(session: Session, filters: Filters, today: date, only: Iterable[int] | None = None) -> dict[int, date]:
    """When each account's next contract ends, or since when its renewal is overdue (a day before `today`); of the
    accounts of the filters, or `only` of these ids. What renews by itself is not overdue."""
    query = select(Contract.account_id, func.min(Contract.end_on)).group_by(Contract.account_id)
    ahead = query.where(Contract.end_on >= today)
    late = query.join(Account, Account.id == Contract.account_id).where(
        overdue(today), Contract.auto_renew.is_not(True)
    )
    if only is not None:
        ids = sorted(only)
        ahead, late = (each.where(Contract.account_id.in_(ids)) for each in (ahead, late))
    elif conditions := filters.conditions():
        ahead = ahead.join(Account, Account.id == Contract.account_id).where(*conditions)
        late = late.where(*conditions)
    return {account: end for each in (ahead, late) for account, end in session.execute(each) if end is not None}


def in_order(
    held: Sequence[Holding], order: Sort | None, asker_id: int, rates: Rates, ends: Mapping[int, date]
) -> list[Holding]:
    """By the order asked for; without one the asker's own first, each by name.

    Amounts are ranked by their worth in the reporting currency; where a rate is missing, one currency after the other.
    Accounts without an amount, or without an end, come last.
    """
    if order is None:
        return sorted(held, key=lambda one: one.head.owner_id != asker_id)
    if order == "renewal_date":
        return sorted(held, key=lambda one: ends.get(one.head.id, date.max))
    apart = bool(without_rate(held, rates))
    sign = -1 if order == "arr_desc" else 1

    def place(one: Holding) -> tuple[bool, str, Decimal]:
        worth = comparable(one.arr, rates)
        return worth is None, rates.leading(one.arr) if apart else "", sign * (worth or Decimal(0))

    return sorted(held, key=place)


def without_rate(held: Iterable[Holding], rates: Rates) -> tuple[str, ...]:
    """The currencies among these accounts that keep them from being ranked together, for want of a rate."""
    return rates.apart({currency for one in held for currency in one.arr})


def counted(held: Iterable[Holding]) -> Mapping[str, int]:
    """How many are active, onboarding, churned."""
    counts = {"active": 0, "onboarding": 0, "churned": 0}
    for one in held:
        counts[one.head.status] += 1
    return counts
