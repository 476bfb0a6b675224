"""What the loaders of all kinds share: one table holds the record itself, others hang on it."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import DeclarativeBase

from database.connectors.base import Columns, Value

from .bulk import table_of
from .references import References
from .save import Derive, Part, Plain, Saved, save, touch
from .work import UNCHANGED, UPDATED, Known, Rows, Work


class Loader:
    """Brings in the records of one kind, block by block."""

    model: type[DeclarativeBase]
    """The table of the record itself."""
    remembers = True
    """Whether external ids know each record, so that an unchanged one is passed over."""
    stages = False
    """Whether `take` only puts aside what `finish` writes."""
    tallies = True
    """Whether a record has come in when its block has; else the loader counts when it has."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.references = References(work)
        self._later: list[Later] = []

    @property
    def record_kind(self) -> str:
        """Under which name external ids know the record."""
        return table_of(self.model).name

    def take(self, rows: Rows) -> None:
        """Brings in a block of new or changed records."""
        raise NotImplementedError

    def finish(self) -> None:
        """Called after the last block."""
        for start in range(0, len(self._later), 4000):
            self._catch_up(self._later[start : start + 4000])

    def save_record(
        self,
        rows: Rows,
        fields: Columns,
        *,
        found: Mapping[str, int] | None = None,
        rekeyed: Mapping[str, Known] | None = None,
        stood: Mapping[str, Mapping[str, Plain]] | None = None,
        extras: Columns | None = None,
        derive: Derive | None = None,
    ) -> Saved:
        """Writes the record's own row; afterwards `rows` has a column `row_id`, and is settled. What is returned is in
        the order of the settled rows."""
        known = {key: entry for key, entry in zip(rows.keys, rows.known, strict=True) if entry}
        part = Part(
            self.model,
            range(len(rows)),
            rows.keys,
            fields,
            rows.digests,
            known | dict(rekeyed or {}),
            found or {},
            stood or {},
            extras or {},
            derive,
        )
        saved = save(self.work, rows, part)
        rows.became(saved.outcomes)
        rows.attach("row_id", [*saved.ids])
        rows.settle()
        kept = [spot for spot, row_id in enumerate(saved.ids) if row_id]
        if len(kept) == len(saved.ids):
            return saved
        return Saved(
            [saved.ids[spot] for spot in kept],
            [saved.outcomes[spot] for spot in kept],
            [saved.before[spot] for spot in kept],
        )

    def later(self, rows: Rows, column: str) -> None:
        """Puts aside a column that names records of this same kind: they may stand further down."""
        for place, value in enumerate(rows.get(column)):
            if isinstance(value, str):
                scope = rows.get("account_id")[place]
                self._later.append(
                    Later(column, value, rows.keys[place], rows.lines[place], rows.outcomes[place], _id(scope))
                )

    def resolve_later(self, waiting: Sequence["Later"]) -> list[int | str]:
        """What the names that were put aside mean."""
        raise NotImplementedError

    def _catch_up(self, waiting: Sequence["Later"]) -> None:
        known = self.work.known(self.record_kind, [record.key for record in waiting])
        answers = self.resolve_later(waiting)
        ready: list[tuple[Later, Value]] = []
        for record, answer in zip(waiting, answers, strict=True):
            entry = known.get(record.key)
            if isinstance(answer, str):
                self.work.file.warnings.append(
                    f"line {record.line}: {record.column} “{record.value}” {answer}; left empty"
                )
            elif entry and entry.row_id == answer:
                self.work.file.warnings.append(f"line {record.line}: {record.column} names the row itself; left empty")
            elif entry:
                ready.append((record, answer))
        if not ready:
            return
        records = [record for record, _ in ready]
        keys = [record.key for record in records]
        digests = [known[key].digest or "" for key in keys]
        rows = Rows(self.work, [record.line for record in records], keys, digests, {})
        fields: Columns = {f"{records[0].column}_id": [answer for _, answer in ready]}
        part = Part(self.model, range(len(keys)), keys, fields, digests, known)
        for record, outcome in zip(records, save(self.work, rows, part).outcomes, strict=True):
            if outcome == UPDATED and record.outcome == UNCHANGED:
                self.work.file.unchanged -= 1
                self.work.file.updated += 1


def note_touched(work: Work, rows: Rows, model: type[DeclarativeBase], places: Sequence[int]) -> None:
    """Records of which something changed that hangs on their row: they were updated, even where the row was not."""
    still = [place for place in places if rows.outcomes[place] == UNCHANGED]
    ids = [row_id for place in still if isinstance(row_id := rows.get("row_id")[place], int)]
    if ids:
        touch(work, model, ids)
    for place in still:
        rows.outcomes[place] = UPDATED


class Later:
    """A name of a record of the same kind, to be looked up when all are in."""

    def __init__(self, column: str, value: str, key: str, line: int, outcome: int, scope: int | None) -> None:
        self.column, self.value, self.key, self.line = column, value, key, line
        self.outcome, self.scope = outcome, scope


def _id(value: Value) -> int | None:
    return value if isinstance(value, int) else None
