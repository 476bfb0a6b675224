"""Opening the index: with its vectors, or with the words alone."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge import index
from knowledge.chroma import ChromaVectors, open_folder, open_server
from knowledge.errors import EmbedderError, VectorsError
from knowledge.lexical import Lexicon, write_lexicon
from knowledge.reading import read_documents

FAILURES = (OSError, sqlite3.Error, VectorsError, EmbedderError)
"""What may go wrong with an index and is no reason to leave a question without an answer."""


@dataclass(frozen=True)
class Opened:
    """An index in use."""

    build: str
    lexicon: Lexicon
    vectors: ChromaVectors | None
    shelter: "TemporaryDirectory[str] | None" = None
    """Where the lexicon lies when the index's folder can't be used; goes away with this object."""


def open_index(folder: Path, server: str | None, documents: Path, *, force: bool = False) -> Opened:
    """The index, made first if it is missing or outdated, or in any case with `force`. Raises one of FAILURES."""
    status = index.build(folder, server, documents, force=force)
    lexicon = Lexicon(status.build / "lexicon.sqlite3")
    if server:
        return Opened(status.build.name, lexicon, open_server(server, status.collection, status.entries))
    return Opened(status.build.name, lexicon, open_folder(status.build / "chroma", status.entries))


def open_words(folder: Path, server: str | None, documents: Path) -> Opened:
    """The lexical half alone: the index's own where it can be read, else one made in a temporary folder."""
    made = index.status(folder, server, documents)
    if made is not None and made.fresh:
        try:
            return Opened(made.build.name, Lexicon(made.build / "lexicon.sqlite3"), None)
        except sqlite3.Error:
            pass  # broken as well: make another
    shelter = TemporaryDirectory(prefix="steward-guidance-")
    file = Path(shelter.name) / "lexicon.sqlite3"
    write_lexicon(file, read_documents(documents))
    return Opened("", Lexicon(file), None, shelter)
