"""A long table as a CSV to take along."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from io import StringIO

from tools.kit.cards import File, Words

Cell = str | int | Decimal | date | None

FILE_UP_TO = 10_000
"""A file holds this many rows at most."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_file(name: str, title: Words, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> File:
    """The rows under plain English column names: dates as YYYY-MM-DD, amounts with a point and no separators.

    The file starts with a byte-order mark, without which Excel misreads every accent. Text that a spreadsheet would run
    as a formula is marked as text.
    """
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return File(name=name, title=title, media_type="text/csv", content=text.getvalue().encode("utf-8-sig"))


def _cell(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
        case Decimal():
            return f"{cell:f}"
        case date():
            return cell.isoformat()
        case _:
            return str(cell)
