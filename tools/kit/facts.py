"""An account's facts with their sources, gathered once for emails, QBRs, briefs and guidance."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from database.models import Account
from tools.kit.account_rows import Rows, read_account
from tools.kit.desk import Desk
from tools.kit.fact import Fact, flag
from tools.kit.facts_commercial import commercial
from tools.kit.facts_people import people
from tools.kit.facts_support import support
from tools.kit.facts_usage import usage
from tools.kit.tool import Period

__all__ = ["AccountFacts", "Fact", "flag", "gather", "last_complete_quarter"]

_OF_A_TERM = ("contract_start", "contract_end", "notice_date", "renews_itself", "must_sign")
ENOUGH_RESULTS = 2
"""With fewer results on record, a letter that tells of results marks a gap for one more."""


@dataclass(frozen=True)
class AccountFacts:
    """All that is known of one account, and the rows behind it."""

    rows: Rows
    period: Period
    """What support is counted over."""
    facts: Mapping[str, Fact]

    @property
    def account(self) -> Account:
        """The account's own row."""
        return self.rows.account

    @property
    def shareable(self) -> Mapping[str, Fact]:
        """The facts that the customer may read."""
        return {key: fact for key, fact in self.facts.items() if fact.shareable}

    def having(self, more: Iterable[Fact]) -> "AccountFacts":
        """The same with further facts; a later one of the same key stands."""
        return replace(self, facts={**self.facts, **{fact.key: fact for fact in more}})

    def without(self, keys: Iterable[str]) -> "AccountFacts":
        """The same without some facts."""
        left_out = set(keys)
        return replace(self, facts={key: fact for key, fact in self.facts.items() if key not in left_out})

    @property
    def in_term(self) -> "AccountFacts":
        """The same without the dates of a term that is over: no text tells a customer that it runs."""
        return self.without(_OF_A_TERM) if "term_over" in self.facts else self


def gather(desk: Desk, account_id: int, period: Period | None = None) -> AccountFacts | None:
    """The facts of an account; None when there is no such account or the asker may not see it.

    `period` is what support is counted over, by default the last complete quarter.
    """
    counted = period or last_complete_quarter(desk.today, desk.company.fiscal_year_start)
    with desk.read() as session:
        rows = read_account(session, account_id, counted.start or date.min, desk.today)
    if rows is None:
        return None
    found = (
        *people(rows, desk.today),
        *commercial(rows, desk.today),
        *usage(rows.months, desk.today),
        *support(rows.tickets, counted, desk.today, on_record=rows.has_tickets),
    )
    known = {fact.key: fact for fact in found}
    if sum(key.startswith("result_") for key in known) >= ENOUGH_RESULTS:
        known["enough_results"] = flag("enough_results")
    return AccountFacts(rows, counted, known)


def last_complete_quarter(today: date, fiscal_year_start: int = 1) -> Period:
    """The last quarter of the fiscal year that is over; `fiscal_year_start` is the month in which the year starts."""
    running = _months_before(today.replace(day=1), (today.month - fiscal_year_start) % 3)
    return Period(start=_months_before(running, 3), end=running - timedelta(days=1))


def _months_before(first: date, months: int) -> date:
    count = first.year * 12 + first.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)
