"""What the product and the service desk saw: use by month, tickets, why they left."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from database.models import Account, ChurnRecord, Ticket

from . import book
from .contracts import Signed
from .customers import Customer
from .days import month_end, month_start, working_day
from .people import Stamp
from .story import Case, UsageShape

MONTHS = 18
"""Complete months of usage; the running month is left out, because half a month looks like a fall."""

_SHAPES: dict[UsageShape, Callable[[int], float]] = {
    # share of seats in use, by months ago (1: the last complete month)
    "steady": lambda ago: 0.76,
    "rises": lambda ago: 0.90 - 0.022 * min(ago, 16),
    "falls": lambda ago: 0.40 + 0.045 * min(ago, 9),
    "slips": lambda ago: 0.60 if ago == 1 else 0.72 if ago == 2 else 0.80,
    "drops": lambda ago: 0.34 if ago == 1 else 0.55 if ago == 2 else 0.79,
    "dips": lambda ago: 0.71 if ago == 1 else 0.62 if ago == 2 else 0.78,
    "recovers": lambda ago: 0.84 - 0.09 * min(ago - 1, 4) if ago < 7 else 0.68,
    "full": lambda ago: 0.98 - 0.012 * min(ago, 16),
    "starts": lambda ago: 0.55 if ago == 1 else 0.30,
    "stalls": lambda ago: 0.08 if ago == 1 else 0.05,
    "fades": lambda ago: 0.12 + 0.035 * min(ago, 14),
}

_QUIET_MONTH = {"fr": 8, "de": 12, "en": 12, "zh": 2}
"""The month of a language's holidays, in which a little less is planned."""

_ANSWER_WITHIN = {
    "low": timedelta(days=10),
    "medium": timedelta(days=3),
    "high": timedelta(1),
    "urgent": timedelta(hours=8),
}


def usage(customer: Customer, signed: Signed) -> dict[date, tuple[int, int]]:
    """Active users and seats by month (its first day), oldest first, for the months in which there was a contract."""
    rng, shape = customer.rng, _SHAPES[customer.story.usage]
    level = rng.uniform(0.94, 1.02)
    last = min(customer.today, customer.end_on) if customer.story.status == "churned" else customer.today
    months = {}
    for ago in range(MONTHS, 0, -1):
        month = month_start(customer.today, -ago)
        seats = signed.seats_on(month_end(month)) or signed.seats_on(month)
        if seats is None or month < month_start(signed.signed_on, 1):
            continue
        ended_ago = (last.year - month.year) * 12 + last.month - month.month
        season = 0.93 if month.month == _QUIET_MONTH[customer.language] else 1.0
        share = shape(max(1, ended_ago)) * level * season * rng.uniform(0.97, 1.03)
        months[month] = (min(seats, max(1, round(seats * share))), seats)
    return months


def usage_rows(
    customer: Customer, account: Account, months: Mapping[date, tuple[int, int]], stamp: Stamp
) -> list[dict[str, object]]:
    """Rows for `usage_months`: a planner works in the product some 220 times and 11 hours a month."""
    rng = customer.rng
    features = rng.randint(7, 13)
    rows: list[dict[str, object]] = []
    for month, (active, seats) in months.items():
        events = round(active * rng.uniform(190, 250))
        rows.append(
            {
                "account_id": account.id,
                "month": month,
                "active_users": active,
                "seats": seats,
                "events": events,
                "seconds": events * rng.randint(150, 210),
                "errors": round(events * rng.uniform(0.001, 0.006)),
                "features": max(2, features + rng.randint(-1, 1) - (4 if active * 2 < seats else 0)),
                "version": 1,
                **stamp,
            }
        )
    return rows


def tickets(customer: Customer, account: Account, signed: Signed, first_number: int, stamp: Stamp) -> list[Ticket]:
    """The story's tickets and the ordinary ones of a year, the oldest first; `first_number` is its number."""
    rng = customer.rng
    cases = list(customer.story.ticket)
    last_day = min(customer.today - timedelta(days=3), customer.end_on)
    for _ in range(rng.randint(*customer.segment.tickets)):
        question, on = rng.choice(book.prices().ticket), last_day - timedelta(days=rng.randint(0, 360))
        if on > signed.signed_on:
            days_ago = (customer.today - on).days
            cases.append(Case(**question.model_dump(), days_ago=days_ago, closed_after_hours=rng.randint(2, 60)))
    cases.sort(key=lambda case: -case.days_ago)
    return [_ticket(customer, account, first_number + place, case, stamp) for place, case in enumerate(cases)]


def _ticket(customer: Customer, account: Account, number: int, case: Case, stamp: Stamp) -> Ticket:
    rng, on = customer.rng, customer.today - timedelta(days=case.days_ago)
    opened_at = datetime.combine(working_day(on), time(rng.randint(6, 15), rng.randint(0, 59)), UTC)
    closed_at = None if case.closed_after_hours is None else opened_at + timedelta(hours=case.closed_after_hours)
    if closed_at is not None and closed_at.date() >= customer.today - timedelta(days=1):
        closed_at = None  # the book knows nothing of the running day
    hours_open = None if closed_at is None else Decimal((closed_at - opened_at) / timedelta(hours=1))
    urgent = case.priority in ("high", "urgent")
    return Ticket(
        account_id=account.id,
        number=f"T-{number}",
        subject=case.in_(customer.language),
        priority=case.priority,
        opened_at=opened_at,
        closed_at=closed_at,
        due_at=opened_at + _ANSWER_WITHIN[case.priority],
        first_response_minutes=rng.randint(5, 90) if urgent else rng.randint(30, 600),
        resolution_hours=hours_open,
        satisfaction=rng.choice((3, 4, 4, 5, 5)) if closed_at and rng.random() < 0.5 else None,
        escalated=case.escalated,
        **stamp,
    )


def churn_record(customer: Customer, account: Account, signed: Signed, stamp: Stamp) -> ChurnRecord | None:
    """Why the account left; None for one that did not."""
    churn = customer.story.churn
    if churn is None:
        return None
    refund = None if churn.refund_percent is None else signed.arr * churn.refund_percent / 100
    return ChurnRecord(
        account_id=account.id,
        left_on=customer.end_on,
        stated_reason=churn.stated_reason,
        root_reason=churn.root_reason,
        competitor=customer.competitor if churn.competitor else None,
        feedback=churn.feedback.in_(customer.language),
        preventable=churn.preventable,
        came_back=False,
        after_upgrade=False,
        after_downgrade=churn.after_downgrade,
        refund=refund,
        currency=None if refund is None else customer.market.currency,
        details=churn.details.in_(customer.language),
        **stamp,
    )
