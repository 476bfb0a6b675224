"""Proposes a mapping: which file is of which kind, and which of its columns is which of ours.

Headers are compared with `synonyms`; the cells must read as what the column holds, so that a suggestion rejects few
rows; and what points to another file is found by its cells, which stand in a column of that file.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from database.connectors.columns import Template
from database.connectors.templates import TEMPLATES

from .mapping_text import mapping_text
from .match import POINTERS, fit, names_records, points
from .profile import Profile, Table, profile
from .synonyms import FILES

Keys = Mapping[str, Sequence[tuple[Path, set[str]]]]
"""Kind → by file, the cells by which other files can name its records."""


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

    looked = [(path, profile(path)) for path, _ in named(paths)]
    tables = [table for _, table in looked if table]
    return mapping_text(tables, _suggestions(tables), [path for path, table in looked if table is None])


def _suggestions(tables: Sequence[Table]) -> list[Suggestion]:
    """Accounts first, then contracts: what the other files point to."""
    best: dict[Path, Suggestion] = {}
    pointed = {table.path: _pointed_at(table, tables) for table in tables}
    for _ in range(3):  # what the files are tells what points to them, and what points to them what names their records
        keys = _keys(best.values())
        best = {table.path: found for table in tables if (found := _suggest(table, keys, pointed[table.path]))}
    has_contracts = any(found.template.kind == "contracts" for found in best.values())
    for found in best.values():
        _without_doubles(found, has_contracts)
    order = {template.kind: place for place, template in enumerate(TEMPLATES)}
    return sorted(best.values(), key=lambda found: order[found.template.kind])


def _pointed_at(table: Table, tables: Sequence[Table]) -> list[Profile]:
    """The columns of which no cell stands there twice, and in which another file's column has its cells."""
    pointers = [pointer for other in tables if other is not table for pointer in other.columns]
    able = [column for column in table.columns if column.unique and names_records(column)]
    return [column for column in able if any(points(pointer, column.cells) for pointer in pointers)]


def _keys(suggestions: Iterable[Suggestion]) -> Keys:
    """Ids, names, and what else a record can be called by."""
    found: dict[str, list[tuple[Path, set[str]]]] = {}
    for suggestion in suggestions:
        for name in ("id", "name", "email", "contract_number"):
            if name in suggestion.columns:
                entry = (suggestion.table.path, suggestion.columns[name].cells)
                found.setdefault(suggestion.template.kind, []).append(entry)
    return found


def _suggest(table: Table, keys: Keys, pointed_at: Sequence[Profile]) -> Suggestion | None:
    """The kind whose columns fit best; None where none has what it needs."""
    fitting = []
    for template in TEMPLATES:
        found = Suggestion(table, template)
        _assign(found, keys)
        free = [column for column in pointed_at if column.header in found.unused]
        named = found.columns.get("id")
        if free and "id" in template.by_name and (named is None or (keys and named not in pointed_at)):
            found.columns["id"] = free[0]  # by it the other files call the records, whatever its header
        enough = set(template.required) <= set(found.columns)
        if enough and (not template.either or set(template.either) & set(found.columns)):
            called = FILES[template.kind].split(" · ")
            found.score += 4 * any(word in called for word in (*table.words, " ".join(table.words)))
            fitting.append(found)
    return max(fitting, key=lambda found: found.score, default=None)


def _assign(found: Suggestion, keys: Keys) -> None:
    """Gives each of our columns the header that fits it best; the best fits choose first."""
    offers = []
    others = {
        column.name: [cells for path, cells in keys.get(POINTERS.get(column.name, ""), ()) if path != found.table.path]
        for column in found.template.columns
    }
    for column in found.template.columns:
        for theirs in found.table.columns:
            if score := fit(found.template.kind, column, theirs, others[column.name]):
                offers.append((score, -theirs.place, column.name, theirs))
    taken: set[int] = set()
    for score, _, name, theirs in sorted(offers, key=lambda offer: offer[:2], reverse=True):
        if name not in found.columns and theirs.place not in taken:
            found.columns[name] = theirs
            found.score += score
            taken.add(theirs.place)


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
