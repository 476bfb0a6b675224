"""Which tools a model is told of: those that can matter for this message, so that a question stays small.

What the embedded agent thinks of and what the conversation is about come first; then the tools whose examples, in any
language, sound like the message; then a few that fit when nothing does.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

from bot.agents.base import Reading, Said, View
from bot.agents.openai.outcomes import DOES, NAMES, SCHEMAS
from bot.agents.openai.schemas import Schema, schema_of
from tools.kit import toolbox
from tools.kit.names.folding import fold

MOST = 6
"""Tools that are told."""
FALLBACK = ("look_up_account", "list_accounts", "find_guidance", "help")

_WORD = re.compile(r"[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]+")


def told(name: str, does: str, schema: Schema) -> dict[str, object]:
    """A tool as the endpoint is told of it."""
    return {"type": "function", "function": {"name": name, "description": does, "parameters": schema}}


def size(name: str) -> int:
    """Bytes of a tool in a request."""
    does, schema = (DOES[name], SCHEMAS[name]) if name in NAMES else (toolbox.tool(name).does, schema_of(name))
    return len(json.dumps(told(name, does, schema), ensure_ascii=False, separators=(",", ":")).encode()) + 1


def chosen(
    message: str, own: Reading, before: Sequence[Said], view: View, offered: Iterable[str], room: int
) -> list[str]:
    """The names of the tools to tell, the likeliest first, within `room` bytes."""
    may = list(offered)
    wanted = [call.tool for call in own.calls]
    wanted += [own.ask.pending.tool] if own.ask and own.ask.pending else []
    wanted += [view.pending.tool] if view.pending else []
    wanted += [call.tool for said in before[-2:] for call in said.calls]
    wanted += ranked(message, may)
    wanted += FALLBACK
    found: list[str] = []
    for name in dict.fromkeys(wanted):
        if name in may and len(found) < MOST and size(name) <= room:
            found.append(name)
            room -= size(name)
    return found


def ranked(message: str, names: Iterable[str]) -> list[str]:
    """Those of the tools that have words in common with the message, the likest first."""
    words = set(_words(message))
    weights = _weights()
    scores = {name: sum(weights[word] for word in words & _words_of(name)) for name in names}
    return sorted((name for name in scores if scores[name] > 0), key=lambda name: (-scores[name], name))


@cache
def _words_of(name: str) -> frozenset[str]:
    tool = toolbox.tool(name)
    said = [tool.does, name.replace("_", " "), *(text for texts in tool.examples.values() for text in texts)]
    return frozenset(word for text in said for word in _words(text))


@cache
def _weights() -> Counter[str]:
    """How much a word tells: one that every tool's examples have tells nothing."""
    names = toolbox.names()
    held = Counter(word for name in names for word in _words_of(name))
    weights: Counter[str] = Counter()
    for word, count in held.items():
        weights[word] = round(100 * math.log((1 + len(names)) / (count + 0.5)))
    return weights


def _words(text: str) -> list[str]:
    """Words without case, accent and their last letters; pairs of Chinese signs."""
    found = [match[0] for match in _WORD.finditer(text)]
    signs = [word for word in found if "\u3400" <= word <= "\u9fff"]
    pairs = [one + other for one, other in pairwise(signs)]
    return [fold(word)[:6] for word in found if len(word) > 1] + pairs
