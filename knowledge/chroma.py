"""Chroma: a folder of its own (one process builds it, nobody writes it afterwards) or a server's collection.

Only vectors, ids and kinds go in: the texts stand in the lexicon beside it.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from knowledge.embedding import embedder
from knowledge.errors import VectorsError, VectorsMissingError
from knowledge.reading import Passage
from knowledge.vectors import Near, entries, entry_count

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection
    from chromadb.config import Settings

    from knowledge.embedding import Vector

COLLECTION = "guidance"
NEAREST = 100
"""How many neighbours are asked for."""

_CONFIGURATION = {"hnsw": {"space": "cosine", "ef_search": 2 * NEAREST}}
_BATCH = 1000
_PATIENCE = 3.0
"""Seconds to wait for a server's word, before the search does without it."""


class ChromaVectors:
    """Vectors in a Chroma collection; `close` gives files and connections back."""

    def __init__(self, client: "ClientAPI", collection: "Collection") -> None:
        self._client = client
        self._collection = collection

    def nearest(self, text: str, language: str) -> Near:
        """See Vectors."""
        vector = embedder().embed([text])[0]
        with _understood():
            passages = dict(self._nearest(vector, f"passage {language}"))
            questions = self._nearest(vector, f"question {language}")
        documents: dict[str, float] = {}
        for question, cosine in questions:
            documents.setdefault(question.partition("?")[0], cosine)
        return Near(passages, documents)

    def _nearest(self, vector: "Vector", kind: str) -> list[tuple[str, float]]:
        """(id, cosine) pairs, the nearest first."""
        found = self._collection.query(
            query_embeddings=[vector], n_results=NEAREST, where={"kind": kind}, include=["distances"]
        )
        distances = (found["distances"] or [[]])[0]
        return [(entry, 1 - float(distance)) for entry, distance in zip(found["ids"][0], distances, strict=True)]

    def close(self) -> None:
        """Gives files and connections back."""
        self._client.close()


def write_folder(folder: Path, passages: Sequence[Passage]) -> None:
    """Makes an embedded Chroma in a folder that does not exist yet. Nobody may write it afterwards."""
    import chromadb

    with _understood(), closing(chromadb.PersistentClient(folder, settings=_settings())) as client:
        _fill(client, COLLECTION, passages)


def open_folder(folder: Path, count: int) -> ChromaVectors:
    """The finished folder. Raises VectorsMissingError unless it holds `count` entries, VectorsError if it is broken."""
    import chromadb

    if not folder.is_dir():
        raise VectorsMissingError(f"{folder} does not exist")
    with _understood():
        client = chromadb.PersistentClient(folder, settings=_settings())
        return _opened(client, COLLECTION, count)


def open_server(server: str, name: str, count: int) -> ChromaVectors:
    """A server's collection. Raises as open_folder does."""
    with _understood():
        return _opened(_client(server), name, count)


def publish(server: str, name: str, passages: Sequence[Passage]) -> None:
    """Puts the passages on a server under `name`: filled under a name of its own first, then renamed, so that whoever
    opens `name` finds all of it. Collections of earlier documents but the last are removed. Raises VectorsError.
    """
    from uuid import uuid4

    from chromadb.errors import ChromaError

    with _understood(), closing(_client(server)) as client:
        draft = f"{name}-{uuid4().hex[:8]}"
        collection = _fill(client, draft, passages)
        _drop_incomplete(client, name, entry_count(passages))
        try:
            collection.modify(name=name)
        except (ChromaError, ValueError):  # another process was faster: its collection is the same
            client.delete_collection(draft)
        _drop_old(client, keep=name)


def _fill(client: "ClientAPI", name: str, passages: Sequence[Passage]) -> "Collection":
    from time import time

    collection = client.create_collection(
        name,
        configuration=_CONFIGURATION,
        embedding_function=None,
        metadata={"made": time()},
    )
    everything = entries(passages)
    for start in range(0, len(everything), _BATCH):
        batch = everything[start : start + _BATCH]
        collection.add(
            ids=[entry.id for entry in batch],
            embeddings=[entry.vector for entry in batch],
            metadatas=[{"kind": entry.kind} for entry in batch],
        )
    return collection


def _opened(client: "ClientAPI", name: str, count: int) -> ChromaVectors:
    from chromadb.errors import NotFoundError

    try:
        collection = client.get_collection(name, embedding_function=None)
        held = collection.count()
    except NotFoundError as error:
        client.close()
        raise VectorsMissingError(f"no collection {name}") from error
    if held != count:
        client.close()
        raise VectorsMissingError(f"{name} holds {held} of {count} entries")
    return ChromaVectors(client, collection)


def _drop_incomplete(client: "ClientAPI", name: str, count: int) -> None:
    for collection in client.list_collections():
        if collection.name == name and collection.count() != count:
            client.delete_collection(name)


def _drop_old(client: "ClientAPI", keep: str) -> None:
    """All finished collections of ours but `keep` and the newest of the others, which somebody may still be reading."""
    others = [
        collection
        for collection in client.list_collections()
        if collection.name.startswith(f"{COLLECTION}_") and "-" not in collection.name and collection.name != keep
    ]
    for collection in sorted(others, key=lambda other: float((other.metadata or {}).get("made", 0)))[:-1]:
        client.delete_collection(collection.name)


def _client(server: str) -> "ClientAPI":
    import chromadb

    parts = urlsplit(server)
    host, ssl = parts.hostname, parts.scheme == "https"
    if not host or parts.scheme not in {"http", "https"}:
        raise VectorsError("the Chroma server's address is no http(s)://host:port")
    port = parts.port or (443 if ssl else 8000)
    _answers(host, port, ssl)
    return chromadb.HttpClient(host, port, ssl=ssl, settings=_settings())


def _answers(host: str, port: int, ssl: bool) -> None:
    """Raises OSError or HTTPException unless a server answers within _PATIENCE: Chroma's own client waits for ever."""
    connection = (HTTPSConnection if ssl else HTTPConnection)(host, port, timeout=_PATIENCE)
    with closing(connection):
        connection.request("GET", "/api/v2/heartbeat")
        connection.getresponse().read()


def _settings() -> "Settings":
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


@contextmanager
def _understood() -> Iterator[None]:
    """Everything that Chroma and its connection raise, as one type."""
    from chromadb.errors import ChromaError
    from httpx import HTTPError

    try:
        yield
    except (ChromaError, HTTPError, HTTPException, OSError, ValueError) as error:
        raise VectorsError(f"{type(error).__name__}: {error}") from error
