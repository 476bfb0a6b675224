"""What a QBR needs beyond an account's facts: the period's months, its averages, what is ours alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from database.models import UsageMonth
from tools.kit.cards import Day, Name, Number, Percent, Several, Source, Value, say
from tools.kit.cards import Fact as Shown
from tools.kit.desk import Desk
from tools.kit.fact import Fact, flag
from tools.kit.facts import AccountFacts, last_complete_quarter
from tools.kit.facts_usage import month_span, seat_share, usage_source
from tools.kit.tool import Period

_KEY_ROLES = {
    "decision maker": say("decision maker"),
    "economic buyer": say("economic buyer"),
    "champion": say("champion"),
}
_OURS = ("health", "health_reason", "usage_trend", "notice_given", "outcome", "ended_on", "uplift_cap", "last_touch")


@dataclass(frozen=True)
class Span:
    """The period of a QBR, both ends known. `running`: it is not over yet."""

    start: date
    end: date
    running: bool

    @property
    def period(self) -> Period:
        """The same as a tool's argument."""
        return Period(start=self.start, end=self.end)


def span(desk: Desk, said: Period | None) -> Span:
    """The period as said, else the last complete quarter. An open end is today, an open start three months earlier."""
    if said is None or (said.start is None and said.end is None):
        quarter = last_complete_quarter(desk.today, desk.company.fiscal_year_start)
        said = quarter
    end = said.end or desk.today
    start = said.start or (end.replace(day=1) - timedelta(days=62)).replace(day=1)
    return Span(start, end, running=end >= desk.today)


def months_in(months: Sequence[UsageMonth], start: date, end: date, today: date) -> list[UsageMonth]:
    """The measured months that lie within the period and are over."""
    first_of_this = today.replace(day=1)
    return [
        month
        for month in months
        if start.replace(day=1) <= month.month <= end and month.month < first_of_this and month.active_users is not None
    ]


def of_period(facts: AccountFacts, of: Span, meeting_on: date | None, today: date) -> Iterator[Fact]:
    """The period's own facts: its ends, its months against as many before, what support left open."""
    yield Fact("period_start", say("Period from"), Day(on=of.start), shareable=True)
    yield Fact("period_end", say("Period to"), Day(on=of.end), shareable=True)
    if meeting_on:
        yield Fact("meeting_on", say("Date of the review, as you said"), Day(on=meeting_on), shareable=True)
    months = months_in(facts.rows.months, of.start, of.end, today)
    if months:
        yield flag("months")
        yield from _against_before(facts, of, months, today)
    for key, often in (("cases_escalated", "escalated_some"), ("cases_open", "open_some")):
        value = facts.facts[key].value if key in facts.facts else None
        if isinstance(value, Number) and value.value > 1:
            yield flag(often)


def _against_before(facts: AccountFacts, of: Span, months: list[UsageMonth], today: date) -> Iterator[Fact]:
    length = (of.end.year - of.start.year) * 12 + of.end.month - of.start.month + 1
    count = of.start.year * 12 + of.start.month - 1 - length
    start = date(count // 12, count % 12 + 1, 1)
    before = months_in(facts.rows.months, start, of.start.replace(day=1) - timedelta(days=1), today)
    if len(before) == len(months) > 1:
        now, then = say("Active users a month, in the period"), say("Active users a month, in the period before")
        if _mean(before) == _mean(months):
            return
        yield Fact("period_users", now, _mean(months), usage_source(months[-1]), shareable=True)
        yield Fact("period_before_users", then, _mean(before), usage_source(before[-1]), shareable=True)


def _mean(months: list[UsageMonth]) -> Number:
    whole = Decimal(sum(month.active_users or 0 for month in months)) / len(months)
    return Number(value=whole.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def of_month(month: UsageMonth) -> list[Fact]:
    """One month's facts, as the line of a month names them."""
    source = usage_source(month)
    found = [
        Fact("usage_month", say("Usage month"), month_span(month.month), source, shareable=True),
        Fact("active_users", say("Active users"), _number(month.active_users), source, shareable=True),
    ]
    share = seat_share(month)
    if share is not None:
        found.append(Fact("usage_seats", say("Seats measured"), _number(month.seats), source, shareable=True))
        found.append(Fact("seat_share", say("Active share of seats"), Percent(value=share), source, shareable=True))
    return found


def _number(value: int | None) -> Number:
    return Number(value=Decimal(value or 0))


def ours_alone(facts: AccountFacts, of: Span, today: date) -> list[Shown]:
    """What the customer never reads: health and why, trend, notice, who left, which role nobody holds, follow-ups."""
    found = [facts.facts[key].shown for key in _OURS if key in facts.facts]
    for contact in facts.rows.contacts:
        if contact.left_on and of.start <= contact.left_on <= today:
            source = Source(kind="contact", on=contact.left_on, row=f"contacts:{contact.id}")
            found.append(Shown(label=say("Left the customer"), value=_who(contact.name, contact.title), source=source))
    held = {(contact.role or "").casefold() for contact in facts.rows.contacts if contact.left_on is None}
    missing = tuple(words for role, words in _KEY_ROLES.items() if role not in held)
    if missing:
        found.append(Shown(label=say("Nobody on file as"), value=Several(items=missing)))
    for task in facts.rows.tasks:
        source = Source(kind="task", on=task.due_on, row=f"tasks:{task.id}")
        found.append(Shown(label=say("Open follow-up"), value=Name(text=task.title), source=source))
    return found


def _who(name: str, title: str | None) -> Value:
    return say("{name}, {title}", name=name, title=title) if title else Name(text=name)
