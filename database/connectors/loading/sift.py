"""What a feed brings that is new or changed, found before the database is written to.

SQLite has one writer at a time. A file that came in before is mostly as it was: it is gone through while others write, and
the write lock is held for what is left alone.
"""

import pickle
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import IO

from database.connectors.base import LISTED, Block, Columns, Problem

from .loader import Loader
from .work import Work


@dataclass
class Sifted:
    """A feed without what is as it was. What is left waits in a temporary file, so that memory stays flat."""

    waiting: IO[bytes]
    unchanged: int = 0
    refused: list[tuple[int, Problem]] = field(default_factory=list)
    """With their lines, the first of them."""
    unlisted: int = 0
    """How many more were refused."""

    def refuse(self, line: int, problem: Problem) -> None:
        """Keeps a record's refusal for the report."""
        if len(self.refused) <= LISTED:
            self.refused.append((line, problem))
        else:
            self.unlisted += 1

    def put(self, block: Block, places: list[int]) -> None:
        """Puts the records at these places aside, read."""
        lines, keys = [block.lines[place] for place in places], [block.keys[place] for place in places]
        digests = [block.digests[place] for place in places]
        pickle.dump((lines, keys, digests, *block.read(places)), self.waiting, pickle.HIGHEST_PROTOCOL)

    def tell(self, work: Work) -> None:
        """Adds what was found so far to the report."""
        work.tally([0], self.unchanged)
        work.done = self.unchanged
        for line, problem in self.refused:
            work.refuse(line, problem)
        work.file.rejected += self.unlisted

    def blocks(self) -> Iterator[Block]:
        """What is left, in its order."""
        self.waiting.seek(0)
        while True:
            try:
                lines, keys, digests, columns, problems = pickle.load(self.waiting)  # noqa: S301 - our own file
            except EOFError:
                return
            yield Block(lines, keys, digests, partial(_at, columns, problems))


def _at(columns: Columns, problems: dict[int, Problem], places: Sequence[int]) -> tuple[Columns, dict[int, Problem]]:
    new_place = {place: number for number, place in enumerate(places)}
    return (
        {name: [values[place] for place in places] for name, values in columns.items()},
        {new_place[place]: problem for place, problem in problems.items() if place in new_place},
    )


@contextmanager
def sifted(work: Work, loader: Loader) -> Iterator[Sifted]:
    """Goes through the feed of `work`, which only reads; what a loader takes without writing, it takes."""
    with tempfile.TemporaryFile(prefix="steward-import-") as file:
        found = Sifted(file)
        for block in work.feed.blocks(found.refuse):
            known = work.known(loader.record_kind, block.keys) if loader.remembers else {}
            places = [
                place
                for place, (key, digest) in enumerate(zip(block.keys, block.digests, strict=True))
                if (entry := known.get(key)) is None or entry.digest != digest
            ]
            found.unchanged += len(block.keys) - len(places)
            if places:
                found.put(block, places)
            work.done += len(block.keys)
            work.run.progress(work.feed.name, work.done, work.feed.total)
        yield found
