"""Questions to ask the library, written by people, with the documents that answer them."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from knowledge import Library

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Asked:
    """A question, and the documents any of which answers it; none for a question off the topic."""

    language: str
    question: str
    documents: frozenset[str] = frozenset()


def asked(name: str) -> list[Asked]:
    """The questions of one file: language, question and, where there is one, the documents, by tabs."""
    rows = (line.split("\t") for line in (HERE / f"{name}.tsv").read_text(encoding="utf-8").splitlines())
    return [
        Asked(language, question, frozenset(f"en/{document}" for found in documents for document in found.split(",")))
        for language, question, *documents in rows
    ]


@dataclass(frozen=True)
class Recall:
    """How many of `n` questions had a right document first, and among the first three."""

    first: int
    three: int
    n: int

    def __str__(self) -> str:
        """recall@1 103/106, recall@3 105/106."""
        return f"recall@1 {self.first}/{self.n}, recall@3 {self.three}/{self.n}"


def recall(library: Library, questions: Iterable[Asked]) -> Recall:
    """Asks them all."""
    first = three = n = 0
    for asked_ in questions:
        found = [passage.document for passage in library.search(asked_.question, asked_.language)]
        n += 1
        first += bool(found) and found[0] in asked_.documents
        three += bool(asked_.documents.intersection(found))
    return Recall(first, three, n)
