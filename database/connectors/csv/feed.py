"""One CSV file as a feed of records."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence

from database.connectors.base import Block, Columns, Problem, Value

from .mapping import Plan, Rules
from .reading import Layout
from .survey import batches, survey
from .values import Habits, Money, UnreadableError, reader

SHOWN = 200
"""Characters of a cell that a rejection quotes."""

MEMORY = 50_000
"""How many different cells of a column are remembered with their values."""

JOINT = "\x1f"


class _Cells(dict[str, Value | Money]):
    """A column's cells and what they say: each is read once."""

    def __init__(self, read: Callable[[str], Value | Money]) -> None:
        super().__init__()
        self.read = read

    def __missing__(self, cell: str) -> Value | Money:
        if len(self) > MEMORY:
            self.clear()
        value = self[cell] = self.read(cell)
        return value


class CsvFeed:
    """The records of one file, in two passes: the first learns how it is written, the second reads."""

    def __init__(self, layout: Layout, plan: Plan, rules: Rules, name: str) -> None:
        self.system, self.name, self.kind = rules.system, name, plan.template.kind
        self.digest, self.as_of = layout.digest, rules.as_of
        self.defaults: Mapping[str, str] = {"currency": rules.currency} if rules.currency else {}
        self._layout, self._plan = layout, plan
        self._width = len(layout.header)
        self._keys = [[plan.places[name] for name in names] for names in self._usable_keys()]
        self._survey = survey(layout, plan, self._names)
        self.total = self._survey.total
        self._columns = {
            name: _Cells(reader(plan.template.by_name[name], self._survey.habits.get(name, Habits())))
            for name in plan.places
        }
        self._manner = self._fingerprint()

    @property
    def format(self) -> Mapping[str, str]:
        """Encoding and delimiter, and the order of numeric dates if there are any."""
        said = {"encoding": self._layout.encoding, "delimiter": self._layout.delimiter}
        return said | ({"dates": self._survey.order} if self._survey.order else {})

    @property
    def warnings(self) -> Sequence[str]:
        """Columns that are not taken, and columns that could be read in two ways."""
        unused = [f"columns that are not taken: {', '.join(self._plan.unused)}"] if self._plan.unused else []
        return [*unused, *self._survey.warnings]

    def called(self, column: str) -> str:
        """The file's header of one of our columns."""
        return self._layout.header[self._plan.places[column]] if column in self._plan.places else column

    def blocks(self, reject: Callable[[int, Problem], None]) -> Iterator[Block]:
        """The records, without those that are broken, shifted, or there a second time."""
        first_lines: dict[str, int] = {}
        for batch in batches(self._layout):
            lines: list[int] = []
            rows: list[list[str]] = []
            for line, cells in batch:
                if isinstance(cells, str):
                    reject(line, Problem(None, "", cells))
                elif problem := self._fault(cells):
                    reject(line, problem)
                else:
                    lines.append(line)
                    rows.append(cells)
            yield self._block(lines, rows, first_lines, reject)

    def _block(
        self,
        lines: Sequence[int],
        rows: Sequence[list[str]],
        first_lines: dict[str, int],
        reject: Callable[[int, Problem], None],
    ) -> Block:
        keys = self._names(rows)
        kept = []
        for place, key in enumerate(keys):
            if self._survey.may_recur(key) and first_lines.setdefault(key, lines[place]) != lines[place]:
                reject(lines[place], self._recurs(rows[place], first_lines[key]))
            else:
                kept.append(place)
        rows = [rows[place] for place in kept]
        return Block(
            [lines[place] for place in kept],
            [keys[place] for place in kept],
            self._digests(rows),
            lambda places: self._read([rows[place] for place in places]),
        )

    def _usable_keys(self) -> list[Sequence[str]]:
        places = self._plan.places
        return [names for names in self._plan.template.keys if set(names) <= set(places)]

    def _names(self, rows: Sequence[Sequence[str]]) -> list[str]:
        """What each record is called: the cells of the first set of naming columns that it fills, else all of it."""
        if len(self._keys) and len(self._keys[0]) == 1:
            place = self._keys[0][0]
            names = [row[place].strip() if len(row) > place else "" for row in rows]
            return [name if 0 < len(name) <= 300 else self._name(row) for name, row in zip(names, rows, strict=True)]
        return [self._name(row) for row in rows]

    def _name(self, row: Sequence[str]) -> str:
        for places in self._keys:
            cells = [row[place].strip() if len(row) > place else "" for place in places]
            if cells[0] and any(cells[1:] or cells):
                name = "|".join(cells)
                return name if len(name) <= 300 else _hash(name)
        return _hash(JOINT.join([*row, *[""] * (self._width - len(row))]))

    def _fault(self, cells: list[str]) -> Problem | None:
        """What is wrong with a row as a row; a short one is filled up."""
        if len(cells) < self._width:
            cells.extend([""] * (self._width - len(cells)))
        elif len(cells) > self._width:
            for cell in cells[self._width :]:
                if cell.strip():
                    return Problem(None, cell[:SHOWN], f"has {len(cells)} cells under {self._width} headers")
        whole = JOINT.join(cells)
        if "\0" in whole:
            return self._where(cells, "\0", "holds a zero byte")
        if self._layout.mixed and not whole.isascii():
            strange = next((letter for letter in whole if "\udc80" <= letter <= "\udcff"), None)
            if strange:
                return self._where(cells, strange, f"holds bytes that are not {self._layout.encoding}")
        return None

    def _where(self, cells: Sequence[str], letter: str, reason: str) -> Problem:
        place = next(place for place, cell in enumerate(cells) if letter in cell)
        shown = cells[place][:SHOWN].replace("\0", "�").encode("utf-8", "replace").decode()
        return Problem(self._layout.header[place] if place < self._width else None, shown, reason)

    def _recurs(self, row: Sequence[str], line: int) -> Problem:
        if not self._keys:
            return Problem(None, JOINT.join(row)[:SHOWN].replace(JOINT, ","), f"is the same row as line {line}")
        place = self._keys[0][-1]
        return Problem(self._layout.header[place], row[place][:SHOWN], f"is named like line {line}: twice in the file")

    def _digests(self, rows: Sequence[Sequence[str]]) -> list[str]:
        places, manner = sorted(set(self._plan.places.values())), self._manner
        return [_hash(JOINT.join([manner, *[row[place] for place in places]])) for row in rows]

    def _fingerprint(self) -> str:
        """Of how cells are read: when that changes, every record is looked at again."""
        habits = sorted((name, habit.order, habit.mark) for name, habit in self._survey.habits.items())
        places = sorted((name, self._layout.header[place]) for name, place in self._plan.places.items())
        return _hash(repr((habits, places, sorted(self.defaults.items()))))

    def _read(self, rows: Sequence[Sequence[str]]) -> tuple[Columns, dict[int, Problem]]:
        columns: Columns = {}
        problems: dict[int, Problem] = {}
        hints: dict[int, str] = {}
        for name, place in self._plan.places.items():
            cells = [row[place] for row in rows]
            known = self._columns[name]
            try:
                values = [known[cell] for cell in cells]
            except UnreadableError:
                values = [self._one(known, name, cell, row, problems) for row, cell in enumerate(cells)]
            required = self._plan.template.by_name[name].required
            if required and None in values:
                for row, value in enumerate(values):
                    if value is None:
                        problems.setdefault(row, Problem(name, cells[row][:SHOWN], "is empty"))
            columns[name] = _plain(values, hints)
        if hints:
            self._take_hints(columns, hints, problems, len(rows))
        return columns, problems

    def _one(self, known: _Cells, name: str, cell: str, row: int, problems: dict[int, Problem]) -> Value | Money:
        try:
            return known[cell]
        except UnreadableError as error:
            problems.setdefault(row, Problem(name, cell[:SHOWN], str(error)))
            return ""  # the row is rejected; this only keeps its place

    def _take_hints(self, columns: Columns, hints: Mapping[int, str], problems: dict[int, Problem], count: int) -> None:
        """A currency beside an amount counts where the row names none, and must not contradict it."""
        said = columns.setdefault("currency", [None] * count)
        for row, currency in hints.items():
            if said[row] is None:
                said[row] = currency
            elif said[row] != currency:
                reason = f"is another currency than the row's {said[row]}"
                problems.setdefault(row, Problem("currency", currency, reason))


def _plain(values: list[Value | Money], hints: dict[int, str]) -> list[Value]:
    """Amounts without the currencies beside them, which go to `hints`."""
    if not any(isinstance(value, Money) for value in values):
        return [value for value in values if not isinstance(value, Money)]
    plain: list[Value] = []
    for row, value in enumerate(values):
        if isinstance(value, Money):
            hints[row] = value.currency
            plain.append(value.amount)
        else:
            plain.append(value)
    return plain


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
