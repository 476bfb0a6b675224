"""The trained model: for each feature of a text a few numbers, one a label."""

import math
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from struct import Struct

TOOLS, JOINTS = Path(__file__).with_name("tools.bin"), Path(__file__).with_name("joints.bin")
WORDS = Path(__file__).with_name("words.txt")
_HEAD = Struct("<4sII64s")
MAGIC = b"STW1"
STEP = 1 / 16
"""A weight is a whole number of these."""


@dataclass(frozen=True)
class Likeness:
    """How like each label a text is: probabilities, which add up to 1."""

    of: Mapping[str, float]

    @property
    def best(self) -> str:
        """The likeliest label."""
        return max(self.of, key=lambda label: self.of[label])

    def among(self, labels: Iterable[str]) -> tuple[str | None, float]:
        """The likeliest of some labels, and how likely it is."""
        found = max(labels, key=lambda label: self.of.get(label, 0.0), default=None)
        return found, self.of.get(found, 0.0) if found else 0.0


class Classifier:
    """Weights as training left them."""

    def __init__(self, data: bytes) -> None:
        """`data`: the file that training writes. Raises ValueError for any other."""
        magic, labels, features, self.digest = _HEAD.unpack_from(data)
        if magic != MAGIC:
            raise ValueError("this is no file of weights: run `make train`")
        place = _HEAD.size
        width = int.from_bytes(data[place : place + 4], "little")
        self.labels = tuple(data[place + 4 : place + 4 + width].decode().split())
        place += 4 + width
        if len(self.labels) != labels:
            raise ValueError("the file of weights is damaged: run `make train`")
        self._bias = array("f", data[place : place + 4 * labels])
        place += 4 * labels
        self._hashes = _array("I", data, place, features)
        place += 4 * features
        self._first = _array("I", data, place, features + 1)
        place += 4 * (features + 1)
        entries = self._first[-1]
        self._label = _array("B", data, place, entries)
        self._weight = _array("b", data, place + entries, entries)

    def likeness(self, features: Iterable[int]) -> Likeness:
        """What a text of these features is like."""
        sums = [0.0] * len(self.labels)
        hashes, first, label, weight = self._hashes, self._first, self._label, self._weight
        most = len(hashes)
        count = 0
        for feature in features:
            count += 1
            place = bisect_left(hashes, feature)
            if place < most and hashes[place] == feature:
                start, end = first[place], first[place + 1]
                for one, value in zip(label[start:end], weight[start:end], strict=True):
                    sums[one] += value
        scale = STEP / math.sqrt(max(count, 1))
        scores = [bias + scale * total for bias, total in zip(self._bias, sums, strict=True)]
        highest = max(scores)
        powers = [math.exp(score - highest) for score in scores]
        total = sum(powers)
        return Likeness({name: power / total for name, power in zip(self.labels, powers, strict=True)})


def _array(kind: str, data: bytes, place: int, count: int) -> "array[int]":
    found: array[int] = array(kind)
    found.frombytes(data[place : place + count * found.itemsize])
    return found


@cache
def known_words() -> frozenset[str]:
    """The words of the examples, folded: none of them is a typing error."""
    return frozenset(WORDS.read_text(encoding="utf-8").split())


@cache
def tools() -> Classifier:
    """What a stretch of a message is for: a tool, or decline, acknowledge, followup."""
    return Classifier(TOOLS.read_bytes())


@cache
def joints() -> Classifier:
    """Whether a new request begins at a place: "new" or "same"."""
    return Classifier(JOINTS.read_bytes())
