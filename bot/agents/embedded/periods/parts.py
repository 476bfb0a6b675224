"""Parts of a unit: the beginning, the middle, the end of it; its third week, its last Friday, its first ten days."""

import re
from collections.abc import Callable
from datetime import date

from .dates import years_around
from .said import Day, Meaning, Words, one, same
from .units import MONTHS_OF, Span, add_days, add_months, month_end, part_of_year, unit_start, whole, year_of

PARTS_OF_YEAR = {4: 4, 2: 2}
_EARLY = re.compile(r"early|begin|start|debut|anfang|beginn|初|头|上旬|始")
_LATE = re.compile(r"late|end|fin|ende|spat|底|末|尾|下旬")
_END = re.compile(r"end|fin|ende|底|末|尾")


def _place(part: str) -> int:
    """0 the beginning, 1 the middle, 2 the end."""
    return 0 if _EARLY.match(part) else 2 if _LATE.match(part) else 1


def _cut(span: Span, unit: str, place: int) -> Span:
    """The beginning, middle or end of a whole unit."""
    start, end = span.start, span.end
    if start is None or end is None:
        return span
    if unit == "month":
        days = ((1, 10), (11, 20), (21, end.day))[place]
        return Span(start.replace(day=days[0]), start.replace(day=days[1]))
    if unit == "week":
        first, last = ((0, 2), (2, 3), (4, 6))[place]
        return Span(add_days(start, first), add_days(start, last))
    first, last = {"quarter": ((0, 0), (1, 1), (2, 2)), "half": ((0, 1), (2, 3), (4, 5))}.get(
        unit, ((0, 2), (4, 7), (9, 11))
    )[place]
    return Span(add_months(start, first), month_end(add_months(start, last)))


def _kind(part: str) -> str:
    return "end" if _END.match(part) else "start" if _place(part) == 0 else "part"


def _part_of_month(day: Day, words: Words) -> Meaning:
    part, place = words.get("part"), _place(words.get("part"))
    ahead, back = _named_month(day, words)
    return Meaning(_cut(ahead, "month", place), _cut(back, "month", place), _kind(part))


def _named_month(day: Day, words: Words) -> tuple[Span, Span]:
    away = words.direction("yrel")
    if words.year() is not None or away is not None:
        only = whole("month", date(words.year() or day.today.year + (away or 0), words.month(), 1))
        return only, only
    ahead, back = years_around(day.today, words.month())
    return whole("month", ahead), whole("month", back)


def _part_of_unit(day: Day, words: Words) -> Meaning:
    """ "early next month", "mid-2027", "Ende nächster Woche": the unit by its direction, or the year by its number."""
    part, unit = words.get("part"), "year" if words.year() is not None else words.unit()
    if (year := words.year()) is not None:
        span = part_of_year(year, 1, 1)
    else:
        span = whole(unit, day.today, words.direction() or 0, 1, day.fiscal_start)
    return same(_cut(span, unit, _place(part)), _kind(part))


def _part_of_quarter(day: Day, words: Words) -> Meaning:
    """ "Anfang Q4", "end of Q1 2027"."""
    number, year, away = words.ordinal("q"), words.year(), words.direction("yrel")
    now = year_of(day.today, day.fiscal_start)
    if year is None and away is not None:
        year = now + away
    spans = [part_of_year(year or now + step, number, 4, day.fiscal_start) for step in (-1, 0, 1)]
    cuts = [_cut(span, "quarter", _place(words.get("part"))) for span in spans]
    ahead = next(cut for cut, span in zip(cuts, spans, strict=True) if year or (span.end and span.end >= day.today))
    back = next(
        cut
        for cut, span in zip(reversed(cuts), reversed(spans), strict=True)
        if year or (span.start and span.start <= day.today)
    )
    return Meaning(ahead, back, _kind(words.get("part")))


def _boxes(day: Day, words: Words) -> tuple[tuple[Span, Span], str]:
    """The unit in which something is counted, looking ahead and back, and its name."""
    box, year, away = words.get("box"), words.year(), words.direction("yrel")
    if not box and year is not None:
        only = part_of_year(year, 1, 1)
        return (only, only), "year"
    months = words.language.numbers("calendar.months")
    if box.rstrip(".") in months or box.isdigit():
        month = int(box) if box.isdigit() else months[box.rstrip(".")]
        if year is None and away is None and words.direction() is None:
            ahead, back = years_around(day.today, month)
            return (whole("month", ahead), whole("month", back)), "month"
        step = away if away is not None else words.direction() or 0
        only = whole("month", date(year or day.today.year + step, month, 1))
        return (only, only), "month"
    unit = words.unit("box") if box else "year"
    away = words.direction() if words.get("rel") else away
    only = whole(unit, day.today, away or 0, 1, day.fiscal_start)
    return (only, only), unit


