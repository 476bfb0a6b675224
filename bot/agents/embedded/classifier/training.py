"""Trains the models on the examples: `make train` writes the weights. Needs scikit-learn, which only development has."""

import hashlib
import random
import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from struct import pack
from typing import TYPE_CHECKING, TypeVar

from bot.agents.base import View
from bot.agents.embedded.languages import CODES
from bot.agents.embedded.likeness import Likenesses, stretches
from bot.agents.embedded.message import Message
from bot.agents.embedded.scene import Scene, look
from tools.kit.names import Found, Heard

from .model import JOINTS, MAGIC, STEP, TOOLS, WORDS, Classifier, known_words

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

T = TypeVar("T")
_WORD = re.compile(r"(?<![\w{<@])[a-z]{5,}(?![\w}])")
EXAMPLES = Path(__file__).with_name("examples")
_STRENGTH = 30.0
"""How freely the weights may fit the examples (C of the logistic regression), found by cross-validation."""
_JOINT_STRENGTH = 3.0
_RARE = 2
"""A feature of fewer examples is left out."""
_PARTS = 5
"""Of the examples, one in so many is held back in turn."""
_PAIRS = 1
"""Pairs made of each example, in which the other request begins anew."""
_UNPAIRED = frozenset(["decline", "acknowledge", "followup"])
_JOINERS = {
    "en": (
        ". ",
        ". ",
        ", and ",
        " and ",
        ", then ",
        ". Also ",
        "? ",
        "; ",
        "\n",
        " + ",
        ", also ",
        " and then ",
        ". and ",
        " plus ",
        ". pls also ",
        ", ",
        "? and ",
        ". oh and ",
    ),
    "fr": (
        ". ",
        ". ",
        ", et ",
        " et ",
        ", puis ",
        ". Aussi ",
        " ? ",
        " ; ",
        "\n",
        " + ",
        ", et aussi ",
        ". et ",
        " et puis ",
        ". stp ",
        ", ",
        " ? et ",
        ". au passage, ",
    ),
    "de": (
        ". ",
        ". ",
        ", und ",
        " und ",
        ", dann ",
        ". Außerdem ",
        "? ",
        "; ",
        "\n",
        " + ",
        ", und auch ",
        ". und ",
        " und dann ",
        ". Danach bitte ",
        " sowie ",
        ", ",
        "? und ",
        ". Bitte auch ",
    ),
    "zh": (
        "。",
        "，",
        "，再",
        "，顺便",
        "；",
        "\n",
        "，另外",
        "，然后",
        "，还有",
        "。再帮我",
        "？",
        "，同时",
        "，并",
        "、",
    ),
}
"""What people put between two requests."""
_NAMES = {"{account}": ("account", "Zarvex"), "{contact}": ("contact", "Ilmo Tarvik"), "{person}": ("person", "Quenby")}


@dataclass(frozen=True)
class Example:
    """A message and what it is for: a tool, or decline, acknowledge, followup."""

    language: str
    label: str
    text: str


def examples() -> list[Example]:
    """All examples of all languages, in order of file and line."""
    return [Example(code, label, text) for code in CODES for label, text in _read(EXAMPLES / f"{code}.txt")]


def _read(path: Path) -> Iterator[tuple[str, str]]:
    label = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if not line[0].isspace():
            label = line.strip().removesuffix(":")
        elif not label:
            raise ValueError(f"{path.name}, line {number}: an example stands below the tool that it is for")
        else:
            yield label, line.strip().replace("\\n", "\n")


def digest() -> bytes:
    """What the examples are, in 64 letters: the weights carry it, and a test compares."""
    content = b"".join((EXAMPLES / f"{code}.txt").read_bytes() for code in CODES)
    return hashlib.sha256(content).hexdigest().encode()


