"""The grammar of one language, compiled: its patterns for times, and the words that join them to spans."""

import re
from dataclasses import dataclass
from functools import cache

from bot.agents.embedded.languages import Language, load

_ALWAYS = (
    ("iso", r"(?P<y>20\d\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
    ("numeric", r"(?P<d>\d{1,2})(?P<sep>[./])(?P<m>\d{1,2})(?P=sep)(?P<y>20\d\d|\d\d)(?![\d%])"),
    ("numeric", r"(?P<d>\d{1,2})/(?P<m>\d{1,2})(?![\d/%])"),
    ("numeric", r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?!\d)"),
)
_DATES = (
    ("date", r"(?P<d>\d{1,2})(?:st|nd|rd|th|er|eme|\.)?(?:\s(?:of|de)(?=\s))?\s?(?P<month>{month})\.?(?:,? (?P<year>20\d\d|'\d\d))?"),
    ("date", r"(?P<month>{month})\.? (?:the )?(?P<d>\d{1,2})(?:st|nd|rd|th)?(?![\d%k:.,]*[\d%k€$£])(?:,? (?P<year>20\d\d))?"),
)  # fmt: skip
_DATES_OF_SIGNS = (
    ("date", r"(?:(?P<year>20\d\d)年|(?P<rel>今年|明年|去年))?(?P<month>{month})(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})(?:号|日)"),
    ("day_alone", r"(?:(?P<rel>下个?月|这个?月|本月|上个?月))?(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})号"),
)  # fmt: skip


_ANY_WORD = {
    "month": "[a-z]{3,9}",
    "weekday": "[a-z]{2,10}",
    "unit": "half[- ]years?|[a-z]{1,12}",
    "n": r"\d{1,3}|(?:a )?couple of|a few|[a-z]{1,12}",
}
"""In the patterns any word may stand for a month, a unit, a number; what it says is looked up when a pattern matches.
Alternatives of all such words would take longer to compile than a first message may take to be answered."""


def _words_of(language: Language) -> dict[str, str]:
    """The words themselves, where a language parts them by no spaces."""
    tables = {
        "month": language.table("calendar.months"),
        "weekday": language.table("calendar.weekdays"),
        "unit": language.table("calendar.units"),
        "n": language.table("calendar.numbers"),
    }
    found = {name: "|".join(sorted(map(re.escape, table), key=len, reverse=True)) for name, table in tables.items()}
    return found | {"n": rf"\d{{1,3}}|{found['n']}"}


@dataclass(frozen=True)
class Grammar:
    """Compiled patterns over folded text."""

    language: Language
    rules: tuple[tuple[str, re.Pattern[str]], ...]
    date: re.Pattern[str]
    until: re.Pattern[str] | None
    before: re.Pattern[str] | None
    since: re.Pattern[str] | None
    between: re.Pattern[str] | None
    to: re.Pattern[str]
    until_after: re.Pattern[str] | None
    since_after: re.Pattern[str] | None
    announces: re.Pattern[str]
    risky: frozenset[str]


@cache
def grammar(code: str) -> Grammar:
    """The grammar of a language, compiled once."""
    language = load(code)
    signs = code == "zh"
    fragments = _words_of(language) if signs else dict(_ANY_WORD)
    dates = _DATES_OF_SIGNS if signs else _DATES
    fragments["date"] = _plain("|".join(pattern for _, pattern in dates[: 2 - signs]), fragments)
    fragments["date"] += "|" + _plain("|".join(pattern for _, pattern in _ALWAYS if "sep" not in pattern), fragments)
    days = "|".join(sorted(map(re.escape, language.table("calendar.days")), key=len, reverse=True))
    listed = [*_ALWAYS, *dates, ("days", f"(?P<days>{days})"), *language.rules("calendar.rules")]
    rules = tuple((kind, _compiled(pattern, fragments, signs)) for kind, pattern in listed)
    return Grammar(
        language=language,
        rules=rules,
        date=_compiled("|".join(pattern for _, pattern in dates[:1]), fragments, signs),
        until=_before(language, "until", signs),
        before=_before(language, "before", signs),
        since=_before(language, "since", signs),
        between=_before(language, "between", signs),
        to=re.compile(rf"\s*,?\s*{language.text('calendar.to')}\s*"),
        until_after=_after(language, "until_after"),
        since_after=_after(language, "since_after"),
        announces=re.compile(rf"(?:^|[^\w]){language.text('calendar.announces')}[\s'-]*$"),
        risky=language.words("calendar.risky"),
    )


def _compiled(pattern: str, fragments: dict[str, str], signs: bool) -> re.Pattern[str]:
    for name, fragment in fragments.items():
        pattern = pattern.replace("{" + name + "}", fragment)
    return re.compile(pattern if signs else rf"(?<![\w.])(?:{pattern})(?![\w])")


def _plain(pattern: str, fragments: dict[str, str]) -> str:
    """A pattern to stand inside another: without names for its groups."""
    for name, fragment in fragments.items():
        pattern = pattern.replace("{" + name + "}", fragment)
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


def _before(language: Language, name: str, signs: bool) -> re.Pattern[str] | None:
    text = language.text(f"calendar.{name}")
    return re.compile(rf"{'' if signs else r'(?:^|(?<=[^a-z]))'}{text}\s*$") if text else None


def _after(language: Language, name: str) -> re.Pattern[str] | None:
    text = language.text(f"calendar.{name}")
    return re.compile(rf"\s*的?{text}") if text else None
