"""What the service desk tells of a customer over a period."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from statistics import median

from database.models import Ticket
from tools.kit.cards import Number, Source, Span, Words, say
from tools.kit.fact import Fact, flag
from tools.kit.tool import Period

SEVERAL = 3
"""From so many cases on, a median or a mean says something."""
LONG_MINUTES = 120
"""From here on, people count in hours."""
GOOD_RATING = Decimal(4)


def support(tickets: Sequence[Ticket], period: Period, today: date, *, on_record: bool) -> Iterator[Fact]:
    """Cases opened in the period and what became of them; cases open now.

    `on_record`: any case of this customer was ever seen; without one, none in the period is unknown and not zero.
    """
    if not on_record:
        return
    opened = [ticket for ticket in tickets if _within(ticket.opened_at, period)]
    still = [ticket for ticket in tickets if ticket.closed_at is None]
    source = Source(kind="ticket", on=min(period.end or today, today))
    solved = [ticket for ticket in opened if ticket.closed_at]
    counts = (
        ("cases_opened", say("Cases opened"), len(opened)),
        ("cases_solved", say("Of these solved"), len(solved)),
        ("cases_open", say("Cases open now"), len(still)),
        ("cases_escalated", say("Cases escalated"), sum(ticket.escalated for ticket in opened)),
    )
    yield Fact("support_period", say("Period"), Span(start=period.start, end=period.end), source, shareable=True)
    for key, label, count in counts:
        yield _number(key, label, Decimal(count), source)
    yield from _speed(opened, solved, source)
    yield flag("had_cases" if opened else "no_cases")
    if len(opened) >= SEVERAL and len(solved) == len(opened):
        yield flag("result_support")
    if len(still) > 1:
        yield flag("cases_left")


def _speed(opened: Sequence[Ticket], solved: Sequence[Ticket], source: Source) -> Iterator[Fact]:
    """Medians and the mean rating, each only out of several cases: one case is no measure."""
    hours = [_hours(ticket) for ticket in solved]
    if len(hours) >= SEVERAL:
        yield _number("median_hours", say("Hours to solution (median)"), _rounded(median(hours)), source)
    first = [Decimal(ticket.first_response_minutes) for ticket in opened if ticket.first_response_minutes is not None]
    if len(first) >= SEVERAL:
        yield _first_answer(median(first), source)
    ratings = [Decimal(ticket.satisfaction) for ticket in opened if ticket.satisfaction is not None]
    if len(ratings) >= SEVERAL:
        average = _rounded(sum(ratings, Decimal()) / len(ratings))
        yield _number("satisfaction", say("Satisfaction, out of 5"), average, source)
        yield _number("satisfaction_answers", say("Ratings"), Decimal(len(ratings)), source)
        if average >= GOOD_RATING:
            yield flag("result_satisfaction")


def _first_answer(minutes: Decimal, source: Source) -> Fact:
    if minutes < LONG_MINUTES:
        return _number("response_minutes", say("Minutes to first answer (median)"), _rounded(minutes), source)
    return _number("response_hours", say("Hours to first answer (median)"), _rounded(minutes / 60), source)


def _hours(ticket: Ticket) -> Decimal:
    """As the service desk measured it; else from opening to closing."""
    if ticket.resolution_hours is not None or ticket.closed_at is None:
        return ticket.resolution_hours or Decimal()
    return Decimal(int((ticket.closed_at - ticket.opened_at).total_seconds())) / 3600


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1")).normalize() + 0


def _number(key: str, label: Words, value: Decimal, source: Source) -> Fact:
    return Fact(key, label, Number(value=value), source, shareable=True)


def _within(moment: datetime, period: Period) -> bool:
    after_start = period.start is None or moment >= datetime.combine(period.start, time(), UTC)
    before_end = period.end is None or moment < datetime.combine(period.end + timedelta(days=1), time(), UTC)
    return after_start and before_end
