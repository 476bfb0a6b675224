"""A model's arguments, held against what the person said: what is to be kept word for word is theirs, and no link, mention
or figure gets in that they did not write."""

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.agents.base import Json
from tools.kit.plainness import is_plain, tidied
from tools.kit.said_figures import said_figures
from tools.kit.talk import WORD

WORD_FOR_WORD = frozenset({"note_body", "feedback"})
FREE = frozenset({"topic", "task", "reason", "focus", "query", "exclude", "length", "tone", "title"})
"""Texts in the model's words, about what the person wants."""
_LONGEST = 300
_CLOSED = re.compile(r"[a-z][a-z_]{0,39}|\d{4}-\d{2}-\d{2}")
"""Values of closed vocabularies, and days: the toolbox checks them."""


def unfaithful(arguments: Mapping[str, Json], said: Sequence[str], returned: str, language: str) -> list[str]:
    """The names of arguments that say what nobody said. `said`: the person's messages; `returned`: what tools gave."""
    own = "\n".join(said)
    return [name for name, value in arguments.items() if not _is_faithful(name, value, own, returned, language)]


def _is_faithful(name: str, value: Json, own: str, returned: str, language: str) -> bool:
    texts = list(_texts(value))
    if name in WORD_FOR_WORD:
        return all(_squeezed(text) in _squeezed(own) for text in texts)
    for text in texts:
        if _CLOSED.fullmatch(text):
            continue
        in_own_words = _squeezed(text) in _squeezed(own)
        if len(text) > _LONGEST and not in_own_words:
            return False
        if not in_own_words and not is_plain(tidied(text)[:_LONGEST] or " ") and text.strip():
            return False
        if name in FREE and not in_own_words and _figures(text, language) - _figures(f"{own}\n{returned}", language):
            return False
    return True


def _texts(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, Sequence):
        for item in value:
            yield from _texts(item)


def _squeezed(text: str) -> str:
    """The letters and digits alone, so that signs and spaces may differ but no word may."""
    return "".join(re.findall(rf"{WORD.pattern}|\d", text.casefold()))


def _figures(text: str, language: str) -> set[object]:
    return {figure.value for figure in said_figures(text, language)}
