"""Who phrases facts for a customer: the composed text by default; a model may, where there is one.

Beside it stand the checks that hold for both: `unsupported` (in `tools/kit/evidence.py`) names every number, name and
date of a letter that the facts don't hold; `kept` (in `tools/kit/claims.py`) keeps, of what a model says beside an
answer, the sentences that the answer vouches for.
"""

import re
from collections.abc import Mapping
from typing import Protocol

from tools.kit.letters import PLACE, lines, words
from tools.kit.spelling import elided

GAP = "▢"
"""Marks a gap that a person fills in before sending."""

_FRENCH_SPACE = re.compile(r" (?=[:;?!»%€])|(?<=«) ")


class Writer(Protocol):
    """Turns a template of ours and checked facts into a text."""

    def write(self, template: str, facts: Mapping[str, str], *, language: str) -> str:
        """The text, in `language`, with every fact of the template filled or plainly marked as missing."""
        ...


class ComposedWriter:
    """Fills our own templates. It says nothing that is not in the template or the facts."""

    def write(self, template: str, facts: Mapping[str, str], *, language: str) -> str:
        """The template's text; see `tools/kit/letters.py` for its form. Facts are never read as marks."""
        return filled(phrased(template, facts, language=language), facts, language=language)


def phrased(template: str, facts: Mapping[str, str], *, language: str) -> str:
    """The template's text as it holds with these facts; their places are still open."""
    return "\n\n".join(_run_together(paragraph, language) for paragraph in lines(template, facts))


def filled(text: str, facts: Mapping[str, str], *, language: str) -> str:
    """A text with its places filled, or marked as gaps, and set as its language sets signs."""
    if language == "fr":
        text = _FRENCH_SPACE.sub("\u00a0", text)
    text = PLACE.sub(lambda match: facts.get(match[1]) or gap(match[1], language), text)
    return elided(text) if language == "fr" else text


def gap(key: str, language: str) -> str:
    """A missing fact, marked in the letter's language: [▢ date of the meeting]."""
    return f"[{GAP} {words(language)['gaps'][key]}]"


def used_and_missing(template: str, facts: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The keys of the facts that a template uses, and of those that it needs and that aren't there."""
    text = "\n".join(line for paragraph in lines(template, facts) for line in paragraph)
    keys = list(dict.fromkeys(PLACE.findall(text)))
    return [key for key in keys if key in facts], [key for key in keys if key not in facts]


def _run_together(paragraph: list[str], language: str) -> str:
    text = ""
    for line in paragraph:
        listed = line.startswith("- ")
        glue = "" if not text else "\n" if listed or text.rpartition("\n")[2].startswith("- ") else _space(language)
        text += glue + line
    return text


def _space(language: str) -> str:
    return "" if language == "zh" else " "
