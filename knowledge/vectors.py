"""The vector half of the search, whatever holds it: what goes in, and what is nearest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from knowledge.embedding import embedder, unit
from knowledge.reading import Passage

if TYPE_CHECKING:
    from knowledge.embedding import Rows, Vector


@dataclass(frozen=True)
class Near:
    """Cosines (−1 to 1) of what is nearest to a question."""

    passages: Mapping[str, float]
    """By passage id."""
    documents: Mapping[str, float]
    """By document id: its nearest among the questions that the document says it answers."""


class Vectors(Protocol):
    """The vector half of the search."""

    def nearest(self, text: str, language: str) -> Near:
        """The nearest passages and documents in a language. Raises VectorsError."""
        ...


@dataclass(frozen=True)
class Entry:
    """What stands in the collection: a passage, or a question that a document answers."""

    id: str
    kind: str
    vector: "Vector"


def entries(passages: Sequence[Passage]) -> list[Entry]:
    """Everything that a collection of these passages holds, with its vectors."""
    asked = {
        f"{passage.document}?{number}": (passage, question)
        for passage in passages
        for number, question in enumerate(passage.asked)
    }
    questions = embedder().embed([question for _, question in asked.values()])
    return [
        *(
            Entry(passage.id, f"passage {passage.language}", vector)
            for passage, vector in zip(passages, _passage_vectors(passages), strict=True)
        ),
        *(
            Entry(entry, f"question {passage.language}", vector)
            for (entry, (passage, _)), vector in zip(asked.items(), questions, strict=True)
        ),
    ]


def entry_count(passages: Sequence[Passage]) -> int:
    """How many entries a collection of these passages holds."""
    return len(passages) + sum({passage.document: len(passage.asked) for passage in passages}.values())


def _passage_vectors(passages: Sequence[Passage]) -> "Rows":
    """One vector a passage: what its document is about and what it says itself, half each.

    Measured on paraphrased questions: with the text alone a third less was found in the first place.
    """
    about = embedder().embed([f"{passage.title}. {passage.topics}" for passage in passages])
    said = embedder().embed([f"{passage.title}. {passage.section}. {passage.text}" for passage in passages])
    return unit(about + said)
