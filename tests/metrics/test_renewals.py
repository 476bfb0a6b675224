"""When a renewal can still be stopped, and what became of it."""

from datetime import date

import pytest

from metrics.renewals import Term, at_stake, locked_since, notice_date, state

END = date(2026, 3, 31)
NOTICE = date(2026, 1, 30)
TODAY = date(2026, 2, 10)


def test_the_notice_date_is_the_end_less_the_notice_days() -> None:
    assert notice_date(END, 60) == NOTICE
    assert notice_date(date(2024, 3, 31), 31) == date(2024, 2, 29)
    assert notice_date(END, 0) == END
    assert notice_date(END, None) is None


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (Term(END, outcome="renewed", auto_renew=True, notice_on=NOTICE), "renewed"),
        (Term(END, outcome="lost"), "lost"),
        (Term(END, account_left=True, auto_renew=True, notice_on=NOTICE), "lost"),
        (Term(END, auto_renew=True, notice_on=NOTICE), "locked_in"),
        (Term(END, auto_renew=True, notice_on=NOTICE, notice_given_on=date(2026, 1, 15)), "open"),
        (Term(END, auto_renew=False, notice_on=NOTICE), "open"),
        (Term(END, auto_renew=None, notice_on=NOTICE), "open"),
        (Term(END, auto_renew=True, notice_on=None), "open"),
        (Term(date(2026, 2, 9), auto_renew=True, notice_on=None), "locked_in"),
        (Term(date(2026, 2, 9), auto_renew=False), "open"),
    ],
)
def test_a_renewal_is_its_outcome_else_lost_with_the_customer_else_locked_in_else_open(
    term: Term, expected: str
) -> None:
    assert state(term, TODAY) == expected
    assert at_stake(term, TODAY) == (expected == "open")


def test_on_the_notice_date_itself_notice_can_still_be_given() -> None:
    term = Term(END, auto_renew=True, notice_on=NOTICE)
    assert locked_since(term, NOTICE) is None
    assert locked_since(term, date(2026, 1, 31)) == NOTICE
