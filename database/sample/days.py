"""Calendar arithmetic for the sample book: whole months around today, terms of years, working days."""

from calendar import monthrange
from datetime import date, timedelta


def month_start(day: date, months: int = 0) -> date:
    """The first day of the month that lies `months` after (negative: before) the month of `day`."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def month_end(day: date, months: int = 0) -> date:
    """The last day of the month that lies `months` after the month of `day`."""
    first = month_start(day, months)
    return first.replace(day=monthrange(first.year, first.month)[1])


def term_start(end: date, years: int = 1) -> date:
    """The first day of a term of whole years that ends on `end`: 31 Dec 2026 → 1 Jan 2026."""
    after = end + timedelta(days=1)
    return _in_year(after, after.year - years)


def term_end(start: date, years: int = 1) -> date:
    """The last day of a term of whole years from `start`: 1 Jan 2026 → 31 Dec 2026."""
    return _in_year(start, start.year + years) - timedelta(days=1)


def working_day(day: date) -> date:
    """`day`, or the Friday before it: people do not write notes on weekends."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _in_year(day: date, year: int) -> date:
    # 29 February has no counterpart in most years
    return date(year, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=year)
