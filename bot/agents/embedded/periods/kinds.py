"""What each kind of expression means, as days. The grammar of a language names a kind for each of its patterns."""

from collections.abc import Callable
from datetime import date

from .said import Day, Meaning, Words, ordinal_of
from .units import (
    MONTHS_OF,
    Span,
    add_days,
    add_months,
    month_end,
    moved,
    part_of_year,
    unit_start,
    whole,
    year_of,
)


def same(span: Span, kind: str = "span") -> Meaning:
    """A meaning that does not depend on where one looks."""
    return Meaning(span, span, kind)


def one(day: date, kind: str = "day") -> Meaning:
    """A single day."""
    return same(Span(day, day), kind)


def _fiscal(day: Day, words: Words) -> Meaning:
    text = words.get("fy")
    return same(part_of_year(int(text) + (2000 if len(text) == 2 else 0), 1, 1, day.fiscal_start))


def _unit(steps: int) -> Callable[[Day, Words], Meaning]:
    def meaning(day: Day, words: Words) -> Meaning:
        return same(whole(words.unit(), day.today, steps, 1, day.fiscal_start))

    return meaning


def _fiscal_unit(steps: int) -> Callable[[Day, Words], Meaning]:
    return lambda day, words: same(whole("year", day.today, steps, 1, day.fiscal_start))


def _to_date(unit: str) -> Callable[[Day, Words], Meaning]:
    return lambda day, words: same(Span(unit_start(unit, day.today, 0, day.fiscal_start), day.today))


def _same_last_year(day: Day, words: Words) -> Meaning:
    return Meaning(Span(None, None), Span(None, None), "same_last_year")


def _same_last_period(day: Day, words: Words) -> Meaning:
    return Meaning(Span(None, None), Span(None, None), "same_last_period")


def _rest(day: Day, words: Words) -> Meaning:
    return same(Span(day.today, whole(words.unit(), day.today, 0, 1, day.fiscal_start).end))


_NAMED_ENDS = (
    (("jahres", "ende des jahres", "年"), "year"),
    (("quartals", "ende des quartals", "季"), "quarter"),
    (("monats", "ende des monats", "月"), "month"),
    (("wochen", "ende der woche", "周"), "week"),
)


def _named(words: Words) -> str:
    return next(unit for starts, unit in _NAMED_ENDS if words.get("named").startswith(starts))


def _rest_named(day: Day, words: Words) -> Meaning:
    return same(Span(day.today, whole(_named(words), day.today, 0, 1, day.fiscal_start).end))


def _end_named(day: Day, words: Words) -> Meaning:
    return _last_day(whole(_named(words), day.today, 0, 1, day.fiscal_start))


def _end_of(steps: int) -> Callable[[Day, Words], Meaning]:
    return lambda day, words: _last_day(whole(words.unit(), day.today, steps, 1, day.fiscal_start))


def _last_day(span: Span) -> Meaning:
    return same(Span(span.end, span.end), "end")


def _start_of_next(day: Day, words: Words) -> Meaning:
    return one(unit_start(words.unit(), day.today, 1, day.fiscal_start))


def _coming(day: Day, words: Words) -> Meaning:
    unit, count = words.unit(), words.count()
    if unit in ("quarter", "half", "year") and count > 1:
        return same(whole(unit, day.today, 1, count, day.fiscal_start))
    return same(Span(day.today, moved(day.today, unit, count)))


def _past(day: Day, words: Words) -> Meaning:
    unit, count = words.unit(), words.count()
    if unit in ("day", "week"):
        return same(Span(moved(day.today, unit, -count), day.today))
    return same(whole(unit, day.today, -count, count, day.fiscal_start))


def _rolling(day: Day, words: Words) -> Meaning:
    unit, count = words.unit(), words.count()
    if unit in ("quarter", "half"):
        return same(whole(unit, day.today, -count, count, day.fiscal_start))
    return same(Span(moved(day.today, unit, -count), day.today))


def _rolling_half(day: Day, words: Words) -> Meaning:
    return same(Span(add_months(day.today, -6), day.today))


def _later(sign: int) -> Callable[[Day, Words], Meaning]:
    return lambda day, words: one(moved(day.today, words.unit(), sign * words.count()))


def _part(day: Day, part: int, parts: int, year: int | None, direction: int | None) -> Meaning:
    now = year_of(day.today, day.fiscal_start)
    if year is not None or direction is not None:
        return same(part_of_year(year or now + (direction or 0), part, parts, day.fiscal_start))
    here = part_of_year(now, part, parts, day.fiscal_start)
    ahead = here if here.end and here.end >= day.today else part_of_year(now + 1, part, parts, day.fiscal_start)
    back = here if here.start and here.start <= day.today else part_of_year(now - 1, part, parts, day.fiscal_start)
    return Meaning(ahead, back)


def _quarter(day: Day, words: Words) -> Meaning:
    part = ordinal_of(words.get("q") or words.get("qw"))
    return _part(day, part, 4, words.year(), words.direction())


def _half(day: Day, words: Words) -> Meaning:
    return _part(day, ordinal_of(words.get("h") or words.get("hw")), 2, words.year(), words.direction())


