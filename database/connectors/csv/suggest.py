"""Proposes a mapping: which file is of which kind, and which of its columns is which of ours.

Headers are compared with `synonyms`; the cells must read as what the column holds, so that a suggestion rejects few
rows; and what points to another file is found by its cells, which stand in a column of that file.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from database.connectors.columns import Column, Template
from database.connectors.templates import KINDS, TEMPLATES

from .dates import OrderEvidence
from .profile import Profile, Table, profile
from .synonyms import COLUMNS, FILES, MEASURED_IN, UNITS
from .values import Habits, UnreadableError, reader
from .words import FALSE, TRUE

TRIED = 300
"""How many different cells of a column are read on trial."""

READABLE = 0.9
"""Which part of them must be read for a column to be proposed."""

POINTS = 0.8
"""Which part of a column's cells must stand in another file's column to point there."""

POINTERS = {
    "account": "accounts",
    "contract": "contracts",
    "parent": "accounts",
    "owner": "people",
    "author": "people",
    "manager": "people",
    "contact": "contacts",
}
"""Columns that name a record of another file."""

NAMED_IDS = frozenset(["id", "ids", "no", "nr", "number", "key", "ref", "code", "nummer", "numéro", "编号"])
"""Words by which a column of bare numbers shows that it names records and counts nothing."""

Keys = Mapping[str, Sequence[tuple[Path, set[str]]]]
"""Kind → by file, the cells by which other files can name its records."""

HABITS = (Habits("DMY", "."), Habits("MDY", "."), Habits("DMY", ","))


@dataclass
class Suggestion:
    """What one file is taken for."""

    table: Table
    template: Template
    columns: dict[str, Profile] = field(default_factory=dict)
    score: float = 0.0

    @property
    def unused(self) -> list[str]:
        """Headers that are not taken."""
        taken = {column.place for column in self.columns.values()}
        return [column.header for column in self.table.columns if column.header and column.place not in taken]


def suggest_mapping(paths: Iterable[Path]) -> str:
    """A mapping for these files, as the text of a TOML file. Raises ImportRefusedError where there are none."""
    from . import named

    tables = [table for path, _ in named(paths) if (table := profile(path))]
    return "\n".join(_toml(tables, _suggestions(tables))) + "\n"


def _suggestions(tables: Sequence[Table]) -> list[Suggestion]:
    """Accounts first, then contracts: what the other files point to."""
    best: dict[Path, Suggestion] = {}
    pointed = {table.path: _pointed_at(table, tables) for table in tables}
    for _ in range(2):  # the second time, what the files are is known, and so what points to them
        keys = _keys(best.values())
        best = {table.path: found for table in tables if (found := _suggest(table, keys, pointed[table.path]))}
    has_contracts = any(found.template.kind == "contracts" for found in best.values())
    for found in best.values():
        _without_doubles(found, has_contracts)
    order = {template.kind: place for place, template in enumerate(TEMPLATES)}
    return sorted(best.values(), key=lambda found: order[found.template.kind])


def _pointed_at(table: Table, tables: Sequence[Table]) -> Profile | None:
    """The first column of which no cell stands there twice, and in which another file's column has its cells."""
    for column in table.columns:
        if column.unique and _names_records(column):
            for other in tables:
                if other is not table and any(_points(pointer, column.cells) for pointer in other.columns):
                    return column
    return None


def _points(pointer: Profile, cells: set[str]) -> bool:
    enough = len(pointer.cells) > 1 and len(pointer.cells & cells) >= POINTS * len(pointer.cells)
    return enough and _names_records(pointer)


def _names_records(column: Profile) -> bool:
    """Numbers, days and yes or no stand in many columns that have nothing to do with each other."""
    if NAMED_IDS & set(column.words):
        return True
    some = list(islice(column.cells, TRIED))
    telling = sum(not cell[:1].isdigit() and cell.casefold() not in TRUE | FALSE for cell in some)
    return telling > len(some) / 2


def _keys(suggestions: Iterable[Suggestion]) -> Keys:
    """Ids, names, and what else a record can be called by."""
    found: dict[str, list[tuple[Path, set[str]]]] = {}
    for suggestion in suggestions:
        for name in ("id", "name", "email", "contract_number"):
            if name in suggestion.columns:
                entry = (suggestion.table.path, suggestion.columns[name].cells)
                found.setdefault(suggestion.template.kind, []).append(entry)
    return found


def _suggest(table: Table, keys: Keys, pointed_at: Profile | None) -> Suggestion | None:
    """The kind whose columns fit best; None where none has what it needs."""
    fitting = []
    for template in TEMPLATES:
        found = Suggestion(table, template)
        _assign(found, keys)
        nameless = "id" in template.by_name and "id" not in found.columns
        if pointed_at and nameless and pointed_at.header in found.unused:
            found.columns["id"] = pointed_at
        enough = set(template.required) <= set(found.columns)
        if enough and (not template.either or set(template.either) & set(found.columns)):
            named = FILES[template.kind].split(" · ")
            found.score += 4 * any(word in named for word in (*table.words, " ".join(table.words)))
            fitting.append(found)
    return max(fitting, key=lambda found: found.score, default=None)


