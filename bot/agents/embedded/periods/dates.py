"""Days and months by their numbers and names: 5 November, the 15th, 3 to 7 May, June 2027."""

from collections.abc import Callable, Iterator
from datetime import date

from .said import Day, Meaning, Words, one, same
from .units import Span, add_months, month_end, month_start, unit_start, whole

_NEAR = 62
"""Days within which a date without a year is meant, if one of its readings lies there."""
_YEARS = 8
"""Years around today in which a day is looked for: 29 February comes back after eight at the latest."""


def on_date(day: Day, words: Words) -> Meaning:
    """A day of a month. Raises ValueError for 31 April."""
    number, month = words.day(), words.month()
    away = words.direction()
    year = words.year() if away is None else day.today.year + away
    return _on(number, month, year, day)


def numeric(day: Day, words: Words) -> Meaning:
    """A date in figures: day before month, unless there is no such month, or, in English, the other way lies much
    nearer: 11/6 said at the end of October is 6 November."""
    number, month = int(words.get("d")), int(words.get("m"))
    year = words.year("y")
    if (
        month > 12 >= number
        or (day.month_first and month <= 31)
        or (number <= 12 and month <= 31 and year is None and _is_english(words) and _is_nearer(number, month, day))
    ):
        number, month = month, number
    return _on(number, month, year, day)


def _is_english(words: Words) -> bool:
    """Whether the language is one in which some put the month first."""
    return words.language.code == "en"


def _is_nearer(number: int, month: int, day: Day) -> bool:
    """Whether month before day lies nearer to today, and at most two months away."""
    other = _away(month, number, day)
    return other <= _NEAR and other < _away(number, month, day)


def _away(number: int, month: int, day: Day) -> int:
    return min(abs((found - day.today).days) for found in _valid(number, month, day.today.year))


def _on(number: int, month: int, year: int | None, day: Day) -> Meaning:
    if year is not None:
        return one(date(year, month, number))
    around = list(_valid(number, month, day.today.year))
    ahead = next(found for found in around if found >= day.today)
    back = next(found for found in reversed(around) if found <= day.today)
    return Meaning(Span(ahead, ahead), Span(back, back), "day")


def _valid(number: int, month: int, year: int) -> Iterator[date]:
    for candidate in range(year - _YEARS, year + _YEARS + 1):
        try:
            yield date(candidate, month, number)
        except ValueError:
            continue  # 29 February


def _day_alone(day: Day, words: Words) -> Meaning:
    """The 15th: of the month that is said, or the next and the last one that there are."""
    number, away = words.day(), words.direction()
    if away is not None:
        return one(month_start(day.today, away).replace(day=number))
    if words.get("weekday"):
        return _weekday_and_number(day, number, words.weekday())
    ahead = next(found for found in _in_months(number, day.today, range(0, 4)) if found >= day.today)
    back = next(found for found in _in_months(number, day.today, range(0, -4, -1)) if found <= day.today)
    return Meaning(Span(ahead, ahead), Span(back, back), "day")


def _weekday_and_number(day: Day, number: int, weekday: int) -> Meaning:
    """Thursday the 15th: the next and the last 15th that is a Thursday."""
    ahead = [d for d in _in_months(number, day.today, range(0, 15)) if d >= day.today and d.weekday() == weekday]
    back = [d for d in _in_months(number, day.today, range(0, -15, -1)) if d <= day.today and d.weekday() == weekday]
    return Meaning(Span(ahead[0], ahead[0]), Span(back[0], back[0]), "day")


def _in_months(number: int, today: date, steps: range) -> Iterator[date]:
    for step in steps:
        first = month_start(today, step)
        if number <= month_end(first).day:
            yield first.replace(day=number)


