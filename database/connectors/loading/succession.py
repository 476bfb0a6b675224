"""A renewal date that moves on: a few days are a correction, a whole further term is a renewal.

An account's row tells of one contract, the present one. When its renewal date moves on by a term, the contract that was
there is renewed and stays, with its amount and its end, and the row tells of its successor from then on; when the date
comes back, so does the contract.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Date, Table, Update, bindparam, delete, func, select, update

from database.models import Contract, ContractLine, Moment

from .bulk import among, table_of
from .work import EXTERNAL, Known, Rows, Work

CONTRACTS, LINES = table_of(Contract), table_of(ContractLine)

LONG = timedelta(days=300)
"""A term that is not known is taken for a year: this much later is a further one."""
SHORT = timedelta(days=25)
"""What is less than a month is never a term."""
LATE = timedelta(days=80)
"""Once the contract has ended, a quarter is one: nobody corrects the end of what is over by so much."""
SHARE = 0.75
"""Of a term that is known, so much later is a further one."""
EARLY = timedelta(days=31)
"""A start that the row names is the new term's if it is no earlier than this before the old one's end."""


class Standing(NamedTuple):
    """A contract as it stands here."""

    id: int
    start_on: date | None
    end_on: date | None
    outcome: str | None
    version: int
    renewed_by_id: int | None


class Successions:
    """What becomes of the contracts of a block of accounts' rows whose renewal date has moved by a term."""

    def __init__(self, work: Work, rows: Rows, places: Sequence[int]) -> None:
        self.work, self.rows = work, rows
        keys = rows.get("contract")
        self._keys = {place: str(keys[place]) for place in places}
        self._known = work.known("contracts", list(self._keys.values()))
        self._here = _standing(work, [entry.row_id for entry in self._known.values()])
        self.renewed: dict[int, Standing] = {}
        """Record → the contract that came before the one it now tells of."""
        self.taken_back = 0

    def begin(self) -> None:
        """Before the contracts are written: what was renewed gets another name, so that its successor is new; and what was
        no renewal after all gets its own name again."""
        for place, entry, here in self._told():
            new_end = self.rows.get("renewal_date")[place]
            if not isinstance(new_end, date) or here.end_on is None or self.rows.get("settled")[place] is not None:
                continue
            if new_end - here.end_on >= further(here, self.work.now.date()):
                self._rename(self._keys[place], f"{self._keys[place]} until {here.end_on}")
                self.renewed[place] = here
            elif new_end < here.end_on and (before := self._before(self._keys[place], entry, here, new_end)):
                self._take_back(self._keys[place], here, before)

    def finish(self, contract_ids: Mapping[int, int]) -> None:
        """After they are written: the new term begins where the old one ends, and the old one is renewed by it."""
        followed = [(before, contract_ids[place], place) for place, before in self.renewed.items()]
        starts, closed = [], []
        for before, new_id, place in followed:
            if before.end_on is None or not new_id:
                continue
            said = self.rows.get("start_date")[place]
            if not isinstance(said, date) or said < before.end_on - EARLY:
                starts.append({"b_id": new_id, "b_start": before.end_on + timedelta(days=1)})
            closed.append({"b_id": before.id, "b_by": new_id})
            self.work.wrote("contracts", [before.id], before.version + 1)
        connection = self.work.connection
        if starts:
            connection.execute(_START, starts)
            connection.execute(_START_OF_LINES, starts)
        if closed:
            day = self.work.feed.as_of or self.work.now.date()
            stamp = {"b_day": day, "b_batch": self.work.batch_id, "b_at": self.work.now}
            connection.execute(_RENEWED, [row | stamp for row in closed])

    def _told(self) -> Iterator[tuple[int, Known, Standing]]:
        for place, key in self._keys.items():
            entry = self._known.get(key)
            here = self._here.get(entry.row_id) if entry else None
            if entry and here:
                yield place, entry, here

    def _before(self, key: str, entry: Known, here: Standing, new_end: date) -> Standing | None:
        """The contract that this one was thought to renew, where the date is back in that one's term."""
        query = select(CONTRACTS.c.id).where(CONTRACTS.c.renewed_by_id == entry.row_id)
        found = _standing(self.work, self.work.connection.scalars(query).all())
        for before in found.values():
            name = f"{key} until {before.end_on}"
            near = before.end_on is not None and new_end - before.end_on < further(before, before.end_on)
            if near and self.work.known("contracts", [name]):
                return before
        return None

    def _take_back(self, key: str, here: Standing, before: Standing) -> None:
        connection = self.work.connection
        stamp = {"batch_id": self.work.batch_id, "changed_at": self.work.now}
        values = {"renewed_by_id": None, "version": before.version + 1, **stamp}
        if before.outcome == "renewed":
            values |= {"outcome": None, "outcome_on": None}
        connection.execute(update(CONTRACTS).where(CONTRACTS.c.id == before.id).values(values))
        connection.execute(delete(EXTERNAL).where(*_called(self.work, [key])))
        connection.execute(delete(LINES).where(LINES.c.contract_id == here.id))
        connection.execute(delete(CONTRACTS).where(CONTRACTS.c.id == here.id))
        self._rename(f"{key} until {before.end_on}", key)
        self.work.wrote("contracts", [before.id], before.version + 1)
        self.taken_back += 1

    def _rename(self, old: str, new: str) -> None:
        self.work.connection.execute(update(EXTERNAL).where(*_called(self.work, [old])).values(external_id=new))


def further(here: Standing, today: date) -> timedelta:
    """By how much the end of a contract must move on to be that of a further term."""
    if here.end_on is None:
        return LONG
    term = here.end_on - here.start_on if here.start_on else None
    least = LONG if term is None else min(LONG, max(SHORT, SHARE * term))
    return min(least, LATE) if here.end_on < today else least


def _standing(work: Work, ids: Sequence[int]) -> dict[int, Standing]:
    columns = CONTRACTS.c
    query = select(
        columns.id, columns.start_on, columns.end_on, columns.outcome, columns.version, columns.renewed_by_id
    ).where(among(work.connection, columns.id, list(ids)))
    return {row.id: Standing(*row) for row in work.connection.execute(query)}


def _called(work: Work, keys: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    columns = EXTERNAL.c
    kinds = [CONTRACTS.name, LINES.name]
    return columns.system == work.feed.system, columns.kind.in_(kinds), columns.external_id.in_(keys)


def _start(table: Table, key: str) -> Update:
    return update(table).where(table.c[key] == bindparam("b_id")).values(start_on=bindparam("b_start", type_=Date))


_START, _START_OF_LINES = _start(CONTRACTS, "id"), _start(LINES, "contract_id")
_RENEWED = (
    update(CONTRACTS)
    .where(CONTRACTS.c.id == bindparam("b_id"))
    .values(
        outcome=func.coalesce(CONTRACTS.c.outcome, "renewed"),
        outcome_on=func.coalesce(CONTRACTS.c.outcome_on, bindparam("b_day", type_=Date)),
        renewed_by_id=bindparam("b_by"),
        version=CONTRACTS.c.version + 1,
        batch_id=bindparam("b_batch"),
        changed_at=bindparam("b_at", type_=Moment),
    )
)
