"""What a model says about an answer, sentence by sentence: shown only where the answer's own cards vouch for all of it.

Every number, date, amount and name in a sentence must stand in what the tools returned this turn; a figure beside a
customer's name in that customer's own row. A sentence of which that can't be seen is left out: the cards stand alone.
Letters to customers are checked in `tools/kit/evidence.py`.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from tools.kit.figures import DayIn, take_days
from tools.kit.names import Found, Names
from tools.kit.plainness import is_plain, tidied
from tools.kit.said_figures import SaidFigure, labels, said_figures
from tools.kit.talk import SIGNS, WORD, Talk, talk

MOST = 4
"""Sentences that are shown."""

_ENDS = re.compile(r"(?<=[.!?…])[\"”»’)]?\s+(?=[\"“„«(]?[A-ZÀ-ÞŒ\d\u3400-\u9fff])|(?<=[。！？])")
_NO_END = re.compile(
    r"(?:\b[A-Za-zÀ-ÿ]|\b\d{1,2}|\b(?:Dr|Mr|Mrs|Ms|Prof|Nr|No|St|ca|bzw|Mio|Mrd|Tsd|vs|etc|env|max|min))\.$"
)


@dataclass(frozen=True)
class Piece:
    """One row, fact block or headline of an answer, as text."""

    text: str
    language: str

    @cached_property
    def days(self) -> tuple[DayIn, ...]:
        """Its dates."""
        return tuple(take_days(self.text)[1])

    @cached_property
    def figures(self) -> frozenset[tuple[object, str, bool]]:
        """Its numbers."""
        return frozenset(figure.sense for figure in said_figures(take_days(self.text)[0], self.language))


@dataclass(frozen=True)
class Evidence:
    """What the tools returned this turn. `accounts` are the names of the customers in it."""

    pieces: tuple[Piece, ...]
    accounts: tuple[str, ...]
    language: str
    names: Names

    @cached_property
    def text(self) -> str:
        """All of it."""
        return "\n".join(piece.text for piece in self.pieces)

    @cached_property
    def folded(self) -> str:
        """All of it without case."""
        return self.text.casefold()

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words as they are spelled."""
        return frozenset(WORD.findall(self.text.replace("’", "'")))

    @cached_property
    def low_words(self) -> frozenset[str]:
        """Its words without case."""
        return frozenset(word.casefold() for word in self.words)

    def about(self, accounts: Sequence[str]) -> list[Piece]:
        """The pieces that may vouch for a sentence about these customers: their own, and in an answer about one
        customer all."""
        if not accounts or len(self.accounts) == 1:
            return list(self.pieces)
        own = [piece for piece in self.pieces if any(name.casefold() in piece.text.casefold() for name in accounts)]
        return own or list(self.pieces)


def evidence(texts: Iterable[str], accounts: Iterable[str], language: str, names: Names) -> Evidence:
    """The evidence of an answer: the texts of its rows, blocks and lines, and the customers in them."""
    pieces = tuple(Piece(tidied(unicodedata.normalize("NFC", text)), language) for text in texts if text.strip())
    found = "\n".join(piece.text for piece in pieces).casefold()
    known = tuple(dict.fromkeys(name for name in accounts if name.casefold() in found))
    return Evidence(pieces, known, language, names)


def kept(text: str, known: Evidence) -> tuple[str, ...]:
    """The sentences of a model's text that the evidence vouches for, in their order, at most a few."""
    return tuple(sentence for sentence in sentences(text) if not faults(sentence, known))[:MOST]


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [tidied(sentence) for line in text.splitlines() for sentence in _of_line(line)]


def _of_line(line: str) -> list[str]:
    found: list[str] = []
    for part in filter(None, (part.strip() for part in _ENDS.split(line))):
        if found and _NO_END.search(found[-1]):
            found[-1] = f"{found[-1]} {part}"
        else:
            found.append(part)
    return found


