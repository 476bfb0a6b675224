"""The lexical half of the search, and the passages themselves: one SQLite file with a full-text table (FTS5, BM25).

Chinese is stored and asked for as bigrams, since it is written without spaces; everything else is folded and stemmed.
"""

import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import local

from knowledge.reading import Passage

_WEIGHTS = (4.0, 4.0, 3.0, 1.0, 2.0)
"""How much a word counts in a passage's title, topics, section, text and the questions its document answers."""

_COLUMNS = ("id", "document", "title", "section", "text", "language", "updated", "topics", "asked")
_INSERT = (
    "INSERT INTO passages (rowid, id, document, title, section, text, language, updated, topics, asked) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_INSERT_WORDS = "INSERT INTO words (rowid, title, topics, section, text, asked) VALUES (?, ?, ?, ?, ?, ?)"
_SCORES = (
    "SELECT passages.id, -bm25(words, ?, ?, ?, ?, ?) FROM words JOIN passages ON passages.rowid = words.rowid "
    "WHERE words MATCH ? AND passages.language = ?"
)
_HAVING = (
    "SELECT passages.id FROM words JOIN passages ON passages.rowid = words.rowid "
    "WHERE words MATCH ? AND passages.language = ?"
)
_SELECT = "SELECT id, document, title, section, text, language, updated, topics, asked FROM passages ORDER BY rowid"

_HAN_RUN = re.compile(r"[㐀-鿿]+")
_WORD = re.compile(r"[^\W_]+")


def write_lexicon(file: Path, passages: Sequence[Passage]) -> None:
    """Makes the file anew out of the passages."""
    file.unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(
            "CREATE TABLE passages (id TEXT UNIQUE, document TEXT, title TEXT, section TEXT, text TEXT, language TEXT, "
            "updated TEXT, topics TEXT, asked TEXT)"
        )
        connection.execute(
            "CREATE VIRTUAL TABLE words USING fts5"
            "(title, topics, section, text, asked, tokenize = 'porter unicode61 remove_diacritics 2')"
        )
        for number, passage in enumerate(passages, start=1):
            asked = "\n".join(passage.asked)
            row = {**vars(passage), "updated": passage.updated.isoformat(), "asked": asked}
            connection.execute(_INSERT, [number, *(row[column] for column in _COLUMNS)])
            words = (passage.title, passage.topics, passage.section, passage.text, asked)
            connection.execute(_INSERT_WORDS, [number, *map(_spaced, words)])


class Lexicon:
    """A finished file, opened to read; never changed, so that any number of threads and processes may read it."""

    def __init__(self, file: Path) -> None:
        """Raises sqlite3.Error or ValueError for a file that is none of ours."""
        self._local = local()
        self._address = f"file:{file.resolve().as_posix()}?mode=ro&immutable=1"
        self.languages = frozenset(passage.language for passage in self.passages.values())

    @cached_property
    def passages(self) -> Mapping[str, Passage]:
        """Every passage by its id."""
        rows = [dict(zip(_COLUMNS, row, strict=True)) for row in self._connection.execute(_SELECT)]
        return {row["id"]: _passage(row) for row in rows}

    def scores(self, words: Iterable[str], language: str) -> dict[str, float]:
        """Passage id → BM25 (higher is better, no upper end) of the passages in `language` with any of the words."""
        asked = _query(words)
        found = self._connection.execute(_SCORES, [*_WEIGHTS, asked, language]) if asked else ()
        return {str(passage): float(score) for passage, score in found}

    def sections_with(self, word: str, language: str, *, heading: bool) -> frozenset[str]:
        """Ids of the passages with the word in their heading, or anywhere in heading and text."""
        asked = _query([word])
        columns = "section" if heading else "{section text}"
        found = self._connection.execute(_HAVING, [f"{columns} : ({asked})", language]) if asked else ()
        return frozenset(str(passage) for (passage,) in found)

    def known(self, words: Sequence[str], language: str) -> int:
        """How many of the words occur in any document of the language."""
        asked = [_query([word]) for word in words]
        found = (
            self._connection.execute(f"{_HAVING} LIMIT 1", [query, language]).fetchone() for query in asked if query
        )
        return sum(row is not None for row in found)

    @property
    def _connection(self) -> sqlite3.Connection:
        """The thread's own; it goes with its thread."""
        if not hasattr(self._local, "connection"):
            self._local.connection = sqlite3.connect(self._address, uri=True)
        connection: sqlite3.Connection = self._local.connection
        return connection


def _passage(row: Mapping[str, str]) -> Passage:
    return Passage(
        id=row["id"],
        document=row["document"],
        title=row["title"],
        section=row["section"],
        text=row["text"],
        language=row["language"],
        updated=date.fromisoformat(row["updated"]),
        topics=row["topics"],
        asked=tuple(row["asked"].split("\n")),
    )


def _query(words: Iterable[str]) -> str:
    """Any of the words; a run of Chinese as its bigrams."""
    separate = dict.fromkeys(word for text in words for word in _WORD.findall(_spaced(text)))
    return " OR ".join(f'"{word}"' for word in separate)


def _spaced(text: str) -> str:
    """Runs of Chinese as overlapping pairs: 续约谈判 → 续约 约谈 谈判."""

    def pairs(run: re.Match[str]) -> str:
        letters = run[0]
        return " " + " ".join(letters[at : at + 2] for at in range(max(1, len(letters) - 1))) + " "

    return _HAN_RUN.sub(pairs, text)
