"""The field's terms across languages: what makes a French, German or Chinese question find an English document.

Each language's table stands beside its documents (`documents/<language>/terms.txt`): lines of `what people say, … = the
English words of the documents`; nothing on the right marks words that say nothing about the subject. The embedder does
not cross languages, so a question is put into English word by word; the English table maps what people say to what the
documents call it.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from knowledge.reading import DOCUMENTS

PIVOT = "en"
"""The language into which the tables translate."""

LANGUAGES = ("en", "fr", "de", "zh")

_HAN = re.compile(r"[㐀-鿿]")
_WORD = re.compile(r"[^\W_]+(?:['&/-][^\W_]+)*")
_ACRONYM = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Z0-9]+(?![A-Za-z0-9])")
_ELISION = re.compile(r"\b(?:qu|[cdjlmnst])'(?=\w)")


@dataclass(frozen=True)
class Term:
    """One saying and the English words it stands for; none for a word without a subject."""

    saying: str
    english: str
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Reading:
    """A question in the documents' words."""

    question: str
    language: str
    english: str
    """What the terms in it stand for."""
    explained: tuple[str, ...]
    """The parts of the question, folded, that a term explained."""
    rest: tuple[str, ...]
    """Words with a subject that no term explained, folded; Chinese ones as single characters."""

    @property
    def covered(self) -> int:
        """How many words (in Chinese: characters) the terms explained."""
        return sum(len(part) if self.language == "zh" else len(part.split()) for part in self.explained)

    @property
    def own_words(self) -> tuple[str, ...]:
        """The question's words with a subject, folded; of Chinese only what is longer than a character."""
        words = (*self.explained, *self.rest)
        return tuple(word for word in words if len(word) > 1) if self.language == "zh" else words

    @property
    def in_english(self) -> str:
        """The question as an English document would put it; of a foreign one the acronyms stay."""
        if self.language == PIVOT:
            return self.question
        return " ".join([self.english, *_ACRONYM.findall(self.question)]).strip()


def read(question: str, fallback: str = PIVOT) -> Reading:
    """The question in the documents' words: known terms taken out longest first, each part of the text used once.

    `fallback` is the language assumed when the words do not tell.
    """
    language = language_of(question, fallback)
    rest, english, explained = _plain_words(question, language), list[str](), list[str]()
    for term in terms(language):
        found = term.pattern.findall(rest)
        if found:
            rest = term.pattern.sub(" ", rest)
            if term.english:
                english.append(term.english)
                explained += found
    left = _HAN.findall(rest) + _WORD.findall(_HAN.sub(" ", rest))
    if language != PIVOT:  # QBR and CFO are the same everywhere
        acronyms = {fold(acronym) for acronym in _ACRONYM.findall(question)}
        explained += [word for word in left if word in acronyms]
        left = [word for word in left if word not in acronyms]
    return Reading(question, language, " ".join(dict.fromkeys(english)), tuple(explained), tuple(left))


def language_of(question: str, fallback: str = PIVOT) -> str:
    """The language of a question by its script and its words without a subject; `fallback` when they do not tell."""
    if _HAN.search(question):
        return "zh"
    counts = {language: _function_words(question, language) for language in LANGUAGES if language != "zh"}
    most = max(counts.values())
    best = [language for language, count in counts.items() if count == most]
    return best[0] if len(best) == 1 else (fallback if fallback in best else PIVOT)


def _function_words(question: str, language: str) -> int:
    text = _plain_words(question, language)
    elided = len(_ELISION.findall(fold(question))) if language == "fr" else 0
    return elided + sum(len(term.pattern.findall(text)) for term in terms(language) if not term.english)


def _plain_words(question: str, language: str) -> str:
    folded = fold(question)
    return _ELISION.sub(" ", folded) if language == "fr" else folded


@cache
def terms(language: str) -> tuple[Term, ...]:
    """A language's terms, the longest first; none for a language without a table."""
    file = DOCUMENTS / language / "terms.txt"
    if not file.exists():
        return ()
    lines = file.read_text(encoding="utf-8").splitlines()
    return tuple(sorted(_terms(lines, language), key=lambda term: -len(term.saying)))


def _terms(lines: Iterable[str], language: str) -> Iterable[Term]:
    for line in lines:
        sayings, equals, english = line.partition("=")
        if line.startswith("#") or not equals:
            continue
        for saying in (part.strip() for part in sayings.split(",")):
            yield Term(saying, english.strip(), _pattern(saying, language))


def _pattern(saying: str, language: str) -> re.Pattern[str]:
    """`*` in front: also inside a word; `$` at the end: the word ends there. Chinese has no word ends."""
    words = re.escape(fold(saying).strip("*$")).replace(r"\ ", r"[\s-]+")
    if language == "zh":
        return re.compile(words)
    start = r"\w*" if saying.startswith("*") else r"(?<![\w'])" if language == "en" else r"(?<!\w)"
    return re.compile(start + words + (r"(?![\w'])" if saying.endswith("$") else r"\w*"))


def fold(text: str) -> str:
    """Lower case, one kind of apostrophe, no accents: "Préavis" → "preavis", "Kündigung" → "kundigung"."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