def _month(day: Day, words: Words) -> Meaning:
    month, away = words.month(), words.direction("yrel")
    if words.year() is not None or away is not None:
        first = whole("month", date(words.year() or day.today.year + (away or 0), month, 1))
        return same(_to_month(first, words))
    ahead, back = years_around(day.today, month)
    direction = words.direction()
    if direction == 0:
        return same(whole("month", date(day.today.year, month, 1)))
    if direction is not None and direction > 0:
        ahead = ahead if ahead > unit_start("month", day.today) else ahead.replace(year=ahead.year + 1)
        return same(whole("month", ahead.replace(year=ahead.year + direction - 1)))
    if direction is not None:
        back = back if back < unit_start("month", day.today) else back.replace(year=back.year - 1)
        return same(whole("month", back.replace(year=back.year + direction + 1)))
    if words.get("to_month"):
        return _months_on(day, words)
    return Meaning(whole("month", ahead), whole("month", back))


def _to_month(first: Span, words: Words) -> Span:
    """From a month through another, if one is named."""
    if not words.get("to_month") or first.start is None:
        return first
    last = first.start.replace(month=words.month("to_month"))
    return Span(first.start, month_end(last if last >= first.start else last.replace(year=last.year + 1)))


def _months_on(day: Day, words: Words) -> Meaning:
    """From a month through another of no year: the run that has not ended, and the one that has begun."""
    runs = [
        _to_month(whole("month", date(day.today.year + years, words.month(), 1)), words) for years in (-2, -1, 0, 1)
    ]
    ahead = next(run for run in runs if run.end and run.end >= day.today)
    back = next(run for run in reversed(runs) if run.start and run.start <= day.today)
    return Meaning(ahead, back)


def years_around(today: date, month: int) -> tuple[date, date]:
    """The first day of the next such month that has not ended, and of the last one that has begun."""
    here = date(today.year, month, 1)
    ahead = here if month >= today.month else here.replace(year=today.year + 1)
    back = here if month <= today.month else here.replace(year=today.year - 1)
    return ahead, back


def _month_numbered(day: Day, words: Words) -> Meaning:
    """A month in figures: 2026-05, 05/2026."""
    return same(whole("month", date(words.year() or 0, int(words.get("mon")), 1)))


def _month_in_years(day: Day, words: Words) -> Meaning:
    """ "March in a year"."""
    return same(whole("month", date(day.today.year + words.count(), words.month(), 1)))


def _days(day: Day, words: Words) -> Meaning:
    """From one day of a month to another: 3 to 7 May, November 19-20, the 4th to the 23rd of next month."""
    number, last = words.day(), words.day("to_d")
    if not words.get("month") and not words.get("m"):
        return _days_of_no_month(day, number, last, words.direction())
    month = int(words.get("m")) if words.get("m") else words.month()
    year = words.year() if words.direction("yrel") is None else day.today.year + (words.direction("yrel") or 0)
    runs = [_run(date(year or day.today.year + step, month, 1), number, last) for step in (-2, -1, 0, 1)]
    if year is not None:
        return same(runs[0], "range")
    ahead = next(run for run in runs if run.end and run.end >= day.today)
    back = next(run for run in reversed(runs) if run.start and run.start <= day.today)
    return Meaning(ahead, back, "range")


def _run(month: date, number: int, last: int) -> Span:
    """Days of a month; where the first is the later number, it lies in the month before: "28 to 3 May"."""
    first = month if number <= last else add_months(month, -1)
    return Span(first.replace(day=number), month.replace(day=last))


def _days_of_no_month(day: Day, number: int, last: int, direction: int | None) -> Meaning:
    if direction is not None:
        return same(_run(month_start(day.today, direction), number, last), "range")
    runs = [_run(month_start(day.today, step), number, last) for step in (-1, 0, 1)]
    ahead = next(run for run in runs if run.end and run.end >= day.today)
    back = next(run for run in reversed(runs) if run.start and run.start <= day.today)
    return Meaning(ahead, back, "range")


KINDS: dict[str, Callable[[Day, Words], Meaning]] = {
    "date": on_date,
    "iso": numeric,
    "numeric": numeric,
    "day_alone": _day_alone,
    "days": _days,
    "month": _month,
    "month_numbered": _month_numbered,
    "month_in_years": _month_in_years,
}