def _month(day: Day, words: Words) -> Meaning:
    year, month, direction = words.year(), words.month(), words.direction()
    if year is not None or words.get("rel")[:1] in ("今", "明", "去"):
        return same(whole("month", date(year or day.today.year + (direction or 0), month, 1)))
    ahead, back = _years_around(day.today, month)
    if direction == 1 and ahead == unit_start("month", day.today):
        ahead = ahead.replace(year=ahead.year + 1)
    if direction == -1 and back == unit_start("month", day.today):
        back = back.replace(year=back.year - 1)
    first, last = (whole("month", start) for start in (ahead, back))
    return {None: Meaning(first, last), 1: same(first), -1: same(last)}.get(direction, Meaning(first, last))


def _years_around(today: date, month: int) -> tuple[date, date]:
    """The first day of the next such month that has not ended, and of the last one that has begun."""
    here = date(today.year, month, 1)
    ahead = here if month >= today.month else here.replace(year=today.year + 1)
    back = here if month <= today.month else here.replace(year=today.year - 1)
    return ahead, back


def _part_of_month(day: Day, words: Words) -> Meaning:
    whole_month = _month(day, words)
    cut = _thirds(words.get("part"))
    return Meaning(cut(whole_month.ahead), cut(whole_month.back), "end" if cut is _late else "part")


def _early(span: Span) -> Span:
    return Span(span.start, span.start and span.start.replace(day=10))


def _middle(span: Span) -> Span:
    return Span(span.start and span.start.replace(day=11), span.start and span.start.replace(day=20))


def _late(span: Span) -> Span:
    return Span(span.start and span.start.replace(day=21), span.end)


def _thirds(part: str) -> Callable[[Span], Span]:
    if part.startswith(("early", "begin", "start", "debut", "anfang", "初", "上旬")):
        return _early
    return _middle if part.startswith(("mi", "courant", "中")) else _late


def _week_number(day: Day, words: Words) -> Meaning:
    number, year = words.count("week"), words.year()
    if not 1 <= number <= 53:
        raise ValueError(f"no week {number}")
    ahead = _iso_week(year or day.today.year, number)
    back = ahead
    if year is None:
        if ahead.end and ahead.end < day.today:
            ahead = _iso_week(day.today.year + 1, number)
        if back.start and back.start > day.today:
            back = _iso_week(day.today.year - 1, number)
    return Meaning(ahead, back)


def _iso_week(year: int, number: int) -> Span:
    return whole("week", add_days(date.fromisocalendar(year, 1, 1), 7 * (number - 1)))


def _weekday(day: Day, words: Words) -> Meaning:
    wanted, direction = words.weekday(), words.direction()
    monday = unit_start("week", day.today)
    this_week = add_days(monday, wanted)
    ahead = this_week if this_week > day.today else add_days(this_week, 7)
    back = this_week if this_week < day.today else add_days(this_week, -7)
    if direction == 0:
        return one(this_week)
    if direction == 1:
        return one(add_days(monday, 7 + wanted))
    if direction == -1:
        return one(back)
    return Meaning(Span(ahead, ahead), Span(back, back), "day")


def _weekday_of(day: Day, words: Words) -> Meaning:
    return one(add_days(unit_start("week", day.today, words.direction() or 0), words.weekday()))


def _year(day: Day, words: Words) -> Meaning:
    year = words.year() or day.today.year
    return same(part_of_year(year, 1, 1))


_SEASONS = {"spr": 3, "pri": 3, "fru": 3, "春": 3, "sum": 6, "ete": 6, "som": 6, "夏": 6, "aut": 9, "fal": 9, "her": 9,
            "秋": 9, "ren": 9, "win": 12, "hiv": 12, "冬": 12}  # fmt: skip


def _season(day: Day, words: Words) -> Meaning:
    name = words.get("season_name")
    month = _SEASONS.get(name[:3]) or _SEASONS[name[:1]]
    ahead, back = _years_around(day.today, month)
    return Meaning(Span(ahead, month_end(add_months(ahead, 2))), Span(back, month_end(add_months(back, 2))))


def _christmas(day: Day, words: Words) -> Meaning:
    return one(date(day.today.year, 12, 25), "end")


KINDS: dict[str, Callable[[Day, Words], Meaning]] = {
    "fiscal": _fiscal,
    "fiscal_this": _fiscal_unit(0),
    "fiscal_next": _fiscal_unit(1),
    "fiscal_last": _fiscal_unit(-1),
    "todate_year": _to_date("year"),
    "todate_quarter": _to_date("quarter"),
    "todate_month": _to_date("month"),
    "same_last_year": _same_last_year,
    "same_last_period": _same_last_period,
    "last_year": _fiscal_unit(-1),
    "rest": _rest,
    "rest_named": _rest_named,
    "end_of": _end_of(0),
    "end_named": _end_named,
    "end_of_next": _end_of(1),
    "start_of_next": _start_of_next,
    "this": _unit(0),
    "next": _unit(1),
    "last": _unit(-1),
    "coming": _coming,
    "past": _past,
    "rolling": _rolling,
    "rolling_half": _rolling_half,
    "in": _later(1),
    "ago": _later(-1),
    "quarter": _quarter,
    "half": _half,
    "week": _week_number,
    "weekday": _weekday,
    "weekday_of": _weekday_of,
    "month": _month,
    "part_of_month": _part_of_month,
    "year": _year,
    "season": _season,
    "christmas": _christmas,
}
MONTHLY = frozenset(MONTHS_OF)
