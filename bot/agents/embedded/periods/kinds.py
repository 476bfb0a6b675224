"""What each kind of expression means, as days. The grammar of a language names a kind for each of its patterns."""

from collections.abc import Callable
from datetime import date

from . import dates, holidays, parts
from .said import Day, Meaning, Words, one, same
from .units import Span, add_days, add_months, moved, part_of_year, unit_start, whole, year_of

Kind = Callable[[Day, Words], Meaning]


def _fiscal(day: Day, words: Words) -> Meaning:
    return same(part_of_year(words.year("fy") or 0, 1, 1, day.fiscal_start))


def _fiscal_quarter(day: Day, words: Words) -> Meaning:
    return same(part_of_year(words.year("fy") or 0, words.ordinal("q"), 4, day.fiscal_start))


def _unit(steps: int) -> Kind:
    return lambda day, words: same(whole(words.unit(), day.today, steps, 1, day.fiscal_start))


def _step(day: Day, words: Words) -> Meaning:
    """As many units away as the direction says: 上上周, 下下个月."""
    return same(whole(words.unit(), day.today, words.direction() or 0, 1, day.fiscal_start))


def _year_away(steps: int) -> Kind:
    return lambda day, words: same(whole("year", day.today, steps, 1, day.fiscal_start))


def _to_date(unit: str) -> Kind:
    return lambda day, words: same(Span(unit_start(unit, day.today, 0, day.fiscal_start), day.today))


def _comparison(kind: str) -> Kind:
    """Names no days of its own, but those a year, or a period, before the days that it is compared with."""
    return lambda day, words: same(Span(None, None), kind)


def _now(day: Day, words: Words) -> Meaning:
    return one(day.today, "now")


def _rest(day: Day, words: Words) -> Meaning:
    return same(Span(day.today, whole(words.unit(), day.today, 0, 1, day.fiscal_start).end))


def _rest_of_year(day: Day, words: Words) -> Meaning:
    year = words.year() or year_of(day.today, day.fiscal_start)
    whole_year = part_of_year(year, 1, 1, day.fiscal_start)
    runs = year == year_of(day.today, day.fiscal_start)
    return same(Span(day.today, whole_year.end) if runs else whole_year)


def _end_of(steps: int) -> Kind:
    def meaning(day: Day, words: Words) -> Meaning:
        span = whole(words.unit(), day.today, steps, 1, day.fiscal_start)
        return same(Span(span.end, span.end), "end")

    return meaning


def _coming(day: Day, words: Words) -> Meaning:
    unit, count = words.unit(), words.count()
    if unit in ("quarter", "half", "year") and count > 1:
        return same(whole(unit, day.today, 1, count, day.fiscal_start))
    return same(Span(day.today, moved(day.today, unit, count)))


def _past(day: Day, words: Words) -> Meaning:
    unit, count = words.unit(), words.count()
    if unit in ("day", "workday", "week", "fortnight"):
        return same(Span(moved(day.today, unit, -count), day.today))
    return same(whole(unit, day.today, -count, count, day.fiscal_start))


def _rolling(day: Day, words: Words) -> Meaning:
    unit, count = words.unit(), words.count()
    if unit in ("quarter", "half"):
        return same(whole(unit, day.today, -count, count, day.fiscal_start))
    return same(Span(moved(day.today, unit, -count), day.today))


def _rolling_months(months: int) -> Kind:
    return lambda day, words: same(Span(add_months(day.today, -months), day.today))


def _coming_half(day: Day, words: Words) -> Meaning:
    return same(Span(day.today, add_months(day.today, 6)))


def _later(sign: int) -> Kind:
    return lambda day, words: one(moved(day.today, words.unit(), sign * words.count()))


def _later_half(sign: int) -> Kind:
    return lambda day, words: one(add_months(day.today, sign * 6))


def _of_year(day: Day, part: int, count: int, words: Words) -> Meaning:
    """A quarter or a half: of the year that was said, or the next and the last one that there are."""
    now = year_of(day.today, day.fiscal_start)
    part = part if part > 0 else parts.PARTS_OF_YEAR[count] + 1 + part
    away = words.direction("yrel")
    if words.year() is not None or away is not None:
        return same(part_of_year(words.year() or now + (away or 0), part, count, day.fiscal_start))
    here = part_of_year(now, part, count, day.fiscal_start)
    after = part_of_year(now + 1, part, count, day.fiscal_start)
    before = part_of_year(now - 1, part, count, day.fiscal_start)
    direction = words.direction()
    if direction == 0:
        return same(here)
    if direction == 1:
        return same(here if here.start and here.start > day.today else after)
    if direction == -1:
        return same(here if here.end and here.end < day.today else before)
    ahead = here if here.end and here.end >= day.today else after
    back = here if here.start and here.start <= day.today else before
    return Meaning(ahead, back)


