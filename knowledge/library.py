"""The library: questions in, passages out. It makes its own index, and does with words alone where vectors fail."""

from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Literal

from knowledge.reading import DOCUMENTS, Passage

if TYPE_CHECKING:
    from knowledge.index import Status
    from knowledge.opening import Opened

Notice = Literal["words_only"]
"""words_only: the vectors can't be opened or reached; found by shared words alone, so paraphrases may be missed."""

_AGAIN = 60.0
"""Seconds after which vectors that failed are tried again."""


class Library:
    """Search over the best-practice documents. Cheap to make; the first search opens the index, or makes it first.

    Any number of threads may share one; any number of processes may share a folder.
    """

    def __init__(self, folder: Path, server: str | None = None, documents: Path = DOCUMENTS) -> None:
        """`folder` holds the index; `server` is a Chroma server's http(s)://host:port, None for vectors in the folder."""
        self._folder = folder
        self._server = server
        self._documents = documents
        self._lock = Lock()
        self._open: Opened | None = None
        self._failed_at: float | None = None
        self.trouble: str | None = None
        """Why vectors failed, for the log; None when nothing did."""

    @property
    def notice(self) -> Notice | None:
        """What the asker should know about the last search; None when it ran as it should."""
        return None if self._failed_at is None else "words_only"

    def search(self, question: str, language: str | None = None, top: int = 3) -> list[Passage]:
        """At most `top` passages that answer the question, best first; none when nothing fits.

        The question may be in any language of the tables of terms; `language` prefers documents in that one, and
        English ones stand in (each passage says its language). Raises DocumentError for a document that can't be read.
        """
        from knowledge.opening import FAILURES

        for opening in (self._ready, self._mended):
            try:
                return self._ask(opening(), question, language, top)
            except FAILURES as error:
                self.trouble = f"{type(error).__name__}: {error}"
        return self._ask(self._by_words(), question, language, top)

    def warm(self) -> None:
        """Opens the index and loads what a search needs, so that the first asker does not wait for it."""
        self.search("renewal")

    def build(self, *, force: bool = False) -> "Status":
        """Makes the index if the documents have changed, with `force` in any case. Raises LibraryError, OSError."""
        from knowledge import index

        return index.build(self._folder, self._server, self._documents, force=force)

    def status(self) -> "Status | None":
        """What the index holds; None when there is none yet."""
        from knowledge import index

        return index.status(self._folder, self._server, self._documents)

    def _ask(self, opened: "Opened", question: str, language: str | None, top: int) -> list[Passage]:
        from knowledge.ranking import rank, ways_to_ask
        from knowledge.terms import read

        reading = read(question, fallback=language or "en")
        for match in ways_to_ask(reading, language, opened.lexicon.languages):
            found = rank(reading, match, opened.lexicon, opened.vectors, top)
            if found:
                return found
        return []

    def _ready(self) -> "Opened":
        """What is open; opened again when another process has swapped the index, or a while after vectors failed."""
        from knowledge.opening import open_index

        with self._lock:
            if self._failed_at is not None and self._open is not None and monotonic() - self._failed_at < _AGAIN:
                return self._open
            if self._failed_at is not None or self._open is None or self._swapped(self._open):
                self._open = open_index(self._folder, self._server, self._documents)
                self._failed_at = self.trouble = None
            return self._open

    def _mended(self) -> "Opened":
        """The index made anew: its folder is broken. A server's own trouble is not ours to mend: it is only asked again."""
        from knowledge.opening import open_index

        with self._lock:
            self._open = None
            self._open = open_index(self._folder, self._server, self._documents, force=self._server is None)
            self._failed_at = None
            return self._open

    def _by_words(self) -> "Opened":
        from knowledge.opening import open_words

        with self._lock:
            self._open = open_words(self._folder, self._server, self._documents)
            self._failed_at = monotonic()
            return self._open

    def _swapped(self, opened: "Opened") -> bool:
        try:
            return (self._folder / "current").read_text(encoding="utf-8").strip() != opened.build
        except OSError:
            return True