def faults(sentence: str, known: Evidence) -> list[str]:
    """What in the sentence nothing vouches for; empty: it may be shown."""
    sentence = tidied(sentence)
    if not known.pieces:
        return ["no evidence"]
    if not is_plain(sentence):
        return ["not plain"]
    said = talk(known.language)
    named = [name for name in known.accounts if name.casefold() in sentence.casefold()]
    rest = _without(sentence, sorted(named, key=len, reverse=True))
    found = [heard.text for heard in known.names.heard_accounts(sentence) if not _is_vouched(heard.rows, known)]
    found += _figures_beyond(rest, known, known.about(named))
    days_apart, _ = take_days(rest)
    found += [label for label in labels(rest) if label not in known.text]
    return (
        found
        + (_signs_beyond(days_apart, known, said) if known.language == "zh" else [])
        + _words_beyond(days_apart, known, said)
    )


def _is_vouched(rows: Iterable[Found], known: Evidence) -> bool:
    return any(row.name.casefold() in known.folded for row in rows)


def _without(sentence: str, names: Iterable[str]) -> str:
    for name in names:
        sentence = re.sub(rf"{re.escape(name)}(?:['’]s|s['’])?", " ", sentence, flags=re.IGNORECASE)
    return sentence


def _figures_beyond(text: str, known: Evidence, own: Sequence[Piece]) -> list[str]:
    """Figures that no piece has; of a customer's amounts, shares and dates, that no piece of its own has."""
    rest, days = take_days(text)
    missing = [
        day.spelling for day in days if not any(day.is_covered_by(other) for piece in own for other in piece.days)
    ]
    anywhere = {sense for piece in known.pieces for sense in piece.figures}
    in_own = {sense for piece in own for sense in piece.figures}
    years = {(day.year, "plain", False) for piece in own for day in piece.days if day.year}
    for figure in said_figures(rest, known.language):
        held = anywhere if figure.kind == "plain" and not figure.scaled else in_own
        if figure.sense not in held and not _is_year(figure, years):
            missing.append(figure.spelling)
    return missing


def _is_year(figure: SaidFigure, years: set[tuple[int, str, bool]]) -> bool:
    return any(figure.value == year and figure.sense[1:] == (kind, scaled) for year, kind, scaled in years)


def _words_beyond(text: str, known: Evidence, said: Talk) -> list[str]:
    """Words that neither our own texts nor the answer know; capitals inside a sentence that the answer does not write so;
    days and quantities that hang on nothing the answer says."""
    found: list[str] = []
    first = True
    before = ""
    for match in WORD.finditer(text):
        word = match[0].replace("’", "'")
        low = word.casefold()
        if low in said.unsure or any(part in said.unsure for part in re.split("['-]", low)):
            vouched = low in known.low_words
        elif word in said.capitals:
            vouched = True
        elif SIGNS.fullmatch(word):
            vouched = known.language == "zh" or word in known.text
        else:
            vouched = _is_known(word, known, said, inside=not first, before=before)
        if not vouched and low not in said.numbers and low not in said.scales:
            found.append(match[0])
        between = text[match.end() : match.end() + 1]
        before = word if between == " " else ""
        first = False
    return found


def _is_known(word: str, known: Evidence, said: Talk, *, inside: bool, before: str) -> bool:
    if word in known.words or word.removesuffix("'s") in known.words:
        return True
    capital = word[0].isupper()
    if capital and inside and known.language in ("en", "fr"):
        return False
    if word[1:] != word[1:].lower() and "-" not in word:
        return False  # BlueHarbour, XII
    if capital and known.language == "de" and before[:1].isupper() and inside and _is_pair(before, word, known):
        return False
    return word.casefold() in known.low_words or said.knows(word)


def _is_pair(before: str, word: str, known: Evidence) -> bool:
    """Two German nouns side by side are somebody's name as soon as the first is no sentence's first word."""
    return (
        before.casefold() not in known.low_words
        and f"{before} {word}" not in known.text
        and not before[0].islower()
        and len(before) > 4
    )


def _signs_beyond(text: str, known: Evidence, said: Talk) -> list[str]:
    """Runs of Chinese signs that can't be made of words in use or of what the answer writes."""
    found = [word for word in said.unsure if word in text and word not in known.text]
    for run in SIGNS.findall(text):
        covered = [False] * len(run)
        for start in range(len(run)):
            for end in range(min(len(run), start + 12), start, -1):
                part = run[start:end]
                if (
                    part in said.grams
                    or part in said.numbers
                    or part in said.scales
                    or (end - start > 1 and part in known.text)
                ):
                    covered[start:end] = [True] * (end - start)
                    break
        if not all(covered):
            found.append(run)
    return found
