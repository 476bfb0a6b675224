"""Renewals that are overdue: the contract has ended, and nothing is on record of what became of it.

The rule stands here twice, as SQL for lists and over rows for one account; the tests hold the two together.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache

from sqlalchemy import ColumnElement, Date, FunctionElement, and_, exists, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import aliased
from sqlalchemy.sql.compiler import SQLCompiler

from database.models import Account, Contract, ContractLine

EARLY = timedelta(days=31)
"""A contract that takes another's place begins at most so long before that one's end; what begins earlier runs beside it."""


class _Earliest(FunctionElement[date]):
    """The first day on which a contract that takes another's place begins, out of that one's end."""

    name = "earliest_successor"
    type = Date()
    inherit_cache = True


@compiles(_Earliest)
def _by_subtraction(element: _Earliest, compiler: SQLCompiler, **options: object) -> str:
    return f"({compiler.process(element.clauses, **options)} - {EARLY.days})"


@compiles(_Earliest, "sqlite")
def _by_function(element: _Earliest, compiler: SQLCompiler, **options: object) -> str:
    return f"date({compiler.process(element.clauses, **options)}, '-{EARLY.days} days')"


@cache  # putting it together takes as long as running the query that it stands in
def followed() -> ColumnElement[bool]:
    """A contract whose place another of the account took: one that began about its end or later (or at an unknown day),
    and ends later or not at all."""
    later = aliased(Contract)
    taken = exists().where(
        later.account_id == Contract.account_id,
        or_(later.end_on.is_(None), later.end_on > Contract.end_on),
        or_(later.start_on.is_(None), later.start_on >= _Earliest(Contract.end_on)),
    )
    return or_(Contract.renewed_by_id.is_not(None), taken)


def overdue(today: date) -> ColumnElement[bool]:
    """A customer's contract that has ended with its renewal undecided: no outcome, no notice, no successor."""
    return and_(
        Account.status != "churned",
        Contract.end_on < today,
        Contract.outcome.is_(None),
        Contract.notice_given_on.is_(None),
        ~followed(),
    )


def is_followed(contract: Contract, contracts: Iterable[Contract]) -> bool:
    """What `followed` says, of an account's contract among all of the account's."""
    end = contract.end_on
    if end is None:
        return False
    return contract.renewed_by_id is not None or any(
        (later.end_on is None or later.end_on > end) and (later.start_on is None or later.start_on >= end - EARLY)
        for later in contracts
    )


def overdue_of(account: Account, contracts: Sequence[Contract], today: date) -> list[Contract]:
    """What `overdue` says, of one account's contracts: those that are, in their order."""
    return [
        one
        for one in contracts
        if account.status != "churned"
        and one.end_on is not None
        and one.end_on < today
        and one.outcome is None
        and one.notice_given_on is None
        and not is_followed(one, contracts)
    ]


def counts(account: Account, line: ContractLine, late: Iterable[Contract], today: date) -> bool:
    """Whether a line brings revenue today: in force, or in force at the end of a contract whose renewal is overdue (`late`).
    Trials never do, nor does a line without an end of a customer who left."""
    if line.is_trial or (account.status == "churned" and line.end_on is None):
        return False
    ends = [one.end_on for one in late if one.id == line.contract_id and one.end_on]
    days = [today, *ends]
    return any(
        (line.start_on is None or line.start_on <= day) and (line.end_on is None or line.end_on >= day) for day in days
    )
