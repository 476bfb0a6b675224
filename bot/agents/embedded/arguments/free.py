"""Words that are kept as they were written: bodies, reasons, topics, queries."""

import re
from collections.abc import Iterator
from functools import cache

from bot.agents.embedded.languages import load
from bot.agents.embedded.message import LONGEST
from bot.agents.embedded.part import Part

_TIMELESS = ("language.query",)
"""What is kept here names no time: times stand in arguments of their own."""
_EDGES = " \t\n,;:-–—·，。；：、"
_EMOJI = re.compile(r"(?::[a-z0-9_+-]{2,40}:|[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f])+\s*$")
_QUOTE = re.compile(r"^[“\"„«「『](.*)[”\"“»」』]\.?$", re.DOTALL)


def body_text(part: Part) -> str:
    """The body of a request, word for word; quotation marks around the whole of it fall away."""
    if not part.request.body:
        return ""
    scene = part.scene
    start, end = part.request.body
    text = scene.message.said(start, end)
    if end >= len(scene.message.low):
        text += scene.message.text[LONGEST:]
    return unquoted(trimmed(text))


def trimmed(text: str) -> str:
    """Without white space, stray signs and emoji at its ends."""
    text = text.strip(_EDGES)
    while match := _EMOJI.search(text):
        text = text[: match.start()].rstrip(_EDGES)
    return text


def unquoted(text: str) -> str:
    """Without quotation marks that hold all of it."""
    match = _QUOTE.match(text)
    return match.group(1).strip() if match and not re.search(r"[“”\"„«»「」]", match.group(1)) else text


@cache
def _compiled(code: str, section: str) -> re.Pattern[str] | None:
    lines = load(code).text(section).splitlines()
    numbered = [line.replace("(?P<q>", f"(?P<q{number}>") for number, line in enumerate(lines)]
    return re.compile("|".join(numbered)) if lines else None


def question_words(part: Part, section: str) -> str | None:
    """What stands after "about", "über", "关于" …, as the language's table says where to look."""
    found = find(part, section)
    if found is None:
        return None
    start, end = found
    words = trimmed(part.scene.message.said(start, end).rstrip("?？!.。 "))
    return words or None


def find(part: Part, section: str, start: int | None = None, end: int | None = None) -> tuple[int, int] | None:
    """Where a pattern's group `q` first matches within the request."""
    return next(finds(part, section, start, end), None)


def finds(part: Part, section: str, start: int | None = None, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Where a pattern's group `q` matches within the request, in the message's own language first."""
    scene = part.scene
    low = scene.quiet(part.start, part.end) if section in _TIMELESS or ".task_" in section else scene.message.low
    first, last = part.start if start is None else start, part.end if end is None else end
    low = low.rstrip() if last >= len(low) else low
    for code in scene.codes:
        pattern = _compiled(code, section)
        for match in pattern.finditer(low, first, last) if pattern else ():
            yield next(match.span(name) for name, value in match.groupdict().items() if value is not None)


def without(part: Part, start: int, end: int, cuts: list[tuple[int, int]]) -> str:
    """The words between two places less some spans."""
    scene, pieces, place = part.scene, [], start
    for first, last in sorted(cuts):
        if first >= place and last <= end:
            pieces.append(scene.message.said(place, first))
            place = last
    pieces.append(scene.message.said(place, end))
    return trimmed(" ".join(" ".join(pieces).split()))
