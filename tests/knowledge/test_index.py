"""The index makes itself, changes only with the documents, is swapped under readers, and mends itself."""

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge import Library
from knowledge.lexical import Lexicon
from knowledge.reading import DOCUMENTS

QUESTION = "how do I close an escalation"
ANSWER = "en/escalations"
NEW = """---
title: Gardens of the customer
topics: gardening, tulips, roses
audience: customer success managers
updated: 2026-11-20
asked:
- What do I say about tulips?
---

## Tulips and roses
When a customer shows you the tulips in front of the factory, ask who planted them.
"""


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """A copy of a few documents that a test may change."""
    folder = tmp_path / "documents" / "en"
    folder.mkdir(parents=True)
    for name in ("escalations", "running-a-qbr", "price-increases"):
        shutil.copy(DOCUMENTS / "en" / f"{name}.md", folder)
    return folder.parent


def _library(tmp_path: Path, documents: Path) -> Library:
    return Library(tmp_path / "library", documents=documents)


def _builds(tmp_path: Path) -> set[str]:
    return {folder.name for folder in (tmp_path / "library").glob("build-*")}


def _found(library: Library, question: str = QUESTION) -> str | None:
    passages = library.search(question)
    return passages[0].document if passages else None


def test_the_first_search_on_a_fresh_machine_makes_the_index(tmp_path: Path, documents: Path) -> None:
    library = _library(tmp_path, documents)
    assert library.status() is None
    assert _found(library) == ANSWER
    status = library.status()
    assert status is not None
    assert status.fresh
    assert (status.documents, status.languages) == (3, ("en",))
    assert str(status).startswith("3 documents, ")


def test_it_is_made_anew_only_when_a_document_changed(tmp_path: Path, documents: Path) -> None:
    library = _library(tmp_path, documents)
    first = library.build()
    assert library.build().build == first.build
    (documents / "en" / "gardens.md").write_text(NEW, encoding="utf-8")
    stale = library.status()
    assert stale is not None
    assert not stale.fresh
    assert library.build().build != first.build
    assert _found(library, "what about the tulips") == "en/gardens"


def test_force_makes_it_anew_in_any_case(tmp_path: Path, documents: Path) -> None:
    library = _library(tmp_path, documents)
    assert library.build().build != library.build(force=True).build


def test_a_running_library_sees_what_another_process_swapped_in(tmp_path: Path, documents: Path) -> None:
    running = _library(tmp_path, documents)
    assert _found(running, "what about the tulips") is None
    (documents / "en" / "gardens.md").write_text(NEW, encoding="utf-8")
    _library(tmp_path, documents).build()
    assert _found(running, "what about the tulips") == "en/gardens"


def test_old_builds_go_but_for_the_last_and_the_young(tmp_path: Path, documents: Path) -> None:
    library = _library(tmp_path, documents)
    for _ in range(4):
        _age(library.build(force=True).build)
    (tmp_path / "library" / "build-that-broke-off").mkdir()
    assert len(_builds(tmp_path)) == 3
    _age(tmp_path / "library" / "build-that-broke-off")
    library.build(force=True)
    assert len(_builds(tmp_path)) == 2


def _age(folder: Path) -> None:
    an_hour_ago = time.time() - 3600
    os.utime(folder, (an_hour_ago, an_hour_ago))


@pytest.mark.slow
def test_readers_never_notice_a_swap(tmp_path: Path, documents: Path) -> None:
    reader, writer = _library(tmp_path, documents), _library(tmp_path, documents)
    reader.build()
    answers: list[tuple[str | None, str | None]] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            answers.append((_found(reader), reader.notice))

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(5):
        writer.build(force=True)
    done.set()
    for thread in threads:
        thread.join()
    assert len(answers) > 10
    assert set(answers) == {(ANSWER, None)}


