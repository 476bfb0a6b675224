"""Templates of customers' letters: Markdown files with a few marks that a translator can read.

    ---
    tone: warm                        the register where nobody asked for one: formal, neutral, warm or firm
    subject: Your renewal on {day}    the first subject line whose facts are all there
    subject: Your renewal
    ---
    ## ordinary                       the two lengths
    {tone firm}A sentence.            kept in this register alone (or several: {tone firm formal})
    {if day amount}A sentence.        kept where these facts are known
    {unless day}A sentence.           kept where one of them isn't
    {include results}                 the lines of `_results.md`
    [Sie|du]                          the formal and the familiar form of address
    {day}                             a fact; one that is missing becomes a marked gap

Lines of a paragraph are run together, those that begin with "- " are a list; a paragraph without lines is left out.
"""

import re
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

import locales

Purpose = Literal[
    "renewal_notice",
    "renewal_offer",
    "price_increase",
    "qbr_invitation",
    "meeting_request",
    "meeting_recap",
    "follow_up",
    "check_in",
    "introduction",
    "apology",
    "overdue_invoice",
    "signature_reminder",
    "congratulations",
    "reply_churn_risk",
    "onboarding_welcome",
    "nps_follow_up",
    "reference_request",
    "other",
]
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
Register = Literal["formal", "neutral", "warm", "firm"]
REGISTERS: tuple[Register, ...] = get_args(Register)
Length = Literal["ordinary", "short"]

PLACE = re.compile(r"\{(\w+)\}")
_GUARD = re.compile(r"\{(if|unless|tone) ([\w ]+)\}")
_INCLUDE = re.compile(r"\{include (\w+)\}")
_ADDRESS = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)\]")


class TemplateError(ValueError):
    """A template is not of the form that the module describes."""


@dataclass(frozen=True)
class Manner:
    """How a letter speaks: length, register, and whether reader and writer are on familiar terms (du, tu, 你)."""

    length: Length = "ordinary"
    register: Register = "neutral"
    familiar: bool = False


@dataclass(frozen=True)
class Template:
    """One purpose, or the QBR, in one language."""

    tone: Register
    subjects: tuple[str, ...]
    parts: dict[str, str]
    """By name: the two lengths of a letter, the sections of a QBR in their order."""


@cache
def template(language: str, name: str) -> Template:
    """The template of a purpose, or of the QBR. Raises TemplateError."""
    _, head, body = _read(language, name).split("---\n", 2)
    marks = [(key.strip(), value.strip()) for key, _, value in (line.partition(":") for line in head.splitlines())]
    tone = dict(marks).get("tone", "neutral")
    pieces = re.split(r"^## (\w+)\n", body, flags=re.MULTILINE)
    parts = {part: text.strip() for part, text in zip(pieces[1::2], pieces[2::2], strict=True)}
    subjects = tuple(value for key, value in marks if key == "subject")
    if tone not in REGISTERS or not subjects or (name in PURPOSES and set(parts) != {"ordinary", "short"}):
        raise TemplateError(f"{language}/{name}")
    return Template(next(one for one in REGISTERS if one == tone), subjects, parts)


@cache
def words(language: str) -> dict[str, dict[str, str]]:
    """A language's small words for letters: names of gaps, frames of dates, marks of a topic."""
    tables = tomllib.loads(_read(language, "_words", "toml"))
    return {name: {key: str(value) for key, value in table.items()} for name, table in tables.items()}


def piece(language: str, name: str) -> str:
    """The text of a piece that templates share: `_results`, `_month`."""
    return _read(language, f"_{name}").strip()


def _read(language: str, name: str, ending: str = "md") -> str:
    return (locales.FOLDER / language / "letters" / f"{name}.{ending}").read_text(encoding="utf-8")


def body(language: str, name: str, manner: Manner, part: str | None = None) -> str:
    """A template's text in one manner (of a QBR: one section). Open in it are facts and what hangs on them."""
    text = template(language, name).parts[part or manner.length]
    text = _INCLUDE.sub(lambda match: piece(language, match[1]), text)
    return "\n".join(_in_manner(text, manner))


def subject(language: str, name: str, manner: Manner, known: Collection[str]) -> str:
    """The first subject whose facts are all known, else the last one."""
    lines = [_address(line, manner) for line in template(language, name).subjects]
    return next((line for line in lines if set(PLACE.findall(line)) <= set(known)), lines[-1])


def _in_manner(text: str, manner: Manner) -> Iterator[str]:
    for line in text.splitlines():
        tone = re.search(r"\{tone ([\w ]+)\}", line)
        if tone is None or manner.register in tone[1].split():
            yield _address(line.replace(tone[0], "") if tone else line, manner)


def _address(text: str, manner: Manner) -> str:
    return _ADDRESS.sub(lambda match: match[2] if manner.familiar else match[1], text)


def lines(text: str, known: Collection[str]) -> list[list[str]]:
    """The paragraphs of a body, each as the lines that hold with these facts; their places are still open."""
    paragraphs = ([kept for line in part.splitlines() if (kept := _holds(line, known))] for part in text.split("\n\n"))
    return [paragraph for paragraph in paragraphs if paragraph]


def _holds(line: str, known: Collection[str]) -> str:
    while guard := _GUARD.match(line):
        have = all(key in known for key in guard[2].split())
        if have != (guard[1] == "if"):
            return ""
        line = line[guard.end() :]
    return line.strip()


@cache
def vocabulary(language: str) -> frozenset[str]:
    """Every word of our own letters in a language, in lower case: none of them is anybody's name."""
    paths = sorted((locales.FOLDER / language / "letters").iterdir())
    return frozenset(
        re.findall(r"[^\W\d_][\w’'&-]*", "\n".join(path.read_text(encoding="utf-8") for path in paths).casefold())
    )
