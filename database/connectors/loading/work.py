"""One feed on its way in: the transaction, the batch, the records of a block, and what is told about them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from database.connectors.base import (
    LISTED,
    Columns,
    Feed,
    FileReport,
    ImportReport,
    Problem,
    Progress,
    Rejection,
    Value,
)
from database.models import ExternalId, ImportBatch

from .bulk import among, table_of

UNCHANGED, UPDATED, CREATED = 0, 1, 2
"""What became of a record; the strongest of its rows counts."""

SHOWN = 200

EXTERNAL = table_of(ExternalId)


class Known(NamedTuple):
    """What an earlier import left behind about a record."""

    id: int
    row_id: int
    digest: str | None
    imported: str | None


class Run:
    """What the feeds of one import share."""

    def __init__(self, report: ImportReport, progress: Progress, *, several_usage: bool) -> None:
        self.report, self.progress = report, progress
        self.months: dict[tuple[int, str], str] | None = {} if several_usage else None
        """Account and month → the file that told of it; kept only where several files bring usage."""


class Work:
    """What loaders share while one feed comes in."""

    def __init__(self, session: Session, feed: Feed, batch: ImportBatch | None, at: datetime, run: Run) -> None:
        """Without a batch it only reads, until `write`."""
        self.session, self.connection = session, session.connection()
        self._batch = batch
        self.feed, self.now, self.run = feed, at, run
        self.report = run.report
        self.source = feed.name[:120]
        self.file = FileReport(feed.name, feed.kind, format=dict(feed.format), warnings=list(feed.warnings))
        self.spans: dict[tuple[str, int], list[list[int]]] = {}
        self.done = 0
        """How many of the feed's records were looked at."""

    def write(self, session: Session, batch: ImportBatch) -> None:
        """From now on the work writes, in this session, as this batch."""
        self.session, self.connection, self._batch = session, session.connection(), batch

    @property
    def batch(self) -> ImportBatch:
        """The batch of what is written."""
        if self._batch is None:
            raise RuntimeError("nothing is written before the batch has begun")
        return self._batch

    @property
    def batch_id(self) -> int:
        """Its id."""
        return self.batch.id

    def refuse(self, line: int, problem: Problem) -> None:
        """Counts and lists a record that does not come in, under the source's own names."""
        self.file.rejected += 1
        if self.file.rejected <= LISTED:
            value = problem.value[:SHOWN]
            self.report.rejections.append(Rejection(self.feed.name, line, problem.column, value, problem.reason))
        elif self.file.rejected == LISTED + 1:
            self.file.warnings.append(f"only the first {LISTED} rejected rows are listed")

    def tally(self, outcomes: Iterable[int], weight: int = 1) -> None:
        """Counts records by what became of them."""
        counts = [0, 0, 0]
        for outcome in outcomes:
            counts[outcome] += weight
        self.file.unchanged += counts[UNCHANGED]
        self.file.updated += counts[UPDATED]
        self.file.created += counts[CREATED]

    def known(self, kind: str, keys: Sequence[str]) -> dict[str, Known]:
        """What is on file about these records."""
        if not keys:
            return {}
        columns = EXTERNAL.c
        query = select(columns.external_id, columns.id, columns.row_id, columns.digest, columns.imported).where(
            columns.system == self.feed.system,
            columns.kind == kind,
            among(self.connection, columns.external_id, keys),
        )
        return {key: Known(*rest) for key, *rest in self.connection.execute(query).all()}

    def known_rows(self, kind: str, row_ids: Sequence[int]) -> dict[int, tuple[str, Known]]:
        """The same by row: what the source calls it, and what is on file."""
        columns = EXTERNAL.c
        query = select(columns.external_id, columns.id, columns.row_id, columns.digest, columns.imported).where(
            columns.system == self.feed.system, columns.kind == kind, among(self.connection, columns.row_id, row_ids)
        )
        return (
            {entry[1]: (key, Known(*entry)) for key, *entry in self.connection.execute(query).all()} if row_ids else {}
        )

    def wrote(self, table: str, ids: Iterable[int], version: int) -> None:
        """Remembers which rows were written, as spans of ids, for the audit."""
        spans = self.spans.setdefault((table, version), [])
        for row_id in ids:
            if spans and spans[-1][1] + 1 == row_id:
                spans[-1][1] = row_id
            else:
                spans.append([row_id, row_id])


class Rows:
    """Records that are new or changed, column by column. Refused ones stay until `settle`."""

    def __init__(
        self, work: Work, lines: Sequence[int], keys: Sequence[str], digests: Sequence[str], columns: Columns
    ) -> None:
        self.work = work
        self.lines, self.keys, self.digests = list(lines), list(keys), list(digests)
        self.columns = columns
        self.known: list[Known | None] = [None] * len(self.keys)
        self.outcomes = [UNCHANGED] * len(self.keys)
        self._refused: set[int] = set()

    def __len__(self) -> int:
        return len(self.keys)

    def get(self, name: str) -> list[Value]:
        """A column's values; None throughout where the source has no such column."""
        return self.columns.get(name) or [None] * len(self)

    def fields(self, names: Mapping[str, str]) -> Columns:
        """Our columns under the names of a table's, those that the source has."""
        return {field: self.columns[name] for name, field in names.items() if name in self.columns}

    def refuse(self, place: int, column: str | None, value: Value, reason: str) -> None:
        """Rejects one record; what is already known to be rejected stays as it is."""
        if place not in self._refused:
            self._refused.add(place)
            theirs = self.work.feed.called(column) if column else None
            self.work.refuse(self.lines[place], Problem(theirs, "" if value is None else str(value), reason))

    def settle(self) -> None:
        """Drops what was refused."""
        if not self._refused:
            return
        kept = [place for place in range(len(self)) if place not in self._refused]
        for name, values in self.columns.items():
            self.columns[name] = [values[place] for place in kept]
        self.lines = [self.lines[place] for place in kept]
        self.keys = [self.keys[place] for place in kept]
        self.digests = [self.digests[place] for place in kept]
        self.known = [self.known[place] for place in kept]
        self.outcomes = [self.outcomes[place] for place in kept]
        self._refused.clear()

    def resolve(self, column: str, find: Callable[[Sequence[str]], Mapping[str, int | str]], into: str) -> None:
        """Ids for names, as the column `into`: `find` gives an id or, as a text, why there is none, and then the record
        is refused. A source without the column leaves nothing."""
        if column not in self.columns:
            return
        values = self.columns[column]
        found = find([value for value in {*values} if isinstance(value, str)])
        answers: dict[Value, int | str | None] = {None: None, **dict(found.items())}
        if any(isinstance(answer, str) for answer in found.values()):
            for place, value in enumerate(values):
                if isinstance(reason := answers[value], str):
                    self.refuse(place, column, value, reason)
        self.attach(into, [answers[value] for value in values])

    def attach(self, column: str, values: Sequence[Value]) -> None:
        """Adds a column that was worked out."""
        self.columns[column] = list(values)

    def became(self, outcomes: Sequence[int]) -> None:
        """Takes in what became of one of the records' rows, record by record."""
        self.outcomes = [max(pair) for pair in zip(self.outcomes, outcomes, strict=True)]