@pytest.mark.slow
def test_two_processes_share_a_folder_and_see_the_same(tmp_path: Path, documents: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from knowledge import Library\n"
        "library = Library(Path(sys.argv[1]), documents=Path(sys.argv[2]))\n"
        "for turn in range(4):\n"
        "    if turn % 2: library.build(force=True)\n"
        "    print([passage.id for passage in library.search(sys.argv[3])], library.notice)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "library"), str(documents), QUESTION]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = [process.communicate(timeout=120)[0].splitlines() for process in started]
    assert [len(lines) for lines in said] == [4, 4, 4]
    assert len({line for lines in said for line in lines}) == 1
    assert said[0][0].endswith(" None")


def _garbage_in_chroma(build: Path) -> None:
    (build / "chroma" / "chroma.sqlite3").write_bytes(b"no database" * 1000)


def _half_of_chroma(build: Path) -> None:
    with (build / "chroma" / "chroma.sqlite3").open("r+b") as file:
        file.truncate(20_000)


def _no_chroma(build: Path) -> None:
    shutil.rmtree(build / "chroma")


def _empty_chroma(build: Path) -> None:
    for file in (build / "chroma").glob("*.sqlite3*"):
        file.unlink()


def _garbage_lexicon(build: Path) -> None:
    (build / "lexicon.sqlite3").write_bytes(b"no database" * 1000)


def _no_lexicon(build: Path) -> None:
    (build / "lexicon.sqlite3").unlink()


def _no_manifest(build: Path) -> None:
    (build / "manifest.json").write_text("{")


def _pointer_to_nowhere(build: Path) -> None:
    (build.parent / "current").write_text("build-of-yesteryear")


@pytest.mark.parametrize(
    "damage",
    [
        _garbage_in_chroma,
        _half_of_chroma,
        _no_chroma,
        _empty_chroma,
        _garbage_lexicon,
        _no_lexicon,
        _no_manifest,
        _pointer_to_nowhere,
    ],
)
def test_a_broken_index_is_made_anew(tmp_path: Path, documents: Path, damage: Callable[[Path], None]) -> None:
    broken = _library(tmp_path, documents).build().build
    damage(broken)
    library = _library(tmp_path, documents)
    assert _found(library) == ANSWER
    assert library.notice is None
    status = library.status()
    assert status is not None
    assert status.build != broken


def test_where_no_index_can_be_made_words_alone_answer_and_say_so(tmp_path: Path, documents: Path) -> None:
    (tmp_path / "library").write_text("a file where the folder should be")
    library = _library(tmp_path, documents)
    assert _found(library) == ANSWER
    assert library.notice == "words_only"
    assert library.trouble is not None
    assert _found(library, "who painted the Mona Lisa") is None


def test_what_was_open_goes_on_when_the_folder_vanishes(tmp_path: Path, documents: Path) -> None:
    library = _library(tmp_path, documents)
    assert _found(library) == ANSWER
    shutil.rmtree(tmp_path / "library")
    assert _found(library) == ANSWER
    assert library.notice is None


def test_chinese_documents_are_found_by_pairs_of_characters(tmp_path: Path, documents: Path) -> None:
    folder = documents / "zh"
    folder.mkdir()
    text = NEW.replace("Gardens of the customer", "客户的花园").replace("Tulips and roses", "郁金香")
    (folder / "garden.md").write_text(text + "\n## 续约谈判\n先谈价值，再谈价格。\n", encoding="utf-8")
    status = _library(tmp_path, documents).build()
    lexicon = Lexicon(status.build / "lexicon.sqlite3")
    assert set(lexicon.scores(["谈判技巧"], "zh")) == {"zh/garden#续约谈判"}
    assert lexicon.scores(["判续"], "zh") == {}


def test_documents_in_the_wanted_language_come_before_english_ones(tmp_path: Path, documents: Path) -> None:
    folder = documents / "de"
    folder.mkdir()
    german = NEW.replace("Gardens of the customer", "Eskalationen sauber abschließen").replace(
        "What do I say about tulips?", "Wie schließe ich eine Eskalation ab?"
    )
    (folder / "eskalation.md").write_text(german, encoding="utf-8")
    library = _library(tmp_path, documents)
    assert _found(library, "Wie schließe ich eine Eskalation sauber ab?") == "de/eskalation"
    assert _found(library, "Wie kündige ich eine Preiserhöhung an?") == "en/price-increases"


def test_importing_the_library_loads_nothing_heavy() -> None:
    code = (
        "import sys, knowledge; print([m for m in ('chromadb', 'wordllama', 'numpy', 'sqlite3') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.slow
def test_making_and_asking_it_needs_no_network(tmp_path: Path, documents: Path) -> None:
    code = (
        "import socket, sys; from pathlib import Path\n"
        "def refuse(*a, **k): raise SystemExit('the network was asked for')\n"
        "socket.socket.connect = refuse; socket.getaddrinfo = refuse; socket.create_connection = refuse\n"
        "from knowledge import Library\n"
        "library = Library(Path(sys.argv[1]), documents=Path(sys.argv[2]))\n"
        "print(library.search(sys.argv[3])[0].document, library.notice)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "library"), str(documents), QUESTION]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == (f"{ANSWER} None\n", "")
