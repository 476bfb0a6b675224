"""Whole calendar units and steps between them. Weeks run Monday to Sunday; a fiscal year may start in any month."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

MONTHS_OF = {"month": 1, "quarter": 3, "half": 6, "year": 12}
DAYS_OF = {"day": 1, "week": 7, "fortnight": 14}
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `start` to `end`, both inclusive; None is an open end."""

    start: date | None
    end: date | None

    @property
    def is_day(self) -> bool:
        """Whether it is one single day."""
        return self.start is not None and self.start == self.end


class BeyondCalendarError(ValueError):
    """A step leads out of the years that a calendar has."""


def month_start(day: date, months: int = 0) -> date:
    """The first day of the month that lies `months` after the one of `day`."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise BeyondCalendarError(f"no year {year}")
    return date(year, month + 1, 1)


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """The same day of another month, or its last one: 31 January plus one month is 28 February."""
    first = month_start(day, months)
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))


def add_days(day: date, days: int) -> date:
    """A day before or after."""
    try:
        return day + timedelta(days=days)
    except OverflowError as error:
        raise BeyondCalendarError(str(error)) from error


def add_workdays(day: date, days: int) -> date:
    """So many working days later (earlier, if negative); Saturdays and Sundays are none."""
    if not days:
        return day
    step = 1 if days > 0 else -1
    while day.weekday() > 4:
        day = add_days(day, -step)  # at a weekend the first working day is Monday, or Friday
    whole_weeks, rest = divmod(abs(days), 5)
    day = add_days(day, step * 7 * whole_weeks)
    for _ in range(rest):
        day = add_days(day, step)
        while day.weekday() > 4:
            day = add_days(day, step)
    return day


def unit_start(unit: str, day: date, steps: int = 0, fiscal_start: int = 1) -> date:
    """The first day of the unit of `day`, or of the one that lies `steps` units after it."""
    if unit == "day":
        return add_days(day, steps)
    if unit == "week":
        return add_days(day, -day.weekday() + 7 * steps)
    length = MONTHS_OF[unit]
    into = (day.month - fiscal_start) % 12 % length if unit != "month" else 0
    return month_start(day, steps * length - into)


def whole(unit: str, day: date, steps: int = 0, count: int = 1, fiscal_start: int = 1) -> Span:
    """`count` whole units, the first of which lies `steps` after the one of `day`."""
    start = unit_start(unit, day, steps, fiscal_start)
    return Span(start, add_days(unit_start(unit, day, steps + count, fiscal_start), -1))


def part_of_year(year: int, part: int, parts: int, fiscal_start: int = 1) -> Span:
    """A part of a year: quarter 2 of 4, half 1 of 2. With a fiscal year that does not start in January, `year` is the
    one in which it ends."""
    first_year = year if fiscal_start == 1 else year - 1
    length = 12 // parts
    start = month_start(date(_checked(first_year), fiscal_start, 1), (part - 1) * length)
    return Span(start, add_days(month_start(start, length), -1))


def year_of(day: date, fiscal_start: int = 1) -> int:
    """The (fiscal) year of a day."""
    return day.year if fiscal_start == 1 or day.month < fiscal_start else day.year + 1


def _checked(year: int) -> int:
    if not MINYEAR < year < MAXYEAR:
        raise BeyondCalendarError(f"no year {year}")
    return year


def moved(day: date, unit: str, count: int) -> date:
    """The day `count` units later (earlier, if negative)."""
    if unit == "workday":
        return add_workdays(day, count)
    if unit in DAYS_OF:
        return add_days(day, count * DAYS_OF[unit])
    return add_months(day, count * MONTHS_OF[unit])
