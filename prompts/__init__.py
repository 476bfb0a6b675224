"""What a language model is told, as files: loaded, filled, hashed. No other room holds such a text.

A file is Markdown; `{name}` is a place that the caller fills. Tools and outcomes are named in backticks, and a test holds
those names against what there is.
"""

import hashlib
import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent

_PLACE = re.compile(r"\{(\w+)\}")
_NAME = re.compile(r"`(\w+)`")


class PromptError(ValueError):
    """A prompt's places and what was given for them do not agree."""


@cache
def names() -> tuple[str, ...]:
    """Every prompt: the files of this folder."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.md")))


@cache
def text(name: str) -> str:
    """A prompt as it stands in its file."""
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8").strip()


def filled(name: str, **values: str) -> str:
    """A prompt with its places filled. Raises PromptError where one is missing, or given and not there."""
    places = set(_PLACE.findall(text(name)))
    if places != set(values):
        raise PromptError(f"{name}: places {sorted(places)}, given {sorted(values)}")
    return _PLACE.sub(lambda match: values[match[1]], text(name))


def digest(*names: str) -> str:
    """The first twelve letters of the SHA-256 of these prompts, as the audit keeps them."""
    return hashlib.sha256("\x1f".join(map(text, names)).encode()).hexdigest()[:12]


def named(name: str) -> frozenset[str]:
    """The names of tools and outcomes that a prompt speaks of."""
    return frozenset(_NAME.findall(text(name)))
