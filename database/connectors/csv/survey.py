"""The first pass over a file: how each column writes dates and numbers, and which records may be there twice.

Memory stays flat: a column's cells are weighed by their different values, some thousand at a time, and the names of
records leave a mark each in a table of bytes; the few that fall on a mark are looked at exactly in the second pass.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from .dates import Order, OrderEvidence
from .mapping import Plan
from .numbers import MarkEvidence
from .reading import Broken, Layout, Row, UnreadableFileError, rows
from .values import Habits

BATCH = 4000
SOME = 20_000
"""How many different cells are gathered before they are weighed."""

DATED = ("day", "moment", "month")
NUMBERED = ("count", "amount", "number", "rate")

Keys = Callable[[Sequence[Sequence[str]]], list[str]]
"""From rows to what each record is called."""


@dataclass
class Survey:
    """What the first pass found."""

    total: int = 0
    habits: dict[str, Habits] = field(default_factory=dict)
    """By our column."""
    marks: int = 0
    twice: set[int] = field(default_factory=set)
    """Marks on which two records fall; few that do are the same record."""
    order: str = ""
    """How dates were read, for the report."""
    warnings: list[str] = field(default_factory=list)

    def may_recur(self, key: str) -> bool:
        """Whether another record may bear this name; False is certain."""
        return hash(key) % self.marks in self.twice


def batches(layout: Layout) -> Iterator[list[Row | Broken]]:
    """The file's records in order, some thousand at a time, without the header."""
    records = rows(layout)
    next((record for record in records if isinstance(record[1], list)), None)
    while batch := list(islice(records, BATCH)):
        yield batch


def survey(layout: Layout, plan: Plan, keys: Keys) -> Survey:
    """Reads the whole file once. Raises UnreadableFileError."""
    orders = {name: OrderEvidence() for name in _read_as(plan, DATED)}
    marks = {name: MarkEvidence() for name in _read_as(plan, NUMBERED)}
    cells: dict[str, set[str]] = {name: set() for name in (*orders, *marks)}
    size = 1 << max(16, min(24, (layout.path.stat().st_size // 8).bit_length()))
    table, found = bytearray(size), Survey(marks=size)

    def weigh() -> None:
        for name, order in orders.items():
            order.add(cells[name])
        for name, mark in marks.items():
            mark.add(cells[name])
        for seen in cells.values():
            seen.clear()

    try:
        for batch in batches(layout):
            found.total += len(batch)
            whole = [record[1] for record in batch if isinstance(record[1], list)]
            for name, seen in cells.items():
                place = plan.places[name]
                seen.update([row[place] for row in whole if len(row) > place])
            if any(len(seen) > SOME for seen in cells.values()):
                weigh()
            _mark(table, keys(whole), found)
    except UnicodeError as error:
        raise UnreadableFileError(f"is not {layout.encoding} throughout: {error}") from error
    weigh()
    _decide(found, plan, orders, marks)
    return found


def _read_as(plan: Plan, ways: Sequence[str]) -> list[str]:
    return [name for name in plan.places if plan.template.by_name[name].reads in ways]


def _mark(table: bytearray, keys: Sequence[str], found: Survey) -> None:
    size = found.marks
    for key in keys:
        mark = hash(key) % size
        if table[mark]:
            found.twice.add(mark)
        else:
            table[mark] = 1


def _decide(found: Survey, plan: Plan, orders: dict[str, OrderEvidence], marks: dict[str, MarkEvidence]) -> None:
    said = {name: evidence.decide() for name, evidence in orders.items()}
    sure = {order for order in said.values() if order}
    # A column that fits both is read as the mapping says, else as the file's other columns are, else day first.
    fallback: Order = plan.dates or (sure.pop() if len(sure) == 1 else "DMY")
    for name, evidence in orders.items():
        order = said[name]
        if order is None and evidence.either:
            found.warnings.append(
                f"{name}: every date could be day or month first; read as {_ORDERS[fallback]}"
                + ("" if plan.dates else " (say `dates` in a mapping to change it)")
            )
        elif order and plan.dates and order != plan.dates:
            found.warnings.append(f"{name}: the mapping says {plan.dates}, but the dates can only be {order}")
        found.habits[name] = Habits(order=order or fallback)
    for name, weighed in marks.items():
        money = plan.template.by_name[name].reads in ("amount", "count")
        mark = weighed.decide() or plan.decimal or weighed.guess(money=money)
        if weighed.vague and not weighed.decide() and not plan.decimal:
            found.warnings.append(
                f"{name}: 1{'.' if weighed.vague_point else ','}234 was read with “{mark}” before decimals"
            )
        found.habits[name] = Habits(mark=mark)
    numeric = {found.habits[name].order for name, evidence in orders.items() if evidence.numeric}
    found.order = ", ".join(sorted(numeric))


_ORDERS = {"DMY": "day, month, year", "MDY": "month, day, year"}