def _quarter(day: Day, words: Words) -> Meaning:
    first, last = words.ordinal("q") if words.get("q") else 1, words.get("to_q")
    meaning = _of_year(day, first, 4, words)
    if not last:
        return meaning
    until = _of_year(day, words.ordinal("to_q"), 4, words)
    return Meaning(_through(meaning.ahead, until.ahead), _through(meaning.back, until.back))


def _through(first: Span, last: Span) -> Span:
    if first.start and last.end and last.end < first.start:
        return Span(add_months(first.start, -12), last.end)
    return Span(first.start, last.end)


def _half(day: Day, words: Words) -> Meaning:
    return _of_year(day, words.ordinal("h"), 2, words)


def _week_number(day: Day, words: Words) -> Meaning:
    number, year = words.count("week"), words.year()
    last = words.count("to_week") if words.get("to_week") else number
    if not 1 <= number <= last <= 53:
        raise ValueError(f"no weeks {number} to {last}")
    ahead = _weeks(year or day.today.year, number, last)
    back = ahead
    if year is None:
        if ahead.end and ahead.end < day.today:
            ahead = _weeks(day.today.year + 1, number, last)
        if back.start and back.start > day.today:
            back = _weeks(day.today.year - 1, number, last)
    return Meaning(ahead, back)


def _weeks(year: int, first: int, last: int) -> Span:
    """From one numbered week of a year to another."""
    return whole("week", add_days(date.fromisocalendar(year, 1, 1), 7 * (first - 1)), 0, last - first + 1)


def _weekday(day: Day, words: Words) -> Meaning:
    wanted, direction = words.weekday(), words.direction()
    monday = unit_start("week", day.today)
    this_week = add_days(monday, wanted)
    ahead = this_week if this_week > day.today else add_days(this_week, 7)
    back = this_week if this_week < day.today else add_days(this_week, -7)
    if direction is None:
        return Meaning(Span(ahead, ahead), Span(back, back), "day")
    away = {0: this_week, 1: add_days(monday, 7 + wanted), 2: add_days(ahead, 7), -1: back, -2: add_days(back, -7)}
    return one(away[direction])


def _weekday_of(day: Day, words: Words) -> Meaning:
    return one(add_days(unit_start("week", day.today, words.direction() or 0), words.weekday()))


def _weekday_later(day: Day, words: Words) -> Meaning:
    """ "Friday week", "mardi en quinze", "Freitag in zwei Wochen"."""
    monday, wanted = unit_start("week", day.today), words.weekday()
    coming = add_days(monday, wanted) if wanted > day.today.weekday() else add_days(monday, 7 + wanted)
    count = {8: 1, 15: 2}.get(words.count(), words.count()) if words.get("n") else 1
    later = add_days(coming, 7 * (count - 1))
    return one(later if later >= add_days(day.today, 7 * count) else add_days(later, 7))


def _year(day: Day, words: Words) -> Meaning:
    year = words.year() or day.today.year
    return same(part_of_year(year, 1, 1))


def _run(day: Day, words: Words) -> Meaning:
    """ "for ten days from 18 December": so long from a day on."""
    meaning = dates.on_date(day, words)
    ends = [span.start and moved(span.start, words.unit(), words.count()) for span in (meaning.ahead, meaning.back)]
    return Meaning(Span(meaning.ahead.start, ends[0]), Span(meaning.back.start, ends[1]))


KINDS: dict[str, Kind] = {
    "fiscal": _fiscal,
    "fiscal_quarter": _fiscal_quarter,
    "fiscal_this": _year_away(0),
    "fiscal_next": _year_away(1),
    "fiscal_last": _year_away(-1),
    "todate_year": _to_date("year"),
    "todate_quarter": _to_date("quarter"),
    "todate_month": _to_date("month"),
    "same_last_year": _comparison("same_last_year"),
    "same_last_period": _comparison("same_last_period"),
    "now": _now,
    "last_year": _year_away(-1),
    "rest": _rest,
    "rest_of_year": _rest_of_year,
    "end_of": _end_of(0),
    "end_of_next": _end_of(1),
    "this": _unit(0),
    "next": _unit(1),
    "last": _unit(-1),
    "step": _step,
    "after_next": _unit(2),
    "before_last": _unit(-2),
    "coming": _coming,
    "coming_half": _coming_half,
    "past": _past,
    "rolling": _rolling,
    "rolling_half": _rolling_months(6),
    "rolling_year": _rolling_months(12),
    "in": _later(1),
    "ago": _later(-1),
    "in_half": _later_half(1),
    "ago_half": _later_half(-1),
    "quarter": _quarter,
    "half": _half,
    "week": _week_number,
    "weekday": _weekday,
    "weekday_of": _weekday_of,
    "weekday_later": _weekday_later,
    "year": _year,
    "run": _run,
    **dates.KINDS,
    **parts.KINDS,
    **holidays.KINDS,
}
"""Kind → what it means. A kind that stands in no language's grammar has no place here."""
