"""How well a column of a file fits one of ours: by its header, by what its cells can be read as, by what they name."""

from collections.abc import Sequence
from itertools import islice

from database.connectors.columns import Column

from .profile import Profile
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

HABITS = (Habits("DMY", "."), Habits("MDY", "."), Habits("DMY", ","))


def fit(kind: str, column: Column, theirs: Profile, others: Sequence[set[str]]) -> float:
    """How well a column of a file fits one of ours: 0 not at all, up to 1 by its header, more by what its cells name.
    `others` are the cells by which records of the kind that our column names are called in other files."""
    by_name = _alike(kind, column.name, theirs.words)
    if column.name in POINTERS and theirs.cells:
        if any(len(theirs.cells & cells) >= POINTS * len(theirs.cells) for cells in others):
            telling = by_name or names_records(theirs)
            return 2 + by_name if telling else 0.0  # what the cells say weighs more than what the header does
        if others and column.name == "contract":
            return 0.0
    if not by_name or not _reads(column, theirs):
        return 0.0
    if column.name == "id" and not theirs.unique and kind != "usage":
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


def points(pointer: Profile, cells: set[str]) -> bool:
    """Whether a column names records that are called by these cells."""
    enough = len(pointer.cells) > 1 and len(pointer.cells & cells) >= POINTS * len(pointer.cells)
    return enough and names_records(pointer)


def names_records(column: Profile) -> bool:
    """Whether a column can name records: numbers, days, yes and no stand in many columns that have nothing to do with
    each other."""
    if NAMED_IDS & set(column.words):
        return True
    some = list(islice(column.cells, TRIED))
    telling = sum(not cell[:1].isdigit() and cell.casefold() not in TRUE | FALSE for cell in some)
    return telling > len(some) / 2
