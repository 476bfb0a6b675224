"""How a language speaks of figures, days and customers (`locales/<language>/talk.toml`), for the check of what a model says.

Words are known where our own letters, messages or best-practice documents use them, or the table lists them. A word that is
known is nobody's name; one that is not must stand in what the tools returned.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from locales import FOLDER, LANGUAGES
from tools.kit.letters import vocabulary

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
SIGNS = re.compile(r"[\u3400-\u9fff]+")
_ENDINGS = (
    "ements",
    "ement",
    "ingen",
    "ungen",
    "ing",
    "ies",
    "ern",
    "ées",
    "ent",
    "est",
    "en",
    "er",
    "em",
    "es",
    "ed",
    "ée",
    "és",
    "s",
    "e",
    "n",
    "t",
    "y",
    "é",
)
_LONGEST_GRAM = 4


@dataclass(frozen=True)
class Talk:
    """One language's words."""

    numbers: dict[str, int]
    scales: dict[str, int]
    unsure: frozenset[str]
    capitals: frozenset[str]
    known: frozenset[str]
    """Words and their stems, in lower case."""
    grams: frozenset[str]
    """Runs of Chinese signs that are in use, two to four long, and single ones that are nobody's name."""
    private: re.Pattern[str]

    def knows(self, word: str) -> bool:
        """Whether the word, or another form of it, is one of ours."""
        low = word.casefold().replace("’", "'")
        return low in self.known or (len(low) > 3 and stem(low) in self.known) or _all_known(low, self.known)


def _all_known(word: str, known: frozenset[str]) -> bool:
    parts = re.split(r"['-]", word)
    return len(parts) > 1 and all(part in known or len(part) == 1 for part in parts)


def stem(word: str) -> str:
    """The word without its commonest ending; never shorter than four letters."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


@cache
def talk(language: str) -> Talk:
    """The words of a language."""
    table = tomllib.loads((FOLDER / language / "talk.toml").read_text(encoding="utf-8"))
    text = "\n".join([table["common"], *_own_texts(language)])
    words = {word.casefold().replace("’", "'") for word in WORD.findall(text)} | vocabulary(language)
    grams = set(table.get("single", "")) | {word for word in table["common"].split() if SIGNS.fullmatch(word)}
    return Talk(
        numbers=_pairs(table["numbers"]),
        scales=_pairs(table["scales"]),
        unsure=frozenset(table["unsure"].split()),
        capitals=frozenset(table["capitals"].split()),
        known=frozenset(words | {stem(word) for word in words}),
        grams=frozenset(grams | set(_grams(text))) if language == "zh" else frozenset(),
        private=re.compile(_any_of(table["private"]), re.IGNORECASE),
    )


@cache
def privately() -> tuple[re.Pattern[str], ...]:
    """What announces private words, in each language."""
    return tuple(talk(language).private for language in LANGUAGES)


def _pairs(text: str) -> dict[str, int]:
    return {word: int(value) for word, _, value in (pair.partition("=") for pair in text.split())}


def _any_of(alternatives: str) -> str:
    parts = alternatives.split("|")
    return "|".join(part if SIGNS.match(part) else rf"\b{re.escape(part)}\b" for part in parts)


def _own_texts(language: str) -> Iterator[str]:
    """The words of our own letters and messages."""
    for path in sorted((FOLDER / language / "letters").iterdir()):
        yield path.read_text(encoding="utf-8")
    from locales import catalogues  # reads and writes catalogues: only a model's words are held against them

    catalogue = catalogues.read(language if language != "en" else "fr")
    for message in catalogue:
        said = message.id if language == "en" else message.string
        yield " ".join(said) if isinstance(said, tuple | list) else str(said)


def _grams(text: str) -> Iterator[str]:
    for run in SIGNS.findall(text):
        for length in range(2, _LONGEST_GRAM + 1):
            yield from (run[start : start + length] for start in range(len(run) - length + 1))
