"""What every source of records shares, whether files or a CRM: how records arrive, and what is told about them.

A source offers feeds; a feed gives blocks of records of one kind under the column names of `templates.py`. The loader
(`loading/`) knows no source: it resolves names, compares with what came in before, and writes one transaction a feed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple, Protocol

Value = str | int | bool | Decimal | date | datetime | tuple[str, ...] | None
Columns = dict[str, list[Value]]
"""Column → values, one a record, all of one length."""

LISTED = 100_000
"""How many rejections of a file are kept one by one; beyond, they are only counted, so that memory stays flat."""


class ImportRefusedError(Exception):
    """Nothing was imported, and why."""


class MappingError(ImportRefusedError):
    """The mapping file can't be used, and where."""


class Problem(NamedTuple):
    """Why a record does not come in."""

    column: str | None
    value: str
    reason: str


class Rejection(NamedTuple):
    """A record that did not come in. `line` is where it starts, counting the header as 1; 0 means the whole file."""

    file: str
    line: int
    column: str | None
    value: str
    reason: str


class Conflict(NamedTuple):
    """A field that was edited here and changed there, and was kept as it is here."""

    file: str
    record: str
    """Table and id, as "accounts:12"."""
    account: str | None
    owner: str | None
    field: str
    ours: str | None
    theirs: str | None


@dataclass
class FileReport:
    """What became of one file's records: read = created + updated + unchanged + rejected."""

    file: str
    kind: str | None = None
    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    """Table → how many rows were made in it."""
    format: dict[str, str] = field(default_factory=dict)
    """How the file was read: encoding, delimiter, order of dates."""
    warnings: list[str] = field(default_factory=list)


@dataclass
class ImportReport:
    """What an import did, or with `dry_run` would have done."""

    files: list[FileReport] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    dry_run: bool = False

    @property
    def ok(self) -> bool:
        """Whether everything came in."""
        return not self.rejections and not any(file.rejected for file in self.files)

    def to_json(self) -> dict[str, object]:
        """Counts a file, each rejected row, each conflict; `details` tells how each file was read."""
        counts = ("file", "read", "created", "updated", "unchanged", "rejected")
        details = ("file", "kind", "rows", "format", "warnings")
        return {
            "ok": self.ok,
            "dry_run": self.dry_run,
            "files": [{name: getattr(file, name) for name in counts} for file in self.files],
            "rejections": [rejection._asdict() for rejection in self.rejections],
            "conflicts": [conflict._asdict() for conflict in self.conflicts],
            "details": [{name: getattr(file, name) for name in details} for file in self.files],
        }


Progress = Callable[[str, int, int], None]
"""Called with the file's name, how many of its records are done, and how many there are."""


def quiet(file: str, done: int, total: int) -> None:
    """Shows no progress."""


@dataclass
class Block:
    """Some thousand records as they arrive, in order. Values are read only for those that are new or changed."""

    lines: Sequence[int]
    keys: Sequence[str]
    """What the source calls each record."""
    digests: Sequence[str]
    """Of each record's content and of how it is read: equal means nothing to do."""
    read: Callable[[Sequence[int]], tuple[Columns, dict[int, Problem]]]
    """The values of the records at these places, by our column; what is wrong with a record, by place."""


class Feed(Protocol):
    """Records of one kind from one file or one object of a CRM."""

    @property
    def system(self) -> str:
        """Who names the records: csv, salesforce …"""

    @property
    def name(self) -> str:
        """What people call the feed: the file's name."""

    @property
    def kind(self) -> str:
        """A kind of `templates.TEMPLATES`."""

    @property
    def digest(self) -> str | None:
        """Of all of it, hex."""

    @property
    def as_of(self) -> date | None:
        """The day that the data describes, where the source says so."""

    @property
    def total(self) -> int:
        """How many records there are, rejected ones included."""

    @property
    def defaults(self) -> Mapping[str, str]:
        """What holds where a record says nothing, by column: {"currency": "USD"}."""

    @property
    def format(self) -> Mapping[str, str]:
        """How it was read, for the report."""

    @property
    def warnings(self) -> Sequence[str]:
        """What the operator should know about the feed as a whole."""

    def called(self, column: str) -> str:
        """What the source calls one of our columns."""

    def blocks(self, reject: Callable[[int, Problem], None]) -> Iterator[Block]:
        """The records; those that can't be read at all go to `reject` with their line, under the source's own names."""
