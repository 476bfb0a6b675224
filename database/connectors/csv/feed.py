"""One CSV file as a feed of records."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import cast

from database.connectors.base import Block, Columns, Problem, Value

from .mapping import Plan, Rules
from .reading import Broken, Layout, Row
from .survey import batches, survey
from .values import PLAIN, Habits, Money, UnreadableError, read_texts, reader

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
            lines, rows, texts = self._sound(batch, reject)
            keys = self._names(rows)
            if self._survey.twice:
                kept = [
                    place
                    for place, key in enumerate(keys)
                    if not self._survey.may_recur(key)
                    or not self._recurs(key, lines[place], rows[place], first_lines, reject)
                ]
                if len(kept) < len(rows):
                    lines, keys = [lines[place] for place in kept], [keys[place] for place in kept]
                    rows, texts = [rows[place] for place in kept], [texts[place] for place in kept]
            yield self._block(lines, keys, rows, texts)

    def _block(
        self, lines: Sequence[int], keys: Sequence[str], rows: Sequence[list[str]], texts: Sequence[str]
    ) -> Block:
        return Block(
            lines,
            keys,
            [_hash(self._manner + text) for text in texts],
            lambda places: self._read([rows[place] for place in places]),
        )

    def _sound(
        self, batch: Sequence[Row | Broken], reject: Callable[[int, Problem], None]
    ) -> tuple[list[int], list[list[str]], list[str]]:
        """The lines, cells and whole texts of the rows that are rows; short ones are filled up."""
        lines = [line for line, cells in batch if isinstance(cells, list)]
        rows = [cells for _, cells in batch if isinstance(cells, list)]
        if len(rows) < len(batch):
            for line, reason in batch:
                if isinstance(reason, str):
                    reject(line, Problem(None, "", reason))
        if {*map(len, rows)} != {self._width}:
            for cells in rows:
                cells.extend([""] * (self._width - len(cells)))
        texts = [JOINT.join(cells) for cells in rows]
        whole = JOINT.join(texts)
        suspect = "\0" in whole or (self._layout.mixed and not whole.isascii())
        if not suspect and {*map(len, rows)} <= {self._width}:
            return lines, rows, texts
        sound = []
        for place, cells in enumerate(rows):
            if problem := self._fault(cells):
                reject(lines[place], problem)
            else:
                sound.append(place)
        return [lines[place] for place in sound], [rows[place] for place in sound], [texts[place] for place in sound]

    def _usable_keys(self) -> list[Sequence[str]]:
        places = self._plan.places
        return [names for names in self._plan.template.keys if set(names) <= set(places)]

    def _names(self, rows: Sequence[Sequence[str]]) -> list[str]:
        """What each record is called: the cells of the first set of naming columns that it fills, else all of it."""
        if self._keys and len(self._keys[0]) == 1 and rows:
            place = self._keys[0][0]
            if min(map(len, rows)) > place:
                names = [row[place].strip() for row in rows]
                if all(names) and max(map(len, names)) <= 300:
                    return names
        return [self._name(row) for row in rows]

    def _name(self, row: Sequence[str]) -> str:
        for places in self._keys:
            cells = [row[place].strip() if len(row) > place else "" for place in places]
            if cells[0] and any(cells[1:] or cells):
                name = "|".join(cells)
                return name if len(name) <= 300 else _hash(name)
        return _hash(JOINT.join([*row, *[""] * (self._width - len(row))]))

    def _fault(self, cells: list[str]) -> Problem | None:
        """What is wrong with a row as a row."""
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

    def _recurs(
        self,
        key: str,
        line: int,
        row: Sequence[str],
        first_lines: dict[str, int],
        reject: Callable[[int, Problem], None],
    ) -> bool:
        """Whether the record stands further up as well; then it is rejected."""
        first = first_lines.setdefault(key, line)
        if first == line:
            return False
        if self._keys:
            place = self._keys[0][-1]
            reason = f"is named like line {first}: twice in the file"
            reject(line, Problem(self._layout.header[place], row[place][:SHOWN], reason))
        else:
            reject(line, Problem(None, ",".join(row)[:SHOWN], f"is the same row as line {first}"))
        return True

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
            column = self._plan.template.by_name[name]
            cells = [row[place] for row in rows]
            texts = read_texts(column, cells) if column.reads in PLAIN else None
            columns[name] = texts if texts is not None else self._values(name, cells, problems, hints)
            if column.required and None in columns[name]:
                for row, value in enumerate(columns[name]):
                    if value is None:
                        problems.setdefault(row, Problem(name, cells[row][:SHOWN], "is empty"))
        if hints:
            self._take_hints(columns, hints, problems, len(rows))
        return columns, problems

    def _values(
        self, name: str, cells: Sequence[str], problems: dict[int, Problem], hints: dict[int, str]
    ) -> list[Value]:
        known = self._columns[name]
        try:
            values = [known[cell] for cell in cells]
        except UnreadableError:
            values = [self._one(known, name, cell, row, problems) for row, cell in enumerate(cells)]
        if self._plan.template.by_name[name].reads != "amount":
            return cast("list[Value]", values)  # only beside an amount a currency is read
        for row, value in enumerate(values):
            if isinstance(value, Money):
                hints[row] = value.currency
        return [value.amount if isinstance(value, Money) else value for value in values]

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


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
