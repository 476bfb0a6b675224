"""How renewals are shown: headline, table, groups, file."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from tools.kit import renewal_words
from tools.kit.book import GroupBy
from tools.kit.book_words import file_title
from tools.kit.cards import (
    Column,
    Day,
    File,
    Level,
    Mention,
    Name,
    Number,
    Row,
    Source,
    Table,
    Value,
    say,
)
from tools.kit.csv_file import FILE_UP_TO, Cell, csv_file
from tools.kit.groups import HEADS, Key, group_name, groups
from tools.kit.money import Rates
from tools.kit.renewals import Renewal

TOUCHES_UP_TO = 500
"""A file of more rows than this leaves out the last touch."""

COLUMNS = (
    Column(label=say("Account")),
    Column(label=say("Ends")),
    Column(label=say("ARR"), align="right"),
    Column(label=say("Renewal")),
    Column(label=say("Health")),
    Column(label=say("Notice date")),
    Column(label=say("Last touch")),
    Column(label=say("Owner")),
)


def row(renewal: Renewal, touches: Mapping[int, date], people: Mapping[int, Mention]) -> Row:
    """A renewal under `COLUMNS`."""
    line = renewal.line
    touched = touches.get(line.account_id)
    return Row(
        cells=(
            Name(text=line.account),
            Day(on=line.end_on),
            renewal_words.amounts(renewal),
            renewal_words.what_became(renewal),
            Level(level=line.health),
            Day(on=line.notice_on, short=True) if line.notice_on else None,
            Day(on=touched, short=True) if touched else None,
            people.get(line.owner_id) if line.owner_id else None,
        ),
        ref=f"accounts:{line.account_id}",
        source=Source(kind="contract", label=Name(text=line.source), row=f"contracts:{line.contract_id}"),
    )


def file(name: str, found: Sequence[Renewal], touches: Mapping[int, date], people: Mapping[int, Mention]) -> File:
    """All rows as CSV, a currency's amount a line; the last touch where it was asked for every row."""
    columns = ["account", "end", "arr", "currency", "renewal", "locked_in_since", "health", "notice_date", "auto_renew"]
    columns += ["owner", "segment", "region", "contract", *(["last_touch"] if touches else [])]
    rows: list[list[Cell]] = []
    for renewal in found[:FILE_UP_TO]:
        line = renewal.line
        owner = people.get(line.owner_id) if line.owner_id else None
        for currency, amount in renewal.arr.items() or [(None, None)]:
            cells: list[Cell] = [
                line.account,
                line.end_on,
                amount,
                currency,
                renewal.state,
                renewal.locked_since,
                line.health,
            ]
            cells += [line.notice_on, {True: "yes", False: "no", None: None}[line.auto_renew]]
            cells += [owner.name if owner else None, line.segment, line.region, line.number]
            rows.append([*cells, *([touches.get(line.account_id)] if touches else [])])
    return csv_file(name, file_title(len(found)), columns, rows)


def grouped(found: Sequence[Renewal], by: GroupBy, rates: Rates, people: Mapping[int, Mention], count: bool) -> Table:
    """A line a group, largest number first (months in order): contracts, what became of them, ARR at stake, at risk."""
    head = [Column(label=HEADS[by]), Column(label=say("Contracts"), align="right")]
    if not count:
        labels = (say("ARR at stake"), say("At risk"))
        head += [Column(label=say("Of these")), *(Column(label=label, align="right") for label in labels)]
    rows = []
    for key, members in groups(found, _KEYS[by], by):
        cells: list[Value | None] = [group_name(key, people), Number(value=len(members))]
        if not count:
            open_ones = [renewal for renewal in members if renewal.at_stake]
            total = rates.total(renewal.arr for renewal in open_ones).value() if open_ones else None
            cells += [renewal_words.split(members), total, Number(value=sum(renewal.at_risk for renewal in members))]
        rows.append(Row(cells=tuple(cells)))
    return Table(columns=tuple(head), rows=tuple(rows), total=len(rows))


_KEYS: dict[GroupBy, Callable[[Renewal], Key]] = {
    "owner": lambda renewal: renewal.line.owner_id,
    "month": lambda renewal: renewal.line.end_on.replace(day=1),
    "segment": lambda renewal: renewal.line.segment,
    "region": lambda renewal: renewal.line.region,
}