def _nth(day: Day, words: Words) -> Meaning:
    """ "the third week of October", "letzter Montag im März", "first half of next year", "last ten days of June"."""
    (ahead, back), box = _boxes(day, words)
    number = words.ordinal("nth")
    if words.get("but"):
        number = -number
    if words.get("n"):
        return Meaning(_several(ahead, number, words), _several(back, number, words))
    item = words.get("item") or "week"
    weekdays = words.language.numbers("calendar.weekdays")
    if item in weekdays:
        found = [_nth_weekday(span, number, weekdays[item]) for span in (ahead, back)]
        return Meaning(found[0], found[1], "day")
    unit = "half" if item == "半" else words.unit("item")
    cuts = [_nth_unit(span, box, number, unit, day) for span in (ahead, back)]
    return Meaning(cuts[0], cuts[1], "day" if unit == "day" else "span")


def _nth_weekday(box: Span, number: int, weekday: int) -> Span:
    if box.start is None or box.end is None:
        raise ValueError("an open end has no weekdays to count")
    first = add_days(box.start, (weekday - box.start.weekday()) % 7 + 7 * (number - 1))
    last = add_days(box.end, -((box.end.weekday() - weekday) % 7) + 7 * (number + 1))
    found = first if number > 0 else last
    if not box.start <= found <= box.end:
        raise ValueError("there is no such weekday")
    return Span(found, found)


def _nth_unit(box: Span, name: str, number: int, unit: str, day: Day) -> Span:
    """The nth unit of a box. Weeks are whole ones; those of a year are the numbered ones."""
    if box.start is None or box.end is None:
        raise ValueError("an open end has no units to count")
    if unit == "weekend":
        saturday = _nth_weekday(box, number, 5).start or box.start
        return Span(saturday, add_days(saturday, 1))
    if unit == "week":
        year = name == "year" and box.start.month == 1
        first = _nth_weekday(box, 1, 0).start or box.start
        if year:
            first = unit_start("week", date(box.start.year, 1, 4))
        last = unit_start("week", date(box.start.year, 12, 28) if year else add_days(box.end, -6))
        return whole("week", add_days(first, 7 * (number - 1)) if number > 0 else add_days(last, 7 * (number + 1)))
    if unit in ("half", "fortnight") and name == "month":
        middle = box.start.replace(day=15)
        return Span(box.start, middle) if number == 1 else Span(add_days(middle, 1), box.end)
    if unit == "day":
        only = add_days(box.start, number - 1) if number > 0 else add_days(box.end, number + 1)
        return Span(only, only)
    if MONTHS_OF[unit] >= MONTHS_OF[name]:
        raise ValueError(f"a {name} has no {unit}")
    start = box.start if number > 0 else unit_start(unit, box.end, 0, day.fiscal_start)
    step = number - 1 if number > 0 else number + 1
    found = add_months(start, step * MONTHS_OF[unit])
    return Span(found, month_end(add_months(found, MONTHS_OF[unit] - 1)))


def _several(box: Span, number: int, words: Words) -> Span:
    """The first or last so many days, weeks, months of a box."""
    count, unit = words.count(), words.unit()
    if box.start is None or box.end is None:
        raise ValueError("an open end has no units to count")
    if unit in ("day", "week", "fortnight"):
        days = count * {"day": 1, "week": 7, "fortnight": 14}[unit]
        return (
            Span(box.start, add_days(box.start, days - 1)) if number > 0 else Span(add_days(box.end, 1 - days), box.end)
        )
    months = count * MONTHS_OF[unit]
    if number > 0:
        return Span(box.start, month_end(add_months(box.start, months - 1)))
    return Span(add_months(box.end.replace(day=1), 1 - months), box.end)


def _weekend(day: Day, words: Words) -> Meaning:
    saturday = add_days(unit_start("week", day.today, words.direction() or 0), 5)
    this = Span(saturday, add_days(saturday, 1))
    if words.get("rel"):
        return same(this)
    before = Span(add_days(saturday, -7), add_days(saturday, -6))
    return Meaning(this, this if saturday <= day.today else before)


def _day_of_month(day: Day, words: Words) -> Meaning:
    """ "the 20th of next month"."""
    return one(unit_start("month", day.today, words.direction() or 0).replace(day=words.day()))


KINDS: dict[str, Callable[[Day, Words], Meaning]] = {
    "part_of_month": _part_of_month,
    "part_of_unit": _part_of_unit,
    "part_of_quarter": _part_of_quarter,
    "nth": _nth,
    "weekend": _weekend,
    "day_of_month": _day_of_month,
}
