"""Which of a file's columns is which of ours: by our own headers, or as a mapping file says.

system = "csv"       # who names the records; ids of two systems never meet
currency = "USD"     # of amounts beside which no currency stands
dates = "DMY"        # or MDY: only for columns whose values fit both

[[files]]
name = "customers*.csv"
kind = "accounts"
dates = "MDY"        # for this file; `decimal`, `encoding` and `delimiter` can be said as well
[files.columns]      # ours = "theirs"
id = "Customer No."
name = "Company"
"""

import fnmatch
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import cast

from database.connectors.base import MappingError
from database.connectors.columns import Template
from database.connectors.templates import KINDS, TEMPLATES

from .dates import Order
from .numbers import Mark, is_currency
from .reading import Layout


class UnknownColumnsError(Exception):
    """The file is of no kind that is known; the message says what would help."""


@dataclass(frozen=True)
class FileRule:
    """What a mapping says of the files whose name fits `name`."""

    name: str
    kind: str
    columns: Mapping[str, str]
    dates: Order | None = None
    decimal: Mark | None = None
    encoding: str | None = None
    delimiter: str | None = None


@dataclass(frozen=True)
class Rules:
    """A mapping file; without one, our own headers count."""

    system: str = "csv"
    currency: str | None = None
    dates: Order | None = None
    as_of: date | None = None
    files: Sequence[FileRule] = field(default=())

    def rule(self, path: Path) -> FileRule | None:
        """What is said of this file, if anything: the first name that fits counts."""
        return next((rule for rule in self.files if fnmatch.fnmatch(path.name.lower(), rule.name.lower())), None)


@dataclass(frozen=True)
class Plan:
    """How one file's columns are taken: our column → its place in the row."""

    template: Template
    places: Mapping[str, int]
    unused: Sequence[str]
    dates: Order | None = None
    decimal: Mark | None = None


def read_rules(path: Path) -> Rules:
    """Reads a mapping file. Raises MappingError, which says where the fault is."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise MappingError(f"{path.name}: {error}") from error
    entries = said.get("files", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise MappingError(f"{path.name}: each file is a table [[files]]")
    as_of = said.get("as_of")
    if as_of is not None and type(as_of) is not date:
        raise MappingError(f"{path.name}: as_of is a day, as 2026-01-31")
    return Rules(
        system=_text(said, "system", path) or "csv",
        currency=_currency(said, path),
        dates=cast("Order | None", _one_of(said, "dates", path, pattern="DMY|MDY")),
        as_of=as_of,
        files=[_rule(entry, path) for entry in entries],
    )


def plan(layout: Layout, rules: Rules) -> Plan:
    """Finds each of our columns in the file's header. Raises UnknownColumnsError where nothing fits."""
    rule = rules.rule(layout.path)
    if rule is None:
        return _by_our_headers(layout)
    template = KINDS[rule.kind]
    places = {}
    for ours, theirs in rule.columns.items():
        if theirs not in layout.header:
            raise UnknownColumnsError(f"has no column “{theirs}”, which the mapping names for {ours}")
        places[ours] = layout.header.index(theirs)
    _check(template, places)
    unused = [name for place, name in enumerate(layout.header) if name and place not in places.values()]
    return Plan(template, places, unused, rule.dates or rules.dates, rule.decimal)


def ours(header: str) -> str:
    """A header as our own are written: "Renewal Date" is renewal_date."""
    return re.sub(r"[\s\-]+", "_", header.strip()).casefold()


def _by_our_headers(layout: Layout) -> Plan:
    names = [ours(name) for name in layout.header]
    fitting = [template for template in TEMPLATES if _fits(template, names)]
    if not fitting:
        raise UnknownColumnsError("has columns that are not ours; --suggest writes a mapping for it")
    stem = layout.path.stem.casefold()
    best = max(fitting, key=lambda template: (sum(map(template.by_name.__contains__, names)), template.kind in stem))
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        if name in best.by_name:
            places.setdefault(name, place)
    return Plan(best, places, [name for place, name in enumerate(layout.header) if place not in places.values()])


def _fits(template: Template, names: Sequence[str]) -> bool:
    if not set(template.required) <= set(names):
        return False
    if template.either and not set(template.either) & set(names):
        return False
    # A person's file names no account, an account's no account but a parent: what points elsewhere is something else.
    return "account" not in names or "account" in template.by_name


def _check(template: Template, places: Mapping[str, int]) -> None:
    missing = [name for name in template.required if name not in places]
    if missing:
        raise UnknownColumnsError(f"is mapped as {template.kind} without {', '.join(missing)}")
    if template.either and not set(template.either) & set(places):
        raise UnknownColumnsError(f"is mapped as {template.kind} with none of {', '.join(template.either)}")


def _rule(entry: Mapping[str, object], path: Path) -> FileRule:
    name, kind, columns = _text(entry, "name", path), _text(entry, "kind", path), entry.get("columns")
    if not name or kind not in KINDS or not isinstance(columns, dict):
        raise MappingError(f"{path.name}: a file has a name, columns, and a kind out of {', '.join(KINDS)}")
    for column, theirs in columns.items():
        if column not in KINDS[kind].by_name:
            raise MappingError(f"{path.name}: {kind} have no column “{column}”; see the templates")
        if not isinstance(theirs, str):
            raise MappingError(f"{path.name}: {name}: {column} is the name of one of the file's columns")
    return FileRule(
        name=name,
        kind=kind,
        columns=columns,
        dates=cast("Order | None", _one_of(entry, "dates", path, pattern="DMY|MDY")),
        decimal=cast("Mark | None", _one_of(entry, "decimal", path, pattern="[.,]")),
        encoding=_text(entry, "encoding", path),
        delimiter=_one_of(entry, "delimiter", path, pattern="."),
    )


def _text(said: Mapping[str, object], name: str, path: Path) -> str | None:
    value = said.get(name)
    if value is not None and not isinstance(value, str):
        raise MappingError(f"{path.name}: {name} is a text")
    return value


def _currency(said: Mapping[str, object], path: Path) -> str | None:
    code = _text(said, "currency", path)
    if code is not None and not is_currency(code):
        raise MappingError(f"{path.name}: currency is a code of ISO 4217 as EUR, not “{code}”")
    return code


def _one_of(said: Mapping[str, object], name: str, path: Path, *, pattern: str) -> str | None:
    value = _text(said, name, path)
    if value is not None and not re.fullmatch(pattern, value, re.DOTALL):
        raise MappingError(f"{path.name}: {name} can't be “{value}”")
    return value
