"""Holidays and seasons: fixed days, days counted from Easter, the nth weekday of a month, days of the moon's calendar."""

from collections.abc import Callable
from datetime import date

from .dates import years_around
from .said import Day, Meaning, Words, same
from .units import Span, add_days, add_months, month_end

_FIXED = {
    "new_year": (1, 1), "valentine": (2, 14), "women": (3, 8), "patrick": (3, 17), "consumers": (3, 15),
    "independence": (7, 4), "bastille": (7, 14), "assumption": (8, 15), "unity": (10, 3), "halloween": (10, 31),
    "all_saints": (11, 1), "veterans": (11, 11), "singles": (11, 11), "six_eighteen": (6, 18), "nicholas": (12, 6),
    "christmas_eve": (12, 24), "christmas": (12, 25), "boxing": (12, 26), "new_years_eve": (12, 31),
    "year_end": (12, 31), "swiss": (8, 1), "canada": (7, 1), "teachers": (9, 10),
}  # fmt: skip
_RUNS = {
    "christmas_days": (12, 25, 2), "festive": (12, 24, 9), "labour": (5, 1, 1), "labour_week": (5, 1, 5),
    "golden_week": (10, 1, 7),
}  # fmt: skip
"""Holidays that last: month, day, and how many days."""
_FROM_EASTER = {
    "maundy": -3, "good_friday": -2, "easter": 0, "easter_monday": 1, "ascension": 39, "pentecost": 49,
    "whit_monday": 50, "corpus_christi": 60, "shrove_monday": -48, "ash_wednesday": -46,
}  # fmt: skip
_WEEKDAYS = {
    "mlk": (1, 0, 3), "presidents": (2, 0, 3), "mothers": (5, 6, 2), "memorial": (5, 0, -1), "fathers": (6, 6, 3),
    "labor": (9, 0, 1), "columbus": (10, 0, 2), "thanksgiving": (11, 3, 4),
}  # fmt: skip
"""Month, weekday (0 is Monday), and which of the month; -1 is the last."""
_AFTER_THANKSGIVING = {"black_friday": 1, "cyber_monday": 4}
_FIRST_MOON_YEAR = 2010
_MOON = {
    "spring_festival": "0214 0203 0123 0210 0131 0219 0208 0128 0216 0205 0125 0212 0201 0122 0210 0129 0217 0206 "
    "0126 0213 0203 0123 0211 0131 0219 0208 0128 0215 0204 0124 0212",
    "dragon_boat": "0616 0606 0623 0612 0602 0620 0609 0530 0618 0607 0625 0614 0603 0622 0610 0531 0619 0609 0528 "
    "0616 0605 0624 0612 0601 0620 0610",
    "mid_autumn": "0922 0912 0930 0919 0908 0927 0915 1004 0924 0913 1001 0921 0910 0929 0917 1006 0925 0915 1003 "
    "0922 0912 1001 0919 0908 0927 0916",
}
"""The days of the holidays that follow the moon, MMDD, year by year from `_FIRST_MOON_YEAR` on."""
_SPRING_DAYS = 7


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, ch. 8)."""
    golden, century, rest = year % 19, year // 100, year % 100
    skipped = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - skipped + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _in_year(name: str, year: int) -> Span:
    """The days of a holiday in a year. Raises KeyError where the year is beyond the moon's table."""
    if name in _FIXED:
        day = date(year, *_FIXED[name])
    elif name in _RUNS:
        month, number, days = _RUNS[name]
        return Span(date(year, month, number), add_days(date(year, month, number), days - 1))
    elif name in _FROM_EASTER:
        day = add_days(_easter(year), _FROM_EASTER[name])
    elif name in _WEEKDAYS:
        day = _nth(year, *_WEEKDAYS[name])
    elif name in _AFTER_THANKSGIVING:
        day = add_days(_nth(year, *_WEEKDAYS["thanksgiving"]), _AFTER_THANKSGIVING[name])
    elif name == "qingming":
        day = date(year, 4, int((year % 100) * 0.2422 + 4.81) - (year % 100) // 4)
    else:
        days_of_years = _MOON[name].split()
        if not 0 <= year - _FIRST_MOON_YEAR < len(days_of_years):
            raise KeyError(year)
        found = days_of_years[year - _FIRST_MOON_YEAR]
        day = date(year, int(found[:2]), int(found[2:]))
        if name == "spring_festival":
            return Span(day, add_days(day, _SPRING_DAYS - 1))
    return Span(day, day)


def _nth(year: int, month: int, weekday: int, which: int) -> date:
    first = date(year, month, 1)
    if which > 0:
        return add_days(first, (weekday - first.weekday()) % 7 + 7 * (which - 1))
    last = month_end(first)
    return add_days(last, -((last.weekday() - weekday) % 7))


def _holiday(day: Day, words: Words) -> Meaning:
    return _named(words.language.table("calendar.holidays")[words.get("holiday")], day, words)


def _spring_festival(day: Day, words: Words) -> Meaning:
    """年前, 年后: before and after the Chinese New Year."""
    return _named("spring_festival", day, words)


def _named(name: str, day: Day, words: Words) -> Meaning:
    year, away = words.year(), words.direction("yrel")
    if year is not None or away is not None:
        return _meaning(_in_year(name, year or day.today.year + (away or 0)))
    here = day.today.year
    spans = [_in_year(name, here + step) for step in (-1, 0, 1)]
    ahead = next(span for span in spans if span.end and span.end >= day.today)
    back = next(span for span in reversed(spans) if span.start and span.start <= day.today)
    direction = words.direction()
    if direction == 1:
        return _meaning(ahead)
    if direction == -1:
        return _meaning(back if back.end and back.end < day.today else spans[0])
    return Meaning(ahead, back, "day" if ahead.is_day else "span")


def _meaning(span: Span) -> Meaning:
    return same(span, "day" if span.is_day else "span")


_SEASONS = {"spr": 3, "pri": 3, "fru": 3, "春": 3, "sum": 6, "ete": 6, "som": 6, "夏": 6, "aut": 9, "fal": 9, "her": 9,
            "秋": 9, "ren": 9, "win": 12, "hiv": 12, "冬": 12}  # fmt: skip


def _season(day: Day, words: Words) -> Meaning:
    """Three whole months, as business counts seasons."""
    name = words.get("season_name")
    month = _SEASONS.get(name[:3]) or _SEASONS[name[:1]]
    year, away = words.year(), words.direction("yrel")
    if year is not None or away is not None:
        return same(_season_from(date(year or day.today.year + (away or 0), month, 1)))
    here = [_season_from(date(day.today.year + step, month, 1)) for step in (-2, -1, 0, 1)]
    ahead = next(span for span in here if span.end and span.end >= day.today)
    back = next(span for span in reversed(here) if span.start and span.start <= day.today)
    direction = words.direction()
    if direction == 1:
        return same(next(span for span in (*here, ahead) if span.start and span.start > day.today))
    if direction == -1:
        return same(next(span for span in reversed(here) if span.end and span.end < day.today))
    return Meaning(ahead, back)


def _season_from(first: date) -> Span:
    return Span(first, month_end(add_months(first, 2)))


def _back_to_school(day: Day, words: Words) -> Meaning:
    """La rentrée: September."""
    ahead, back = years_around(day.today, 9)
    return Meaning(Span(ahead, month_end(ahead)), Span(back, month_end(back)))


KINDS: dict[str, Callable[[Day, Words], Meaning]] = {
    "holiday": _holiday,
    "spring_festival": _spring_festival,
    "season": _season,
    "back_to_school": _back_to_school,
}
