"""By when: the day in the future that a piece of a note names, in four languages.

Careful rather than clever: a weekday is the next one, a week ends on its Friday, a month alone begins; a date that could
be read in two ways, and every day that is past, is no day at all.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta

Finder = Callable[[re.Match[str], date], date | None]

_DAYS = {
    0: "monday lundi montag 周一 星期一 礼拜一",
    1: "tuesday mardi dienstag 周二 星期二 礼拜二",
    2: "wednesday mercredi mittwoch 周三 星期三 礼拜三",
    3: "thursday jeudi donnerstag 周四 星期四 礼拜四",
    4: "friday vendredi freitag 周五 星期五 礼拜五",
    5: "saturday samedi samstag sonnabend 周六 星期六 礼拜六",
    6: "sunday dimanche sonntag 周日 星期日 周天 星期天 礼拜天",
}
WEEKDAY = {word: day for day, words in _DAYS.items() for word in words.split()}
_MONTHS = (
    "january janvier januar jänner jan 一月|february février fevrier februar feb 二月|march mars märz maerz 三月|"
    "april avril apr 四月|may mai 五月|june juin juni jun 六月|july juillet juli jul 七月|august août aout aug 八月|"
    "september septembre sept sep 九月|october octobre oktober oct okt 十月|november novembre nov 十一月|"
    "december décembre decembre dezember dec dez 十二月"
)
MONTH = {word: place for place, words in enumerate(_MONTHS.split("|"), 1) for word in words.split()}
_NUMBERS = {
    **dict.fromkeys(("a", "an", "one", "un", "une", "einem", "einer", "ein", "eine", "一"), 1),
    **dict.fromkeys(("two", "a couple of", "deux", "zwei", "两", "二"), 2),
    **dict.fromkeys(("three", "trois", "drei", "三"), 3),
    **dict.fromkeys(("four", "quatre", "vier", "四"), 4),
}


def _any(words: Iterable[str], chinese: bool = False) -> str:
    """One of the words: those of one script, the longest first, so that none hides behind its own beginning."""
    return "|".join(sorted((word for word in words if is_chinese(word) == chinese), key=len, reverse=True))


def is_chinese(word: str) -> bool:
    """Whether a word is written in Chinese characters."""
    return "\u3400" <= word[0] <= "\u9fff"


_DAY, _TAG = _any(WEEKDAY), _any(WEEKDAY, chinese=True)
_MON, _YUE = _any(MONTH), _any(MONTH, chinese=True)
_N = rf"(?P<n>\d{{1,2}}|{_any(_NUMBERS)}|{_any(_NUMBERS, chinese=True)})"


_FROM_NOW = r"(?:\bin|\bwithin|\bdans|\bd['’]ici|\binnerhalb von)"


def day_named(text: str, today: date) -> date | None:
    """The first day after `today` that the text names as one by which something is to happen; None: none."""
    folded = text.casefold()
    found: list[tuple[int, date]] = []
    taken: list[tuple[int, int]] = []
    for pattern, finder in _FINDERS:
        for match in pattern.finditer(folded):
            # What a longer phrase has taken ("next week's Monday") is not read a second time as a shorter one.
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            day = finder(match, today)
            if day is not None and day > today:
                found.append((match.start(), day))
    return min(found)[1] if found else None


def _friday(today: date, weeks: int) -> date:
    return today - timedelta(days=today.weekday()) + timedelta(days=4, weeks=weeks)


def _this_week(today: date) -> date:
    friday = _friday(today, 0)
    return friday if friday > today else friday + timedelta(days=2)


def _month_end(today: date, months: int = 0) -> date:
    count = today.year * 12 + today.month + months
    return date(count // 12, count % 12 + 1, 1) - timedelta(days=1)


def _quarter_end(today: date) -> date:
    return _month_end(today, 2 - (today.month - 1) % 3)


def _weekday(match: re.Match[str], today: date) -> date:
    day = WEEKDAY[match["day"]]
    ahead = (day - today.weekday() - 1) % 7 + 1
    return today + timedelta(days=ahead)


def _weekday_of_next_week(match: re.Match[str], today: date) -> date:
    return today - timedelta(days=today.weekday()) + timedelta(days=WEEKDAY[match["day"]], weeks=1)


def _in(days: int) -> Finder:
    def found(match: re.Match[str], today: date) -> date:
        count = int(match["n"]) if match["n"].isdigit() else _NUMBERS[match["n"]]
        return today + timedelta(days=days * count)

    return found


def _dated(match: re.Match[str], today: date) -> date | None:
    """A day and a month, in this year or else the next; or with its year."""
    parts = match.groupdict()
    month = MONTH[parts["month"]] if parts["month"] in MONTH else int(parts["month"])
    year = int(parts["year"]) if parts.get("year") else today.year
    try:
        day = date(year + 2000 if year < 100 else year, month, int(parts["d"]))
        return day.replace(year=day.year + 1) if day <= today and not parts.get("year") else day
    except ValueError:
        return None


def _slashed(match: re.Match[str], today: date) -> date | None:
    # 5/6 is May in one country and June in the next.
    return _dated(match, today) if int(match["d"]) > 12 or match["d"] == match["month"] else None


def _month(match: re.Match[str], today: date) -> date | None:
    month = MONTH[match["month"]]
    return date(today.year + (month < today.month), month, 1) if month != today.month else None


def _month_end_named(match: re.Match[str], today: date) -> date:
    month = MONTH[match["month"]]
    return _month_end(date(today.year + (month < today.month), month, 1))


def _week_number(match: re.Match[str], today: date) -> date | None:
    try:
        friday = date.fromisocalendar(today.year, int(match["w"]), 5)
        return friday if friday > today else date.fromisocalendar(today.year + 1, int(match["w"]), 5)
    except ValueError:
        return None


def _chinese_month_end(match: re.Match[str], today: date) -> date | None:
    return _month_end_named(match, today) if match["month"] in MONTH else None


def _never(_match: re.Match[str], _today: date) -> None:
    """A phrase that speaks of the past: it takes its words away from the finders after it."""


def _at(day: Callable[[date], date]) -> Finder:
    return lambda _match, today: day(today)


_NOT_PAST = "".join(
    f"(?<!{word} )" for word in ["last", "past", "since", "depuis", "seit", "letzten", "letzter", "vergangenen"]
)

_FINDERS: tuple[tuple[re.Pattern[str], Finder], ...] = tuple(
    (re.compile("|".join(phrases)), finder)
    for finder, *phrases in (
        # A whole date.
        (_dated, r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<d>\d{2})\b"),
        (_dated, r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<d>\d{1,2})[日号]"),
        (_dated, rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|\.)?(?: of)? (?P<month>{_MON})\b(?:,? (?P<year>\d{{4}}))?"),
        (_dated, rf"\b(?P<month>{_MON})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<year>\d{{4}}))?"),
        (_dated, r"\b(?P<d>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4}|\d{2})?(?!\d)"),
        (_slashed, r"\b(?P<d>\d{1,2})/(?P<month>\d{1,2})(?:/(?P<year>\d{4}))?\b"),
        (_week_number, r"\bkw ?(?P<w>\d{1,2})\b"),
        # So many days or weeks from now.
        (_in(1), rf"{_FROM_NOW} {_N} (?:days?|jours?|tage?n?)\b"),
        (_in(7), rf"{_FROM_NOW} {_N} (?:weeks?|semaines?|wochen?)\b"),
        (_in(1), rf"{_N} ?天之?[内后]"),
        (_in(7), rf"{_N} ?(?:个?星期|周)之?[内后]"),
        # The end of something.
        (_month_end_named, rf"\b(?:end of|fin|ende) (?P<month>{_MON})\b"),
        (_chinese_month_end, rf"(?P<month>{_YUE}|\d{{1,2}}月)底"),
        (
            _at(lambda today: _friday(today, 1)),
            r"\bend of next week\b",
            r"\bfin de la semaine prochaine\b",
            r"\bende nächster woche\b",
            r"下周末",
        ),
        (
            _at(_this_week),
            r"\bend of (?:the |this )?week\b|\beow\b",
            r"\bfin de (?:la )?semaine\b",
            r"\bende (?:der|dieser) woche\b",
            r"(?:本|这)?周末",
        ),
        (
            _at(lambda today: _month_end(today, 1)),
            r"\bend of next month\b",
            r"\bfin du mois prochain\b",
            r"\bende nächsten monats\b",
            r"下个?月底",
        ),
        (
            _at(_month_end),
            r"\bend of (?:the |this )?month\b|\beom\b",
            r"\bfin (?:du|de ce) mois\b",
            r"\bmonatsende\b|\bende (?:des|dieses) monats\b",
            r"月底",
        ),
        (
            _at(_quarter_end),
            r"\bend of (?:the |this )?quarter\b|\beoq\b",
            r"\bfin (?:du|de ce) trimestre\b",
            r"\bquartalsende\b",
            r"季度?末",
        ),
        # A day of the week.
        (_weekday_of_next_week, rf"\bnext (?P<day>{_DAY})\b"),
        (_weekday_of_next_week, r"下个?(?P<day>(?:周|星期|礼拜)[一二三四五六日天])"),
        (_never, rf"上个?(?:{_TAG})", rf"\b(?:{_DAY}) (?:dernier|passé)\b"),
        (_weekday, rf"{_NOT_PAST}\b(?P<day>{_DAY})\b"),
        (_weekday, rf"(?P<day>{_TAG})"),
        # A week, a month, tomorrow.
        (
            _at(lambda today: _friday(today, 1)),
            r"\bnext week\b",
            r"\bsemaine prochaine\b",
            r"\b(?:nächste|kommende)[rn]? woche\b",
            r"下个?(?:周|星期|礼拜)",
        ),
        (_at(_this_week), r"\bthis week\b", r"\bcette semaine\b", r"\bdieser? woche\b", r"(?:本|这)(?:周|星期)"),
        (
            _at(lambda today: _month_end(today, 1)),
            r"\bnext month\b",
            r"\bmois prochain\b",
            r"\bnächsten monat\b",
            r"下个?月",
        ),
        (
            _at(lambda today: today + timedelta(days=2)),
            r"\bday after tomorrow\b",
            r"\baprès-demain\b",
            r"\bübermorgen\b",
            r"后天",
        ),
        (
            _at(lambda today: today + timedelta(days=1)),
            r"\btomorrow\b",
            r"\bdemain\b",
            r"(?<!heute )(?<!am )\bmorgen\b",
            r"明[天日]",
        ),
        (_month, rf"\b(?:in|en|im|by|until|before|bis|avant|d['’]ici) (?P<month>{_MON})\b"),
        (_month, rf"(?P<month>{_YUE})"),
    )
)
"""From the longest phrases to the shortest: words that one has taken are not read again."""
