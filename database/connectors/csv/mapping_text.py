"""A suggestion as the text of a mapping file."""

import glob
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from database.connectors.columns import Template
from database.connectors.templates import KINDS

from .dates import OrderEvidence
from .profile import Profile, Table


class Suggested(Protocol):
    """What one file is taken for."""

    table: Table
    template: Template
    columns: dict[str, Profile]

    @property
    def unused(self) -> list[str]:
        """Headers that are not taken."""


def mapping_text(tables: Sequence[Table], suggestions: Sequence[Suggested], unreadable: Sequence[Path]) -> str:
    """The mapping, with what the operator should look at in comments."""
    return "\n".join(_lines(tables, suggestions, unreadable)) + "\n"


def _lines(tables: Sequence[Table], suggestions: Sequence[Suggested], unreadable: Sequence[Path]) -> Iterator[str]:
    said = Counter(
        theirs.currency for found in suggestions for theirs in found.table.columns if theirs.currency
    ).most_common(1)
    yield "# Which of these files' columns is which of ours. Look it over, correct it, and give it to --mapping."
    yield ""
    yield 'system = "csv"  # who names the records: give another system another name'
    told = any("currency" in found.columns for found in suggestions)
    why = (
        "a column is named so" if said else "rarely: there is a column" if told else "NO COLUMN SAYS IT: put yours here"
    )
    yield f'currency = "{said[0][0] if said else "USD"}"  # of amounts beside which no currency stands; {why}'
    if any(_undecided(found) for found in suggestions):
        yield 'dates = "DMY"  # or "MDY": some dates fit both'
    for found in suggestions:
        yield ""
        yield "[[files]]"
        yield f"name = {_quoted(glob.escape(found.table.path.name))}"
        yield f"kind = {_quoted(found.template.kind)}"
        yield "[files.columns]"
        for column in found.template.columns:
            if column.name in found.columns:
                yield f"{column.name} = {_quoted(found.columns[column.name].header)}"
        if found.unused:
            yield f"# not taken: {_one_line(', '.join(found.unused))}"
    for table in tables:
        if not any(found.table is table for found in suggestions):
            yield ""
            yield f"# {_one_line(table.path.name)} fits none of: {', '.join(KINDS)}"
            yield f"# its columns: {_one_line(', '.join(table.layout.header))}"
    for path in unreadable:
        yield ""
        yield f"# {_one_line(path.name)} is no table of text"


def _undecided(found: Suggested) -> bool:
    """Whether a column of dates could be read both ways."""
    for name, theirs in found.columns.items():
        if found.template.by_name[name].reads in ("day", "moment", "month"):
            evidence = OrderEvidence()
            evidence.add(theirs.cells)
            if evidence.either and evidence.decide() is None:
                return True
    return False


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _one_line(text: str) -> str:
    return " ".join(text.split())
