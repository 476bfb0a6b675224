"""Tables of phrases, looked up fast: every phrase is filed under the first letters that it can begin with.

In a phrase `*` stands for the rest of a word (or, in front, for its beginning), `…` for up to five words, `#` for a
number, `@` for a customer's name, `§` for a colleague's, `¤` for a contact's, `(a|b|)` for a choice, `?` for what may
be missing before it. Case and accents do not count; ä, ö, ü also match ae, oe, ue.

Phrases are walked, not compiled to regular expressions: a process that answers one message must not pay for thousands.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .message import ACCOUNT, CONTACT, COVERS, PERSON

_SIGN = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_ACCENTS = re.compile("[\u0300-\u036f]")
_LETTERS = {"ß": "ss", "œ": "oe", "’": "'"}
_NAMES = {"@": ACCOUNT, "§": PERSON, "¤": CONTACT}
_STOPS = ".!?;。！？；\n"
_GAP_WORDS = 5
_GAP_SIGNS = 12
_KEY = 4
"""Letters under which a phrase is filed."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue heard between two places of a message."""

    cue: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Literal:
    """Letters as they stand."""

    text: str


@dataclass(frozen=True, slots=True)
class Sign:
    """One of the signs with a meaning: space * … # @ § ¤."""

    kind: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several sequences; nothing, where one of them is empty."""

    options: "tuple[Sequence, ...]"


Sequence = tuple[Literal | Sign | Choice, ...]


def plain(text: str) -> str:
    """A text without accents."""
    return text if text.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFKD", text))


def parse(phrase: str) -> Sequence:
    """A phrase as a sequence to walk. Raises ValueError where a choice is not closed."""
    sequence, rest = _sequence(unicodedata.normalize("NFC", phrase.lower()), bool(_SIGN.search(phrase)), 0)
    if rest:
        raise ValueError(f"a choice is closed twice: {phrase}")
    return sequence


def _sequence(text: str, signs: bool, depth: int) -> tuple[Sequence, str]:
    """The sequence up to the end of its choice, and what is left."""
    out: list[Literal | Sign | Choice] = []
    letters = ""
    while text:
        letter = text[0]
        if letter in "|)" and depth:
            break
        text = text[1:]
        if letter not in "(äöü*?… #@§¤":
            letters += _LETTERS.get(letter) or plain(letter)
            continue
        if letters and letter != "?":
            out.append(Literal(letters))
            letters = ""
        if letter == "(":
            choice, text = _choice(text, signs, depth + 1)
            out.append(choice)
        elif letter in "äöü":
            base = plain(letter)
            out.append(Choice(((Literal(base),), (Literal(base + "e"),))))
        elif letter == "?":
            if letters:
                out += [Literal(letters[:-1])] if len(letters) > 1 else []
                out.append(Choice(((Literal(letters[-1]),), ())))
                letters = ""
            elif out:
                out[-1] = Choice(((out[-1],), ()))
        elif letter == "*" and signs and out and isinstance(out[-1], Choice):
            out[-1] = Choice((*out[-1].options, ()))
        elif letter != " " or not (out and out[-1] == Sign("…")):
            out.append(Sign(letter))
    if letters:
        out.append(Literal(letters))
    return tuple(out), text


def _choice(text: str, signs: bool, depth: int) -> tuple[Choice, str]:
    options = []
    while True:
        option, text = _sequence(text, signs, depth)
        options.append(option)
        if not text:
            raise ValueError("a choice is not closed")
        closed, text = text[0] == ")", text[1:]
        if closed:
            return Choice(tuple(options)), text


def heads(sequence: Sequence) -> set[str]:
    """The first letters, up to four, that a message may have where the phrase begins."""
    found: set[str] = set()
    open_ends: list[tuple[str, Sequence]] = [("", sequence)]
    while open_ends:
        head, rest = open_ends.pop()
        if len(head) >= _KEY or not rest or (head and _SIGN.match(head)):
            if head:
                found.add(head[0] if _SIGN.match(head) else head[:_KEY])
            continue
        first, tail = rest[0], rest[1:]
        if isinstance(first, Literal):
            open_ends.append((head + first.text, tail))
        elif isinstance(first, Choice):
            open_ends += [(head, (*option, *tail)) for option in first.options]
        else:
            found.add(head or _NAMES.get(first.kind, first.kind))
    return found


def _heads(phrase: str) -> set[str]:
    """The same of a phrase as it is written; most begin with four plain letters, and need no parsing for it."""
    head = phrase[:_KEY].lower()
    return (
        {head}
        if len(head) == _KEY and head.isascii() and head.isalpha() and phrase[_KEY : _KEY + 1] != "?"
        else heads(parse(phrase))
    )


def walk(sequence: Sequence, low: str, places: set[int], signs: bool) -> set[int]:
    """Every place at which `sequence` can end when it begins at one of `places`."""
    for node in sequence:
        if isinstance(node, Literal):
            places = {place + len(node.text) for place in places if low.startswith(node.text, place)}
        elif isinstance(node, Choice):
            places = set().union(*(walk(option, low, places, signs) for option in node.options))
        else:
            places = {end for place in places for end in _after(node.kind, low, place, signs)}
        if not places:
            break
    return places


def _after(kind: str, low: str, place: int, signs: bool) -> Iterable[int]:
    if kind == " ":
        end = place
        while end < len(low) and low[end].isspace():
            end += 1
        return (end,) if end > place or signs else ()
    if kind == "*":
        return range(place, _run(low, place, ascii_only=signs) + 1)
    if kind == "…":
        return _gap_of_signs(low, place) if signs else _gap(low, place)
    if kind == "#":
        end = place
        while end < len(low) and low[end].isdigit():
            end += 1
        return (end,) if end > place else ()
    end, cover = place, _NAMES[kind]
    while end < len(low) and low[end] == cover:
        end += 1
    return (end,) if end > place else ()


def _run(low: str, place: int, ascii_only: bool) -> int:
    while place < len(low) and (low[place].isalnum() or low[place] == "_"):
        if ascii_only and not low[place].isascii():
            break
        place += 1
    return place


def _gap(low: str, place: int) -> Iterator[int]:
    yield place
    for _ in range(_GAP_WORDS):
        end = place
        while end < len(low) and not low[end].isspace() and low[end] not in _STOPS:
            end += 1
        if end == place or end >= len(low) or not low[end].isspace() or low[end] == "\n":
            return
        while end < len(low) and low[end].isspace():
            end += 1
        place = end
        yield place


def _gap_of_signs(low: str, place: int) -> Iterator[int]:
    for end in range(place, min(len(low), place + _GAP_SIGNS) + 1):
        yield end
        if end < len(low) and low[end] in _STOPS:
            return


class Lookup:
    """Finds the cues of a table in a message. A phrase is parsed when a word first begins like it."""

    def __init__(self, table: Mapping[str, Iterable[str]]) -> None:
        self._filed: dict[str, list[tuple[str, str]]] = {}
        self._parsed: dict[str, list[tuple[str, str, Sequence, bool]]] = {}
        for cue, phrases in table.items():
            for phrase in phrases:
                for head in _heads(phrase):
                    self._filed.setdefault(head, []).append((cue, phrase))

    def _bucket(self, key: str) -> list[tuple[str, str, Sequence, bool]]:
        """The phrases under a key: cue, the letters that they begin with, the phrase itself, whether it is of signs."""
        bucket = self._parsed.get(key)
        if bucket is None:
            bucket = self._parsed[key] = []
            for cue, phrase in self._filed.get(key, ()):
                sequence = parse(phrase)
                first = sequence[0].text if sequence and isinstance(sequence[0], Literal) else ""
                bucket.append((cue, first, sequence, bool(_SIGN.search(phrase))))
        return bucket

    def find(self, low: str) -> list[Hit]:
        """Every cue in `low`, wherever a word begins (signs: anywhere)."""
        return list(self._find(low))

    def _find(self, low: str) -> Iterator[Hit]:
        before = " "
        for place, letter in enumerate(low):
            for key in _keys(low, place, letter, before):
                for cue, first, sequence, signs in self._bucket(key):
                    if not low.startswith(first, place):
                        continue
                    ends = walk(sequence, low, {place}, signs)
                    whole = [end for end in ends if signs or not _goes_on(low, end)]
                    if whole and (end := max(whole)) > place:
                        yield Hit(cue, place, end)
            before = letter


def _keys(low: str, place: int, letter: str, before: str) -> Iterable[str]:
    if letter in COVERS:
        return (letter,) if letter != before else ()
    if _SIGN.match(letter):
        return (letter,)
    if letter.isspace() or (_in_word(before) and letter.isalnum()):
        return ()
    keys = {low[place : place + length] for length in range(1, _KEY + 1)} | {"*"}
    return keys | {"#"} if letter.isdigit() else keys


def _in_word(before: str) -> bool:
    return before.isalnum() and not _SIGN.match(before)


def _goes_on(low: str, end: int) -> bool:
    """Whether a word that has begun before `end` goes on after it."""
    return 0 < end < len(low) and _in_word(low[end]) and _in_word(low[end - 1])
