"""Whom to look after first, and why: rules that one can read.

Each rule looks at one thing and gives points with a reason, or nothing. An account's attention is the sum of its points;
equal points go by revenue. Nothing is learnt or weighted behind the scenes: change a number here and the list changes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Cause = Literal[
    "notice_given",
    "notice_date",
    "renewal",
    "red",
    "amber",
    "late_tickets",
    "overdue_tasks",
    "gone_quiet",
    "usage_down",
]

NOTICE_WITHIN = 30
"""Days before a notice date from which it counts."""
RENEWAL_WITHIN = 90
"""Days before a contract's end from which it counts."""
USAGE_DROP = -20
"""Percent points of change from which falling use counts."""


@dataclass(frozen=True)
class Signals:
    """What is known of one account today. None: not known, which never gives a point."""

    health: str | None = None
    renewal_on: date | None = None
    """The end of the next contract whose renewal is open and does not renew by itself."""
    notice_on: date | None = None
    """The next day that decides an auto-renewal still open."""
    notice_given_on: date | None = None
    """When notice was given to a contract that is still open."""
    last_touch: date | None = None
    known_since: date | None = None
    """The day since which the customer is one: without any touch on record it must be longer ago than quiet lasts."""
    overdue_tasks: int = 0
    oldest_task_due: date | None = None
    late_tickets: int = 0
    """Open support cases past their due time, or escalated."""
    usage_change: Decimal | None = None
    """Percent points, of the latest month against those before (`metrics.adoption.usage_change`)."""


@dataclass(frozen=True)
class Reason:
    """Why an account is on the list: the cause, its points, and what it rests on."""

    cause: Cause
    points: int
    on: date | None = None
    days: int | None = None
    count: int | None = None
    percent: Decimal | None = None


def reasons(signals: Signals, today: date, quiet_after: int) -> tuple[Reason, ...]:
    """Every rule that applies, most points first. `quiet_after`: days without a touch after which it is quiet."""
    found = [reason for rule in RULES if (reason := rule(signals, today, quiet_after))]
    return tuple(sorted(found, key=lambda reason: -reason.points))


def points(found: Sequence[Reason]) -> int:
    """An account's attention: the sum of its reasons' points."""
    return sum(reason.points for reason in found)


def notice_given(signals: Signals, _today: date, _quiet_after: int) -> Reason | None:
    """60 points: the customer has given notice, and the contract has not ended yet."""
    return Reason("notice_given", 60, on=signals.notice_given_on) if signals.notice_given_on else None


def notice_near(signals: Signals, today: date, _quiet_after: int) -> Reason | None:
    """50 points within 7 days of the notice date, 40 within 14, 30 within 30: past it nothing can be changed."""
    days = _days_until(signals.notice_on, today)
    if days is None or not 0 <= days <= NOTICE_WITHIN:
        return None
    return Reason("notice_date", 50 if days <= 7 else 40 if days <= 14 else 30, on=signals.notice_on, days=days)


def renewal_near(signals: Signals, today: date, _quiet_after: int) -> Reason | None:
    """45 points when the open renewal is overdue or within 14 days, 30 within 45, 15 within 90."""
    days = _days_until(signals.renewal_on, today)
    if days is None or days > RENEWAL_WITHIN:
        return None
    return Reason("renewal", 45 if days <= 14 else 30 if days <= 45 else 15, on=signals.renewal_on, days=days)


def unwell(signals: Signals, _today: date, _quiet_after: int) -> Reason | None:
    """35 points for red, 15 for amber. Unknown health gives none."""
    if signals.health == "red":
        return Reason("red", 35)
    return Reason("amber", 15) if signals.health == "amber" else None


def tickets_late(signals: Signals, _today: date, _quiet_after: int) -> Reason | None:
    """25 points when support is late or a case is escalated."""
    return Reason("late_tickets", 25, count=signals.late_tickets) if signals.late_tickets else None


def tasks_overdue(signals: Signals, today: date, _quiet_after: int) -> Reason | None:
    """20 points when something promised is overdue, 30 when it is so for more than a week."""
    days = _days_until(signals.oldest_task_due, today)
    if not signals.overdue_tasks or days is None:
        return None
    return Reason("overdue_tasks", 30 if days < -7 else 20, on=signals.oldest_task_due, count=signals.overdue_tasks)


def gone_quiet(signals: Signals, today: date, quiet_after: int) -> Reason | None:
    """20 points when the last touch is longer ago than the company allows, 30 when twice as long.

    10 points when none is on record of a customer of that long: what was not recorded may have happened, so no days.
    """
    since = signals.last_touch or signals.known_since
    if since is None or (today - since).days <= quiet_after:
        return None
    if signals.last_touch is None:
        return Reason("gone_quiet", 10)
    days = (today - since).days
    return Reason("gone_quiet", 30 if days > 2 * quiet_after else 20, on=since, days=days)


def usage_down(signals: Signals, _today: date, _quiet_after: int) -> Reason | None:
    """20 points when use fell by 20 % or more, 30 by 40 % or more."""
    if signals.usage_change is None or signals.usage_change > USAGE_DROP:
        return None
    return Reason("usage_down", 30 if signals.usage_change <= 2 * USAGE_DROP else 20, percent=signals.usage_change)


def _days_until(on: date | None, today: date) -> int | None:
    return None if on is None else (on - today).days


Rule = Callable[[Signals, date, int], Reason | None]
RULES: tuple[Rule, ...] = (
    notice_given,
    notice_near,
    renewal_near,
    unwell,
    tickets_late,
    tasks_overdue,
    gone_quiet,
    usage_down,
)
