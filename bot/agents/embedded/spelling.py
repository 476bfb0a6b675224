"""Typing errors in the words that the tables know: "peroid", "helth", "accross" are read as what was meant."""

import re
from functools import lru_cache

from . import classifier
from .languages import load
from .message import Message

_WORD = re.compile(r"(?<![\w'])[a-z]{5,14}(?![\w'])")
_MOST = 40
"""Words of a message that are looked at."""


def mend(message: Message, codes: tuple[str, ...]) -> None:
    """Replaces words that are one slip away from a known word, where that word is the only such one."""
    known = _known(codes)
    for match in reversed(list(_WORD.finditer(message.low))[:_MOST]):
        word = match.group()
        if word in known or word.removesuffix("s") in known or word in classifier.known_words():
            continue
        if any(load(code).knows(word) for code in codes):
            continue
        near = {
            one for one in _slips(word) & known if (one[0], one[-1]) == (word[0], word[-1])
        }  # not another ending of it
        if len(near) == 1:
            message.replace(match.start(), match.end(), next(iter(near)))


@lru_cache(maxsize=16)
def _known(codes: tuple[str, ...]) -> frozenset[str]:
    return frozenset(
        word
        for code in codes
        for word in load(code).vocabulary | load(code).stems | load(code).common
        if word.isascii()
    )


@lru_cache(maxsize=4096)
def _slips(word: str) -> frozenset[str]:
    """What the word may be if a letter is missing, doubled, swapped, or (in long words) another."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    found = {left + right[1:] for left, right in cuts if right and len(word) > 5}
    found |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    found |= {left + letter + right for left, right in cuts for letter in letters}
    if len(word) > 7:
        found |= {left + letter + right[1:] for left, right in cuts if right for letter in letters}
    return frozenset(found)
