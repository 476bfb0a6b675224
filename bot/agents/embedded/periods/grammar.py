"""The grammar of one language, compiled: its patterns for times, and the words that join them to spans."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from bot.agents.embedded.languages import Language, load

from .gates import Gate, gate_of, passes

_ALWAYS = (
    ("iso", r"(?P<y>20\d\d)(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})"),
    ("numeric", r"{wd}(?P<d>\d{1,2})(?P<sep>[./])(?P<m>\d{1,2})(?P=sep)(?P<y>20\d\d|\d\d)(?![\d%])"),
    ("numeric", r"{wd}(?P<d>\d{1,2})-(?P<m>\d{1,2})-(?P<y>20\d\d)"),
    ("numeric", r"{wd}(?P<d>\d{1,2})/(?P<m>\d{1,2})(?![\d/%]|\s?(?:of\b|mi|de\b))"),
    ("numeric", r"{wd}(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.(?!\d)"),
    ("month_numbered", r"(?P<year>20\d\d)\s?(?P<sep>[-/.])\s?(?P<mon>0?[1-9]|1[0-2])(?![\d.,/-]*\d)"),
    ("month_numbered", r"(?P<mon>0?[1-9]|1[0-2])\s?[-/.]\s{0,2}(?P<year>20\d\d)(?![\d.,/-]*\d)"),
)
_NTH = r"(?:st|nd|rd|th|ish|er|eme|e|te[nrs]?|ter|\.)?"
_TO = r"\s?(?:-|to|until|till|til|thru|through|bis(?: zum| einschl(?:iesslich|\.)?)?|au|a|jusqu'(?:au |a )?|auf den)\s?"
_LISTED = r"\s?(?:-|/|to|until|till|thru|through|and|und|et|&|bis(?: zum)?|au|a|jusqu'au)\s?"
_THE = r"(?:the |le |den |dem )?"
_YEAR = r"(?:,? (?:de )?(?P<year>20\d\d|'\d\d))?"
_FROM = r"(?:from|between|zwischen|entre|vom|von|du|depuis)"
_NO_AMOUNT = r"(?![\d%k:.,]*[\d%k€$£])"
_DATES = (
    (
        "date",
        rf"{{wd}}{_THE}(?P<d>\d{{1,2}}){_NTH}(?:\s(?:of|de)(?=\s))?\s?(?P<month>{{month}})\.?(?:,? (?P<year>20\d\d|'?\d\d(?=\s*$|[,;!?)])))?",
    ),
    (
        "date",
        rf"{{wd}}(?P<month>{{month}})[. ] ?(?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th|ish)?{_NO_AMOUNT}(?:,? (?P<year>20\d\d))?",
    ),
    ("date", r"{wd}(?P<month>{month})(?P<d>\d{1,2})"),
    ("date", r"{wd}(?P<d>{ord}) (?:of |de |d')?(?P<month>{month})(?: (?P<year>20\d\d))?"),
    ("date", r"(?P<month>{month}) (?:the )?(?P<d>{ord})(?: (?P<year>20\d\d))?"),
)
_RANGES = (
    ("days", rf"(?:{_FROM} )?{_THE}{{wd}}(?P<d>\d{{1,2}}|{{ord}}|{{few}}){_NTH}{_TO}{_THE}{{wd}}(?P<to_d>\d{{1,2}}|{{few}}){_NTH} ?(?:of |de |d')?(?P<month>{{month}})\.?{_YEAR}"),
    ("days", rf"{_FROM} {_THE}{{wd}}(?P<d>\d{{1,2}}|{{ord}}|{{few}}){_NTH}{_LISTED}{_THE}{{wd}}(?P<to_d>\d{{1,2}}|{{few}}){_NTH} ?(?:of |de |d')?(?P<month>{{month}})\.?{_YEAR}"),
    ("days", r"(?:zwischen|between|entre) (?:dem |the |le )?(?P<d>\d{1,2})\.?\s(?:und|and|et)(?: dem| the| le)? (?P<to_d>\d{1,2})[./](?P<m>\d{1,2})(?:[./](?P<year>20\d\d|\d\d)?)?(?![\d%])"),
    ("days", rf"(?P<month>{{month}})\.? (?:{_FROM} )?{_THE}(?P<d>\d{{1,2}}){_NTH}{_TO}{_THE}(?P<to_d>\d{{1,2}}){_NTH}(?![\d:.,%k€$]|\s?(?:[a-z]{{3,9}} 20))(?:,? (?P<year>20\d\d))?"),
    ("days", rf"(?P<month>{{month}})\.? {_FROM} {_THE}(?P<d>\d{{1,2}}){_NTH}{_LISTED}{_THE}(?P<to_d>\d{{1,2}}){_NTH}(?![\d:.,%k€$])"),
    ("days", r"(?:vom |von |du |from |(?<![\d/]))(?P<d>\d{1,2})(?:\.\s?|\s)?(?:-|/|bis(?: zum)?|au)\s?(?P<to_d>\d{1,2})[./](?P<m>\d{1,2})(?:[./](?P<year>20\d\d|\d\d)?)?(?![\d%])"),
)  # fmt: skip
_SIGN_DAY = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_DAY_ENDS = r"(?:号|日|(?![\d.万千百wk%到至年月周天季期家个位条次点份零〇一二三四五六七八九十~-]))"
_SIGN_YEAR = r"(?:(?P<year>{Y})年|(?P<rel>今年|明年|去年|前年|后年))"
_WEEKDAY_BESIDE = r"(?:[，,（(]?(?:周|星期|礼拜)[一二三四五六日天][)）]?)?"
_DATES_OF_SIGNS = (
    ("date", rf"{_SIGN_YEAR}?(?P<month>{{month}})初?(?P<d>{_SIGN_DAY}){_DAY_ENDS}{_WEEKDAY_BESIDE}"),
    ("day_alone", rf"(?P<rel>下个?月|这个?月|本月|今个?月|上个?月|当月)?(?P<d>{_SIGN_DAY})(?:号|日)"),
)
_RANGES_OF_SIGNS = (
    ("days", rf"{_SIGN_YEAR}?(?P<month>{{month}})(?P<d>{_SIGN_DAY})(?:号|日)?(?:到|至|-|~|～)(?P<to_d>{_SIGN_DAY}){_DAY_ENDS}"),
    ("month", rf"{_SIGN_YEAR.replace('<rel>', '<yrel>')}?(?P<month>{{number}})(?:月份?)?(?:到|至|-|~|～|、|和)(?P<to_month>{{number}})月份?"),
)  # fmt: skip

_ANY_WORD = {
    "month": "[a-z]{3,9}",
    "weekday": "[a-z]{2,10}",
    "unit": "half[- ]years?|(?:business|working|work|calendar)[- ]days?|jours? ouvre(?:s|e)?|[a-z]{1,12}",
    "n": r"\d{1,3}(?:\s?(?:-|to|bis|a)\s?\d{1,3})?|(?:a )?couple(?: of)?|a few|[a-z]{1,14}(?:-[a-z]{3,6})?",
}
"""In the patterns any word may stand for a month, a unit, a number; what it says is looked up when a pattern matches.
Alternatives of all such words would take longer to compile than a first message may take to be answered."""
_APART = (r"(?<!\d)(?<!\d[./-])", r"(?<!\d)")
"""What must not stand before figures where no space parts words: the rest of a longer number or date."""
_SIGN_NUMBER = "[一二两三四五六七八九十百]{1,4}"


def _words_of(language: Language, signs: bool) -> dict[str, str]:
    """What the names in braces stand for."""
    either = {
        "holiday": _either(language.table("calendar.holidays")),
        "ord": _either(word for word, number in language.numbers("calendar.ordinals").items() if number > 0),
        "nth": _either([*language.table("calendar.ordinals"), *language.table("calendar.halves")]),
    }
    if not signs:
        weekdays = _either(language.table("calendar.weekdays"))
        few = _either(word for word, number in language.numbers("calendar.numbers").items() if 9 < number < 32)
        wd = rf"(?:(?:{weekdays})\.?,? (?:the |den |der |dem |le )?)?"
        months = _either(language.table("calendar.months"))
        return either | _ANY_WORD | {"wd": wd, "few": few, "day_name": weekdays, "month_name": months}
    return either | {
        "month": "(?:十[一二]|1[0-2]|0?[1-9]|[一二三四五六七八九十]|元)月份?",
        "number": "十[一二]|1[0-2]|0?[1-9]|[一二三四五六七八九十]",
        "weekday": _either(language.table("calendar.weekdays")),
        "unit": _either(language.table("calendar.units")),
        "n": rf"(?<!\d)\d{{1,3}}(?:\s?(?:-|到|至)\s?\d{{1,3}})?|{_SIGN_NUMBER}|几|俩",
        "Y": "20\\d\\d|\\d\\d(?=年)|[二2][零〇0][零〇一二三四五六七八九]{2}|[零〇一二][零〇一二三四五六七八九]",
        "wd": "",
    }


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or r"(?!)"


@dataclass
class Rule:
    """One pattern over folded text, compiled when it is first needed."""

    kind: str
    source: str
    gate: Gate
    _pattern: re.Pattern[str] | None = None

    def finditer(self, low: str, start: int, stop: int) -> Iterator[re.Match[str]]:
        """The matches between two places of a text."""
        if not passes(self.gate, low):
            return iter(())
        if self._pattern is None:
            self._pattern = re.compile(self.source)
        return self._pattern.finditer(low, start, stop)


@dataclass(frozen=True)
class Grammar:
    """The rules of a language, and the words around its times."""

    language: Language
    rules: tuple[Rule, ...]
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
    fragments = _words_of(language, signs)
    dates, ranges = (_DATES_OF_SIGNS, _RANGES_OF_SIGNS) if signs else (_DATES, _RANGES)
    days = _either(language.table("calendar.days"))
    fragments["date"] = "|".join(
        _filled(pattern, fragments, named=False)
        for kind, pattern in (*dates, *_ALWAYS)
        if kind != "day_alone" and "sep" not in pattern
    )
    gates = _gates_of(language, fragments, signs)
    always = [(kind, _APART[kind == "iso"] + pattern) for kind, pattern in _ALWAYS] if signs else _ALWAYS
    listed = [*always, *dates, *ranges, ("days_away", f"(?P<days>{days})"), *language.rules("calendar.rules")]
    return Grammar(
        language=language,
        rules=tuple(
            Rule(kind, _source(pattern, fragments, signs), gate_of(pattern, gates)) for kind, pattern in listed
        ),
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


def _filled(pattern: str, fragments: dict[str, str], named: bool = True) -> str:
    """A pattern with its fragments put in; to stand inside another, without names for its groups."""
    for name in ("date", *fragments):
        if "{" + name + "}" in pattern:
            pattern = pattern.replace("{" + name + "}", fragments[name])
    return pattern if named else re.sub(r"\(\?P<\w+>", "(?:", pattern)


def _source(pattern: str, fragments: dict[str, str], signs: bool) -> str:
    pattern = _filled(pattern, fragments)
    return pattern if signs else rf"(?<!\w)(?<!\w\.)(?:{pattern})(?![\w])"


def _gates_of(language: Language, fragments: Mapping[str, str], signs: bool) -> dict[str, Gate]:
    """What a message must hold for a fragment to match: one of its words, where it is made of words."""
    gates = {
        "holiday": frozenset(language.table("calendar.holidays")),
        "ord": frozenset(language.table("calendar.ordinals")),
        "nth": frozenset([*language.table("calendar.ordinals"), *language.table("calendar.halves")]),
        "day_name": frozenset(language.table("calendar.weekdays")),
        "month_name": frozenset(language.table("calendar.months")),
        "few": frozenset(language.table("calendar.numbers")),
    }
    if signs:
        names = ("month", "weekday", "unit", "n", "Y", "number")
        gates |= {name: gate_of(fragments[name], {}) for name in names}
    return gates


def _before(language: Language, name: str, signs: bool) -> re.Pattern[str] | None:
    text = language.text(f"calendar.{name}")
    return re.compile(rf"{'' if signs else r'(?:^|(?<=[^a-z]))'}{text}\s*$") if text else None


def _after(language: Language, name: str) -> re.Pattern[str] | None:
    text = language.text(f"calendar.{name}")
    return re.compile(rf"\s*的?{text}") if text else None
