"""How a list of accounts is shown: table, groups, file."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from tools.kit.book import GroupBy
from tools.kit.book_words import STATUSES, file_title
from tools.kit.cards import Column, Day, File, Level, Mention, Name, Number, Row, Source, Table, Value, say
from tools.kit.csv_file import FILE_UP_TO, Cell, csv_file
from tools.kit.groups import HEADS, Key, group_name, groups
from tools.kit.money import Amounts, Rates
from tools.kit.portfolio import Holding

COLUMNS = (
    Column(label=say("Account")),
    Column(label=say("ARR"), align="right"),
    Column(label=say("Health")),
    Column(label=say("Renews")),
    Column(label=say("Status")),
    Column(label=say("Segment")),
    Column(label=say("Region")),
    Column(label=say("Owner")),
)


def row(one: Holding, ends: Mapping[int, date], people: Mapping[int, Mention], today: date) -> Row:
    """An account under `COLUMNS`."""
    head = one.head
    return Row(
        cells=(
            Name(text=head.name),
            _amounts(one.arr),
            Level(level=head.health),
            _end(ends.get(head.id), today),
            STATUSES[head.status],
            Name(text=head.segment) if head.segment else None,
            Name(text=head.region) if head.region else None,
            people.get(head.owner_id) if head.owner_id else None,
        ),
        ref=f"accounts:{head.id}",
        source=Source(kind="account", label=Name(text=head.source), row=f"accounts:{head.id}"),
    )


def _end(on: date | None, today: date) -> Value | None:
    if on is None or on >= today:
        return Day(on=on) if on else None
    return say("overdue since {day}", day=Day(on=on))


def _amounts(arr: Amounts) -> Value | None:
    return Rates("", {}).total([arr]).value() if arr else None


def grouped(
    held: Sequence[Holding],
    by: GroupBy,
    rates: Rates,
    ends: Mapping[int, date],
    people: Mapping[int, Mention],
    count: bool,
) -> Table:
    """A line a group: accounts, ARR in force, at risk."""
    head = [Column(label=HEADS[by]), Column(label=say("Accounts"), align="right")]
    if not count:
        head += [Column(label=say("ARR"), align="right"), Column(label=say("At risk"), align="right")]
    rows = []
    for key, members in groups(held, _key(by, ends), by):
        cells: list[Value | None] = [group_name(key, people), Number(value=Decimal(len(members)))]
        if not count:
            total = rates.total(one.arr for one in members)
            cells += [total.value(), Number(value=Decimal(sum(one.at_risk for one in members)))]
        rows.append(Row(cells=tuple(cells)))
    return Table(columns=tuple(head), rows=tuple(rows), total=len(rows))


def _key(by: GroupBy, ends: Mapping[int, date]) -> Callable[[Holding], Key]:
    match by:
        case "owner":
            return lambda one: one.head.owner_id
        case "month":
            return lambda one: ends[one.head.id].replace(day=1) if one.head.id in ends else None
        case "segment":
            return lambda one: one.head.segment
        case "region":
            return lambda one: one.head.region


def file(chosen: Sequence[Holding], ends: Mapping[int, date], people: Mapping[int, Mention]) -> File:
    """All rows as CSV, a currency's amount a line."""
    columns = ("account", "status", "arr", "currency", "health", "renews", "segment", "region", "owner")
    rows: list[list[Cell]] = []
    for one in chosen[:FILE_UP_TO]:
        head = one.head
        owner = people.get(head.owner_id) if head.owner_id else None
        for currency, amount in one.arr.items() or [(None, None)]:
            cells: list[Cell] = [head.name, head.status, amount, currency, head.health, ends.get(head.id)]
            rows.append([*cells, head.segment, head.region, owner.name if owner else None])
    return csv_file("accounts.csv", file_title(len(chosen)), columns, rows)