class ExampleNames:
    """Names as a desk resolves them, for the three that stand for all names in the examples."""

    def accounts(self, written: str) -> tuple[Found, ...]:
        """The one account."""
        return (Found("account", 1, "Zarvex"),) if written == "Zarvex" else ()

    def account(self, account_id: int) -> Found | None:
        """The one account."""
        return Found("account", 1, "Zarvex") if account_id == 1 else None

    def all_accounts(self, ids: Sequence[int]) -> tuple[Found, ...]:
        """The one account, if it is asked for."""
        return tuple(Found("account", 1, "Zarvex") for id_ in ids if id_ == 1)

    def people(self, written: str) -> tuple[Found, ...]:
        """The one colleague, and whoever is mentioned."""
        known = written == "Quenby" or written.startswith("<@U")
        return (Found("person", 1, "Quenby"),) if known else ()

    def contacts(self, written: str, account_id: int | None = None) -> tuple[Found, ...]:
        """The one contact."""
        return (Found("contact", 1, "Ilmo Tarvik", account_id=1),) if written == "Ilmo Tarvik" else ()

    def heard_accounts(self, message: str) -> tuple[Heard, ...]:
        """Where the account is named."""
        return _heard(message, "Zarvex", Found("account", 1, "Zarvex"))

    def heard_people(self, message: str) -> tuple[Heard, ...]:
        """Where the colleague is named or mentioned."""
        return _heard(message, "Quenby", Found("person", 1, "Quenby"))

    def heard_contacts(self, message: str, account_id: int | None = None) -> tuple[Heard, ...]:
        """Where the contact is named."""
        return _heard(message, "Ilmo Tarvik", Found("contact", 1, "Ilmo Tarvik", account_id=1))

    def vocabulary(self, field: str) -> tuple[str, ...]:
        """Values as books have them."""
        return _VOCABULARY.get(field, ())


_VOCABULARY = {
    "region": ("EMEA", "North America", "APAC", "LATAM", "DACH", "France", "Greater China", "UK & Ireland", "Nordics"),
    "segment": ("Enterprise", "Mid-Market", "SMB"),
    "industry": ("Manufacturing", "Retail", "Healthcare", "Financial Services", "Software", "Logistics", "Energy"),
    "currency": ("EUR", "USD", "GBP", "CHF", "CNY"),
}


def _heard(message: str, name: str, row: Found) -> tuple[Heard, ...]:
    found, place = [], message.find(name)
    while place >= 0:
        found.append(Heard(place, place + len(name), name, (row,)))
        place = message.find(name, place + 1)
    return tuple(found)


def scene_of(text: str, language: str) -> Scene:
    """An example, heard as the agent hears a message."""
    for sign, (_, name) in _NAMES.items():
        text = text.replace(sign, name)
    return look(text, View(date(2026, 3, 18), ExampleNames(), "Quenby", language))


def fit(rows: Sequence[Sequence[int]], labels: Sequence[str], strength: float) -> bytes:
    """Trains on features and labels; returns a file of weights."""
    import numpy
    from sklearn.linear_model import LogisticRegression

    kept = {hash_ for hash_, count in Counter(h for row in rows for h in row).items() if count >= _RARE}
    columns = {hash_: place for place, hash_ in enumerate(sorted(kept))}
    model = LogisticRegression(C=strength, max_iter=200)
    model.fit(_matrix(rows, columns), labels)
    weights, bias = model.coef_.T, model.intercept_
    if len(model.classes_) == 2:  # of two classes scikit-learn keeps one column
        weights, bias = numpy.hstack([-weights / 2, weights / 2]), numpy.hstack([-bias / 2, bias / 2])
    whole = numpy.clip(numpy.rint(weights / STEP), -127, 127).astype(int)
    return _file([str(name) for name in model.classes_], bias.tolist(), sorted(kept), whole.tolist())


def _matrix(rows: Sequence[Sequence[int]], columns: dict[int, int]) -> "csr_matrix":
    from scipy.sparse import csr_matrix

    data, indices, starts = array("d"), array("i"), array("i", [0])
    for row in rows:
        known = [columns[hash_] for hash_ in row if hash_ in columns]
        indices.extend(known)
        data.extend([len(row) ** -0.5] * len(known))
        starts.append(len(indices))
    return csr_matrix((data, indices, starts), shape=(len(rows), len(columns)))


def _file(labels: list[str], bias: list[float], hashes: list[int], weights: list[list[int]]) -> bytes:
    names = " ".join(labels).encode()
    first, label, weight = array("I", [0]), array("B"), array("b")
    kept = array("I")
    for hash_, row in zip(hashes, weights, strict=True):
        said = [(place, value) for place, value in enumerate(row) if value]
        if not said:
            continue
        kept.append(hash_)
        label.extend(place for place, _ in said)
        weight.extend(value for _, value in said)
        first.append(len(label))
    head = pack("<4sII64s", MAGIC, len(labels), len(kept), digest()) + len(names).to_bytes(4, "little") + names
    return head + array("f", bias).tobytes() + b"".join(part.tobytes() for part in (kept, first, label, weight))


