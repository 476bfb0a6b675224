"""Tables of phrases, looked up fast: every phrase is filed under the first letters that it can begin with.

In a phrase `*` stands for the rest of a word (or, in front, for its beginning), `…` for up to five words, `#` for a
number, `@` for a customer's name, `§` for a colleague's, `¤` for a contact's, `(a|b|)` for a choice, `?` for what may
be missing before it. Case and accents do not count; ä, ö, ü also match ae, oe, ue.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .message import ACCOUNT, CONTACT, COVERS, PERSON

_SIGN = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_UMLAUTS = {"ä": "ae?", "ö": "oe?", "ü": "ue?", "ß": "ss", "œ": "oe", "’": "'"}
_NAMES = {"@": f"{ACCOUNT}+", "§": f"{PERSON}+", "¤": f"{CONTACT}+"}
_WORD_END = r"(?![^\W_\u3040-\u30ff\u3400-\u9fff])"
_GAP = r"(?:[^\s.!?;。！？；]+\s+){0,5}?"
_GAP_OF_SIGNS = r"[^.!?;。！？；\n]{0,12}?"
_KEY = 3
"""Letters under which a phrase is filed."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue heard between two places of a message."""

    cue: str
    start: int
    end: int


def plain(letter: str) -> str:
    """A letter without its accent."""
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))


def pattern(phrase: str) -> str:
    """The regular expression of a phrase, over folded text."""
    signs = bool(_SIGN.search(phrase))
    out: list[str] = []
    skip_space = False
    for letter in unicodedata.normalize("NFC", phrase.lower()):
        if letter == " ":
            if not skip_space:
                out.append(r"\s*" if signs else r"\s+")
            continue
        skip_space = letter == "…" and not signs
        if letter == "…":
            out.append(_GAP_OF_SIGNS if signs else _GAP)
        elif letter in "(|)?":
            out.append("(?:" if letter == "(" else letter)
        elif letter == "*" and signs:
            out.append("?" if out and out[-1] == ")" else "[a-z]*")
        elif letter in _NAMES:
            out.append(_NAMES[letter])
        else:
            out.append(_UMLAUTS.get(letter) or {"*": r"\w*", "#": r"\d+"}.get(letter) or re.escape(plain(letter)))
    return "".join(out) + ("" if signs else _WORD_END)


def heads(phrase: str) -> set[str]:
    """The first letters, up to three, that a message may have where the phrase begins."""
    found: set[str] = set()
    open_ends = [("", unicodedata.normalize("NFC", phrase.lower()))]
    while open_ends:
        head, rest = open_ends.pop()
        if len(head) >= _KEY or not rest or rest[0] in " *…#@§¤" or (head and _SIGN.match(head)):
            found.add(head[:_KEY] if head else _NAMES.get(rest[:1], rest[:1])[:1])
        elif rest[0] == "(":
            options, tail = _choice(rest)
            options += [""] if tail[:1] in ("?", "*") else []
            open_ends += [(head, option + tail.removeprefix("?")) for option in options]
        elif rest[1:2] == "?":
            open_ends += [(head, rest[2:]), (head, rest[0] + rest[2:])]
        elif rest[0] in "äöü":
            open_ends += [(head + plain(rest[0]), rest[1:]), (head + plain(rest[0]) + "e", rest[1:])]
        else:
            open_ends.append((head + _UMLAUTS.get(rest[0], plain(rest[0])), rest[1:]))
    return found


def _choice(phrase: str) -> tuple[list[str], str]:
    """The options of the choice that `phrase` begins with, and what follows it."""
    depth, begin = 0, 1
    options: list[str] = []
    for place, letter in enumerate(phrase):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth == 0:
            return [*options, phrase[begin:place]], phrase[place + 1 :]
        if letter == "|" and depth == 1:
            options.append(phrase[begin:place])
            begin = place + 1
    raise ValueError(f"a choice is not closed: {phrase}")


class Lookup:
    """Finds the cues of a table in a message."""

    def __init__(self, table: Mapping[str, Iterable[str]]) -> None:
        self._filed: dict[str, list[tuple[str, str]]] = {}
        self._compiled: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
        for cue, phrases in table.items():
            for phrase in phrases:
                for head in heads(phrase):
                    self._filed.setdefault(head, []).append((cue, phrase))

    def find(self, low: str) -> list[Hit]:
        """Every cue in `low`, wherever a word begins (signs: anywhere)."""
        return list(self._find(low))

    def _find(self, low: str) -> Iterator[Hit]:
        before = " "
        for place, letter in enumerate(low):
            if letter in COVERS:
                keys = [letter] if letter != before else []
            elif _SIGN.match(letter):
                keys = [letter]
            elif not letter.isspace() and not (_in_word(before) and letter.isalnum()):
                keys = [low[place : place + 1], low[place : place + 2], low[place : place + _KEY], "*"]
                keys += ["#"] if letter.isdigit() else []
            else:
                keys = []
            for key in keys:
                for cue, compiled in self._bucket(key):
                    match = compiled.match(low, place)
                    if match and match.end() > place:
                        yield Hit(cue, place, match.end())
            before = letter

    def _bucket(self, key: str) -> list[tuple[str, re.Pattern[str]]]:
        bucket = self._compiled.get(key)
        if bucket is None:
            filed = self._filed.get(key, ())
            bucket = self._compiled[key] = [(cue, re.compile(pattern(phrase))) for cue, phrase in filed]
        return bucket


def _in_word(before: str) -> bool:
    return before.isalnum() and not _SIGN.match(before)
