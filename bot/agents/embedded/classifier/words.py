"""A stretch of a message as the model sees it: words, pairs of words, pieces of words, signs, and what the tables heard.

Names, times and amounts are one word each, whatever they say: what is learnt holds for every customer and every day.
"""

import re
from collections.abc import Iterable, Sequence
from zlib import crc32

from bot.agents.embedded.message import ACCOUNT, CONTACT, HIDDEN, PERSON, QUOTED

_TOKEN = re.compile(
    rf"{ACCOUNT}+|{CONTACT}+|{PERSON}+|{QUOTED}+|{HIDDEN}+|\x01+|[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]+(?:'[^\W\d_]+)?|\d[\d.,]*|[?？!:：%€$£]"
)
_STANDS_FOR = {ACCOUNT: "§a", CONTACT: "§c", PERSON: "§p", QUOTED: "§q", "\x01": "§t", "？": "?", "：": ":"}
_FIRST, _LAST = 48, 12
"""Tokens of a long message that are looked at: its beginning and its end. What lies between is a note's."""
TIME = "\x01"
"""The sign under which a time is covered."""


def tokens(low: str) -> list[str]:
    """The words of a folded, covered text, in order."""
    found: list[str] = []
    for match in _TOKEN.finditer(low):
        word = match.group()
        if word[0] == HIDDEN:
            continue
        found.append(_STANDS_FOR.get(word[0], "§n" if word[0].isdigit() else word))
    return found if len(found) <= _FIRST + _LAST else [*found[:_FIRST], "…", *found[-_LAST:]]


def pieces(low: str, heard: Iterable[str]) -> list[int]:
    """The features of a text, as numbers of 32 bits, each once. `heard`: what the tables and rules heard in it."""
    said = tokens(low)
    names = {f"f {one}" for one in heard}
    names.update(said)
    names.update(_runs(said))
    for word in said:
        if len(word) > 3 and word.isalpha():
            names.update(_parts(word))
    return [crc32(name.encode()) for name in names]


def _runs(said: Sequence[str]) -> Iterable[str]:
    edged = ["^", *said, "$"]
    for place in range(len(edged) - 1):
        yield f"{edged[place]} {edged[place + 1]}"
        if place + 2 < len(edged):
            yield f"{edged[place]} {edged[place + 1]} {edged[place + 2]}"


def _parts(word: str) -> Iterable[str]:
    whole = f"<{word}>"
    return (f"~{whole[place : place + 4]}" for place in range(len(whole) - 3))