def train(tell: Callable[[str], None]) -> None:
    """Trains on all examples and writes the weights; says how well those held back were told each time."""
    known = examples()
    WORDS.write_text("\n".join(_words(known)) + "\n", encoding="utf-8")
    known_words.cache_clear()
    scenes = [scene_of(example.text, example.language) for example in known]
    heard = [Likenesses(scene) for scene in scenes]
    rows = [one.features(0, len(one.low)) for one in heard]
    labels = [example.label for example in known]
    models = [Classifier(fit(_but(rows, part), _but(labels, part), _STRENGTH)) for part in range(_PARTS)]
    right = [models[place % _PARTS].likeness(row).best == labels[place] for place, row in enumerate(rows)]
    for code in CODES:
        told = [one for one, example in zip(right, known, strict=True) if example.language == code]
        tell(f"{code}: of {len(told)} examples, held back in turn, {sum(told) / len(told):.1%} were told right")
    TOOLS.write_bytes(fit(rows, labels, _STRENGTH))
    joints = [joint for part in range(_PARTS) for joint in _joints(known, part, models[part])]
    learnt, unseen = joints[len(joints) // 10 :], joints[: len(joints) // 10]
    trial = Classifier(fit([row for row, _ in learnt], [label for _, label in learnt], _JOINT_STRENGTH))
    told = [trial.likeness(row).best == label for row, label in unseen]
    tell(f"joints: {sum(told) / len(told):.1%} of {len(told)} held back were told right")
    JOINTS.write_bytes(fit([row for row, _ in joints], [label for _, label in joints], _JOINT_STRENGTH))
    tell(f"{len(known)} examples, {(TOOLS.stat().st_size + JOINTS.stat().st_size) / 1000:.0f} kB of weights")


def _words(known: Sequence[Example]) -> list[str]:
    """The words of five letters and more that stand in more than one example."""
    count = Counter(word for example in known for word in set(_WORD.findall(Message(example.text).low)))
    return sorted(word for word, times in count.items() if times > 1)


def _but(rows: Sequence[T], part: int) -> list[T]:
    return [row for place, row in enumerate(rows) if place % _PARTS != part]


def _joints(known: Sequence[Example], part: int, model: Classifier) -> Iterator[tuple[list[int], str]]:
    """The joints of examples that `model` has not seen: inside each none begins anew; of two put together, one does."""
    chance = random.Random(part)  # noqa: S311 - which examples meet is no secret
    unseen = [example for place, example in enumerate(known) if place % _PARTS == part]
    whole = {code: [one for one in unseen if one.language == code and one.label not in _UNPAIRED] for code in CODES}
    more = {code: [one for one in unseen if one.language == code and one.label == "followup"] for code in CODES}
    for example in unseen:
        yield from _marked(example.text, None, example.language, model)
        if example.label in _UNPAIRED:
            continue
        for _ in range(_PAIRS):
            other = chance.choice(whole[example.language])
            joiner = chance.choice(_JOINERS[example.language])
            begun = example.text.rstrip(".?!。？！ ") + joiner
            yield from _marked(begun + _small(other.text, joiner), len(begun), example.language, model)
        if chance.random() < 0.3 and more[example.language]:
            added = chance.choice(more[example.language]).text
            yield from _marked(f"{example.text.rstrip('.?!。？！ ')}, {added}", None, example.language, model)


def _small(text: str, joiner: str) -> str:
    return text if joiner[0] in ".?!\n。？" and len(joiner) < 3 else text[:1].lower() + text[1:]


def _marked(text: str, new: int | None, language: str, model: Classifier) -> Iterator[tuple[list[int], str]]:
    """Each joint of a text with whether a request begins behind it; `new`: where one does, in the text."""
    scene = scene_of(text, language)
    known = Likenesses(scene, model)
    begin_new = None if new is None else scene.message.place(_place(text, new))
    parts = stretches(known.low, 0, len(known.low))
    begin = parts[0][0] if parts else 0
    for (_, end), (first, last) in pairwise(parts):
        is_new = begin_new is not None and abs(first - begin_new) <= 1
        if begin_new is not None and not is_new and first < begin_new < last:
            return  # the joint was not seen where the two meet
        yield known.joint(begin, end, first, last), "new" if is_new else "same"
        begin = first if is_new else begin


def _place(text: str, place: int) -> int:
    """A place in a text once the names stand in it."""
    before = text[:place]
    for sign, (_, name) in _NAMES.items():
        before = before.replace(sign, name)
    return len(before)


if __name__ == "__main__":
    train(print)