def _assign(found: Suggestion, keys: Keys) -> None:
    """Gives each of our columns the header that fits it best; the best fits choose first."""
    offers = []
    for column in found.template.columns:
        for theirs in found.table.columns:
            fit = _fit(found, column, theirs, keys)
            if fit > 0:
                offers.append((fit, -theirs.place, column.name, theirs))
    taken: set[int] = set()
    for fit, _, name, theirs in sorted(offers, key=lambda offer: offer[:2], reverse=True):
        if name not in found.columns and theirs.place not in taken:
            found.columns[name] = theirs
            found.score += fit
            taken.add(theirs.place)


def _fit(found: Suggestion, column: Column, theirs: Profile, keys: Keys) -> float:
    by_name = _alike(found.template.kind, column.name, theirs.words)
    target = POINTERS.get(column.name)
    if target and theirs.cells:
        others = [cells for path, cells in keys.get(target, ()) if path != found.table.path]
        if any(len(theirs.cells & cells) >= POINTS * len(theirs.cells) for cells in others):
            telling = by_name or _names_records(theirs)
            return 2 + by_name if telling else 0.0  # what the cells say weighs more than what the header does
        if others and column.name == "contract":
            return 0.0
    if not by_name or not _reads(column, theirs):
        return 0.0
    if column.name == "id" and not theirs.unique and found.template.kind != "usage":
        return 0.0
    return by_name


def _alike(kind: str, name: str, words: Sequence[str]) -> float:
    """How much a header sounds like one of our columns, 0 to 1."""
    unit = MEASURED_IN.get(name)
    units = {UNITS[word] for word in words if word in UNITS}
    if unit and units and unit not in units:
        return 0.0
    if unit in ("seconds", "minutes", "hours") and not units:
        return 0.0  # without a unit it could be any
    synonyms = [synonym.split() for synonym in COLUMNS[kind].get(name, "").split(" · ") if synonym]
    own = {word for synonym in FILES[kind].split(" · ") for word in synonym.split()}
    header = list(words)
    bare = [word for word in header if word not in own]
    for place, synonym in enumerate([name.split("_"), *synonyms]):
        if header == synonym:
            return 1.0 - place / 100
        if bare and bare == [word for word in synonym if word not in own]:
            return 0.8 - place / 100
    filler = {"flag", "is", "has", "c", "field", "value", "code", "the", "amount"}
    core = [word for word in bare if word not in filler]
    for place, synonym in enumerate([name.split("_"), *synonyms]):
        if core and core == [word for word in synonym if word not in filler and word not in own]:
            return 0.6 - place / 100
    return 0.0


def _reads(column: Column, theirs: Profile) -> bool:
    """Whether the cells can be read as what the column holds."""
    tried = list(islice(theirs.cells, TRIED))
    if not tried:
        return not column.required
    return any(sum(_can_read(column, habits, cell) for cell in tried) >= READABLE * len(tried) for habits in HABITS)


def _can_read(column: Column, habits: Habits, cell: str) -> bool:
    try:
        reader(column, habits)(cell)
    except UnreadableError:
        return False
    return True


_TERMS = ("arr", "mrr", "seats", "product", "start_date", "renewal_date", "auto_renew", "billing", "notice_days")


def _without_doubles(found: Suggestion, has_contracts: bool) -> None:
    """Leaves out what another column, or another file, says better."""
    if found.template.kind == "accounts" and has_contracts:
        for name in _TERMS:  # else the same seats and amounts would be there twice
            found.columns.pop(name, None)
    if "arr" in found.columns:
        found.columns.pop("mrr", None)
    if "account" in found.columns and found.template.kind == "usage":
        found.columns.pop("contract", None)
    if "month" in found.columns:
        found.columns.pop("date", None)


def _toml(tables: Sequence[Table], suggestions: Sequence[Suggestion]) -> Iterator[str]:
    said = Counter(
        theirs.currency for found in suggestions for theirs in found.table.columns if theirs.currency
    ).most_common(1)
    yield "# Which of these files' columns is which of ours. Look it over, correct it, and give it to --mapping."
    yield ""
    yield 'system = "csv"  # who names the records: give another system another name'
    why = "a column is named so" if said else "NO COLUMN SAYS IT: put yours here"
    yield f'currency = "{said[0][0] if said else "USD"}"  # of amounts beside which no currency stands; {why}'
    if any(_undecided(found) for found in suggestions):
        yield 'dates = "DMY"  # or "MDY": some dates fit both'
    for found in suggestions:
        yield ""
        yield "[[files]]"
        yield f"name = {_quoted(found.table.path.name)}"
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


def _undecided(found: Suggestion) -> bool:
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
