"""With a Chroma server the vectors stand there; without its answer words alone do."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from knowledge import Library
from knowledge.reading import DOCUMENTS

QUESTION = "how do I close an escalation"
pytestmark = pytest.mark.slow


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real Chroma server."""
    port = _free_port()
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--host", "127.0.0.1", "--port", str(port)]
    folder = tmp_path_factory.mktemp("chroma")
    process = subprocess.Popen([*command, "--path", str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait()


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """A copy of a few documents that a test may change."""
    folder = tmp_path / "documents" / "en"
    folder.mkdir(parents=True)
    for name in ("escalations", "running-a-qbr"):
        shutil.copy(DOCUMENTS / "en" / f"{name}.md", folder)
    return folder.parent


def test_two_machines_share_one_collection(tmp_path: Path, documents: Path, server: str) -> None:
    for machine in ("one", "two"):
        library = Library(tmp_path / machine, server, documents)
        assert library.search(QUESTION)[0].document == "en/escalations"
        assert library.notice is None
        assert not list((tmp_path / machine).glob("build-*/chroma"))


def test_a_changed_document_makes_a_collection_of_its_own(tmp_path: Path, documents: Path, server: str) -> None:
    library = Library(tmp_path / "library", server, documents)
    before = library.build()
    file = documents / "en" / "escalations.md"
    file.write_text(file.read_text(encoding="utf-8").replace("colleague", "co-worker"), encoding="utf-8")
    after = library.build()
    assert before.collection != after.collection
    assert library.search(QUESTION)[0].document == "en/escalations"
    assert library.notice is None


def test_a_server_that_is_away_is_said_and_words_answer(tmp_path: Path, documents: Path) -> None:
    library = Library(tmp_path / "library", f"http://127.0.0.1:{_free_port()}", documents)
    assert library.search(QUESTION)[0].document == "en/escalations"
    assert library.notice == "words_only"


def test_a_server_that_takes_the_connection_and_says_nothing_is_not_waited_for(tmp_path: Path, documents: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as mute:
        library = Library(tmp_path / "library", f"http://127.0.0.1:{mute.getsockname()[1]}", documents)
        started = time.monotonic()
        assert library.search(QUESTION)[0].document == "en/escalations"
        assert library.notice == "words_only"
        assert time.monotonic() - started < 15
        started = time.monotonic()
        library.search(QUESTION)
        assert time.monotonic() - started < 1


def test_an_address_that_is_none_is_said_too(tmp_path: Path, documents: Path) -> None:
    library = Library(tmp_path / "library", "chroma:8000", documents)
    assert library.search(QUESTION)
    assert library.notice == "words_only"
