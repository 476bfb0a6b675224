"""The contracts of an account: the term that its story is about, the one after it, and those before."""

from dataclasses import dataclass
from datetime import date, timedelta

from database.models.contracts import last_notice_day

from .customers import Customer
from .days import term_end, term_start

HISTORY = timedelta(days=560)
"""How far back an account's contracts reach: a little more than its usage."""

NOTICE_DAYS = (30, 60, 90, 120)


@dataclass(frozen=True)
class Term:
    """One contract's dates, and what became of it."""

    start_on: date
    end_on: date
    notice_days: int
    auto_renew: bool
    notice_given_on: date | None
    outcome: str | None
    outcome_on: date | None
    size: float
    """Revenue and seats, as a share of those of the story's term."""

    @property
    def notice_on(self) -> date | None:
        """The last day on which notice can be given."""
        return last_notice_day(self.end_on, self.notice_days)


def terms(customer: Customer) -> list[Term]:
    """The account's contracts, the newest first. Each starts on the day after the one before it ends."""
    told = _told(customer)
    after = [_following(told, customer.story.arr_after)] if told.outcome == "renewed" else []
    return [*after, told, *_before(told, customer)]


def _told(customer: Customer) -> Term:
    end_on, renewal = customer.end_on, customer.due.renewal
    long_term = renewal != "new" and customer.rng.random() < 0.1
    notice_days, auto_renew = _notice(customer)
    outcome = {"renewed": "renewed", "lost": "lost", "left": "lost"}.get(renewal)
    return Term(
        start_on=term_start(end_on, 2 if long_term else 1),
        end_on=end_on,
        notice_days=notice_days,
        auto_renew=auto_renew,
        notice_given_on=customer.fact("notice"),
        outcome=outcome,
        outcome_on=_outcome_on(customer) if outcome else None,
        size=1.0,
    )


def _notice(customer: Customer) -> tuple[int, bool]:
    """Notice days and whether it renews by itself, so that they agree with how the renewal stands."""
    rng, today, end_on = customer.rng, customer.today, customer.end_on
    given = customer.fact("notice")
    usual = rng.choice((30, 60, 60, 90))
    if given:
        in_time = [days for days in NOTICE_DAYS if end_on - timedelta(days=days) >= given]
        return max(in_time, default=NOTICE_DAYS[0]), customer.due.renewal == "notice" or rng.random() < 0.5
    if customer.due.renewal == "locked":
        passed = [days for days in NOTICE_DAYS if end_on - timedelta(days=days) < today]
        return min(passed, default=NOTICE_DAYS[-1]), True
    if customer.due.renewal == "notice":
        this_month = [days for days in NOTICE_DAYS if _is_this_month(end_on - timedelta(days=days), today)]
        return max(this_month), True
    still_open = end_on - timedelta(days=usual) >= today
    return usual, still_open and customer.due.renewal in ("open", "new") and rng.random() < 0.5


def _is_this_month(day: date, today: date) -> bool:
    return day >= today and (day.year, day.month) == (today.year, today.month)


def _outcome_on(customer: Customer) -> date:
    told = customer.fact("renewed") or customer.fact("lost")
    return told or min(customer.end_on, customer.today) - timedelta(days=customer.rng.randint(6, 40))


def _following(term: Term, size: float) -> Term:
    start_on = term.end_on + timedelta(days=1)
    return Term(
        start_on=start_on,
        end_on=term_end(start_on),
        notice_days=term.notice_days,
        auto_renew=term.auto_renew,
        notice_given_on=None,
        outcome=None,
        outcome_on=None,
        size=size,
    )


def _before(term: Term, customer: Customer) -> list[Term]:
    """Renewed terms before `term`, back to where the history starts; none for a new customer."""
    found: list[Term] = []
    if customer.due.renewal == "new":
        return found
    while term.start_on > customer.today - HISTORY:
        end_on = term.start_on - timedelta(days=1)
        shrink = customer.story.arr_before if not found and customer.story.arr_before else None
        term = Term(
            start_on=term_start(end_on),
            end_on=end_on,
            notice_days=term.notice_days,
            auto_renew=term.auto_renew,
            notice_given_on=None,
            outcome="renewed",
            outcome_on=end_on - timedelta(days=customer.rng.randint(8, 45)),
            size=term.size * (shrink or customer.rng.uniform(0.88, 1.0)),
        )
        found.append(term)
    return found
