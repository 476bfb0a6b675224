"""What of a topic may stand in a customer's letter: the asker's words are for us, the letter is for the customer."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from tools.kit.figures import figures, take_days
from tools.kit.letters import words
from tools.kit.names.folding import fold
from tools.kit.spelling import one_line

LONGEST = 300
_HAN = re.compile(r"[\u4e00-\u9fff]")
_WORD = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile(r"[“„«\"「](.{3,}?)[”“»\"」]")
_FIRST_PERSON = re.compile(r"^(i'?m |i am |i |we |je |j'|nous |on |ich |wir |我)", re.IGNORECASE)
_SENTENCE = re.compile(
    r"^(i'?m |i am |i |we |je |j'|nous |on |ich |wir |我|我们|er |sie |he |she |they |il |elle |他|她)", re.IGNORECASE
)


Verdict = Literal["ready", "other_language", "internal", "none"]


@dataclass(frozen=True)
class Topic:
    """A topic, cleaned, and whether it can go to the customer as it stands."""

    text: str
    verdict: Verdict

    @property
    def is_sentence(self) -> bool:
        """Whether it speaks in the first or third person, so that it can't hang on "about"."""
        return bool(_SENTENCE.match(self.text))


def read_topic(said: str | None, language: str, usual: str, names_others: Callable[[str], bool]) -> Topic:
    """The topic as a letter in `language` may use it.

    `usual` is the asker's own language, which decides where the words don't; `names_others` tells whether a text names
    another customer, which no letter does.
    """
    text = one_line(said or "")[:LONGEST].strip(" .。!！;；,，")
    if not text:
        return Topic("", "none")
    if names_others(text) or any(
        _has(text, mark) for one in ("en", "fr", "de", "zh") for mark in words(one)["internal"].values()
    ):
        return Topic(text, "internal")
    return Topic(text, "ready" if language_of_words(text, usual) == language else "other_language")


def _has(text: str, marks: str) -> bool:
    folded = fold(text)
    return any(re.search(mark if _HAN.search(mark) else rf"\b(?:{mark})\b", folded) for mark in marks.split("; "))


def language_of_words(text: str, usual: str) -> str:
    """The language of a few words: by script, else by small words; `usual` where neither tells."""
    if _HAN.search(text):
        return "zh"
    spoken = {word.casefold() for word in _WORD.findall(text)}
    counts = {one: len(spoken & set(words(one)["marks"]["small_words"].split())) for one in ("en", "fr", "de")}
    best = max(counts.values())
    leading = [one for one, count in counts.items() if count == best]
    if best and len(leading) == 1:
        return leading[0]
    return usual if usual != "zh" else "en"


def quotation(text: str) -> str | None:
    """The customer's own words in a topic: what stands in quotation marks, or a sentence in the first person.

    None: the topic is the asker's account of it, and no letter says "you wrote" of that.
    """
    inner = _QUOTED.search(text)
    if inner is None and not _FIRST_PERSON.match(text):
        return None
    return re.sub(r"[“”„«»\"「」]", "", inner[1] if inner else text).strip()


def percent_in(text: str) -> Decimal | None:
    """The share that a topic names ("4%", "3,5 Prozent"): the only one, else None."""
    rest, _ = take_days(text)
    found = {figure.value for figure in figures(rest) if figure.kind == "percent"}
    return found.pop() if len(found) == 1 else None
