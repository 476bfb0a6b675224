"""The rules of whom to look after first."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from metrics.attention import RULES, Cause, Signals, points, reasons

TODAY = date(2026, 3, 18)
QUIET = 60


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("signals", "cause", "expected"),
    [
        (Signals(notice_given_on=in_days(-3)), "notice_given", 60),
        (Signals(notice_on=in_days(0)), "notice_date", 50),
        (Signals(notice_on=in_days(7)), "notice_date", 50),
        (Signals(notice_on=in_days(8)), "notice_date", 40),
        (Signals(notice_on=in_days(14)), "notice_date", 40),
        (Signals(notice_on=in_days(30)), "notice_date", 30),
        (Signals(renewal_on=in_days(-20)), "renewal", 45),
        (Signals(renewal_on=in_days(14)), "renewal", 45),
        (Signals(renewal_on=in_days(45)), "renewal", 30),
        (Signals(renewal_on=in_days(90)), "renewal", 15),
        (Signals(health="red"), "red", 35),
        (Signals(health="amber"), "amber", 15),
        (Signals(late_tickets=2), "late_tickets", 25),
        (Signals(overdue_tasks=1, oldest_task_due=in_days(-7)), "overdue_tasks", 20),
        (Signals(overdue_tasks=1, oldest_task_due=in_days(-8)), "overdue_tasks", 30),
        (Signals(last_touch=in_days(-61)), "gone_quiet", 20),
        (Signals(last_touch=in_days(-121)), "gone_quiet", 30),
        (Signals(known_since=in_days(-400)), "gone_quiet", 10),
        (Signals(usage_change=Decimal(-20)), "usage_down", 20),
        (Signals(usage_change=Decimal(-40)), "usage_down", 30),
    ],
)
def test_each_rule_gives_its_points(signals: Signals, cause: Cause, expected: int) -> None:
    (reason,) = reasons(signals, TODAY, QUIET)
    assert (reason.cause, reason.points) == (cause, expected)


@pytest.mark.parametrize(
    "signals",
    [
        Signals(),
        Signals(health="green"),
        Signals(notice_on=in_days(31)),
        Signals(notice_on=in_days(-1)),
        Signals(renewal_on=in_days(91)),
        Signals(last_touch=in_days(-60)),
        Signals(last_touch=TODAY, known_since=in_days(-900)),
        Signals(usage_change=Decimal(-19)),
    ],
)
def test_what_is_well_or_unknown_gives_none(signals: Signals) -> None:
    assert reasons(signals, TODAY, QUIET) == ()


def test_without_a_touch_on_record_no_days_are_counted() -> None:
    (reason,) = reasons(Signals(known_since=in_days(-628)), TODAY, QUIET)
    assert (reason.days, reason.on) == (None, None)


def test_points_add_up_and_the_weightiest_reason_stands_first() -> None:
    found = reasons(Signals(health="red", notice_on=in_days(3), last_touch=in_days(-70)), TODAY, QUIET)
    assert [reason.cause for reason in found] == ["notice_date", "red", "gone_quiet"]
    assert points(found) == 50 + 35 + 20


def test_every_rule_says_its_points_in_its_docstring() -> None:
    assert all(rule.__doc__ and "points" in rule.__doc__ for rule in RULES)
