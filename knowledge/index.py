"""The index: built into a new folder out of the documents, then swapped in by one rename.

    <folder>/current                 the name of the build in use
    <folder>/<build>/manifest.json   what it was made of
    <folder>/<build>/lexicon.sqlite3
    <folder>/<build>/chroma/         unless a Chroma server holds the vectors

Two processes that write one embedded Chroma folder get each other's neighbours; here nobody writes a folder that is in
use, so readers need no lock, and a reader that has an old build open goes on reading it.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import time
from uuid import uuid4

from knowledge import chroma
from knowledge.embedding import Embedder
from knowledge.errors import VectorsMissingError
from knowledge.lexical import write_lexicon
from knowledge.reading import DOCUMENTS, document_files, read_documents
from knowledge.vectors import entry_count

SCHEME = 1
"""Raised whenever the same documents would make another index."""

_SPARED = 600.0
"""Seconds for which no build is removed: another process may be making it, or just about to open it."""

_KEPT = 2
"""Builds that stay: the one in use and the one before, which another process may still have open."""


@dataclass(frozen=True)
class Status:
    """What an index holds and whether it fits the documents of today."""

    build: Path
    fingerprint: str
    documents: int
    passages: int
    entries: int
    """What a vector collection of them holds: the passages and the questions that find them."""
    languages: tuple[str, ...]
    built_at: datetime
    fresh: bool
    """Made of just these documents, by this embedder."""

    def __str__(self) -> str:
        """36 documents, 315 passages (en), indexed 2026-11-22 17:10 UTC."""
        held = f"{self.documents} documents, {self.passages} passages ({', '.join(self.languages)})"
        return f"{held}, indexed {self.built_at:%Y-%m-%d %H:%M} UTC" + ("" if self.fresh else ", changed since")

    @property
    def collection(self) -> str:
        """The name under which a Chroma server holds the vectors."""
        return f"{chroma.COLLECTION}_{self.fingerprint[:16]}"


def fingerprint(server: str | None = None, documents: Path = DOCUMENTS) -> str:
    """Names everything an index is made of: the documents' bytes, the embedder, the scheme, the kind of place."""
    digest = hashlib.sha256(f"{SCHEME} {Embedder.name()} {'server' if server else 'folder'}".encode())
    for file in document_files(documents):
        digest.update(f"\0{file.parent.name}/{file.name}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def status(folder: Path, server: str | None = None, documents: Path = DOCUMENTS) -> Status | None:
    """What the folder's index holds; None when there is none that can be read."""
    try:
        name = (folder / "current").read_text(encoding="utf-8").strip()
        manifest = json.loads((folder / name / "manifest.json").read_text(encoding="utf-8"))
        return _status(folder / name, manifest, fingerprint(server, documents))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def build(folder: Path, server: str | None = None, documents: Path = DOCUMENTS, *, force: bool = False) -> Status:
    """Makes the index unless a fresh one is there; `force` makes it in any case.

    The local half is finished first. Then, with a server, its collection: raises VectorsError where it can't be
    reached, and the local half stands. Raises DocumentError, OSError.
    """
    made = status(folder, server, documents)
    if made is None or not made.fresh or force:
        made = _build(folder, server, documents)
    if server and (force or not _published(server, made)):
        chroma.publish(server, made.collection, read_documents(documents))
    return made


def _build(folder: Path, server: str | None, documents: Path) -> Status:
    passages = read_documents(documents)
    name = f"build-{datetime.now(UTC):%Y%m%dT%H%M%S}-{uuid4().hex[:8]}"
    place = folder / name
    place.mkdir(parents=True)
    manifest = {
        "fingerprint": fingerprint(server, documents),
        "documents": len({passage.document for passage in passages}),
        "passages": len(passages),
        "entries": entry_count(passages),
        "languages": sorted({passage.language for passage in passages}),
        "built_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    write_lexicon(place / "lexicon.sqlite3", passages)
    if not server:
        chroma.write_folder(place / "chroma", passages)
    (place / "manifest.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    _swap(folder, name)
    return _status(place, manifest, str(manifest["fingerprint"]))


def _swap(folder: Path, name: str) -> None:
    pointer = folder / f"current-{uuid4().hex[:8]}"
    pointer.write_text(name, encoding="utf-8")
    os.replace(pointer, folder / "current")
    finished = sorted(file.parent for file in folder.glob("build-*/manifest.json"))
    others = [build for build in finished if build.name != name]
    unfinished = [build for build in folder.glob("build-*") if not (build / "manifest.json").exists()]
    for build in [*others[: -(_KEPT - 1)], *unfinished]:
        if build.exists() and time() - build.stat().st_mtime > _SPARED:
            shutil.rmtree(build, ignore_errors=True)


def _status(build: Path, manifest: Mapping[str, object], wanted: str) -> Status:
    languages = manifest["languages"]
    if not isinstance(languages, list):
        raise TypeError("languages is no list")
    return Status(
        build=build,
        fingerprint=str(manifest["fingerprint"]),
        documents=int(str(manifest["documents"])),
        passages=int(str(manifest["passages"])),
        entries=int(str(manifest["entries"])),
        languages=tuple(map(str, languages)),
        built_at=datetime.fromisoformat(str(manifest["built_at"])),
        fresh=manifest["fingerprint"] == wanted,
    )


def _published(server: str, made: Status) -> bool:
    try:
        chroma.open_server(server, made.collection, made.entries).close()
    except VectorsMissingError:
        return False
    return True
