"""Use of the product against the months before."""

from datetime import date
from decimal import Decimal

from metrics.adoption import Change, Month, usage_change

TODAY = date(2026, 3, 18)


def months(*values: tuple[int, int]) -> list[Month]:
    return [Month(date(2026 if month < 4 else 2025, month, 1), value) for month, value in values]


def test_the_last_complete_month_is_compared_with_the_mean_of_the_three_before() -> None:
    # (90 + 100 + 110) / 3 = 100; 75 against 100 is −25 %. March still runs and does not count.
    change = usage_change(months((11, 90), (12, 100), (1, 110), (2, 75), (3, 5)), TODAY)
    assert change == Change(date(2026, 2, 1), 75, Decimal(100), 3, Decimal(-25))


def test_fewer_months_are_compared_as_far_as_they_go() -> None:
    change = usage_change(months((1, 40), (2, 50)), TODAY)
    assert change is not None
    assert (change.base_months, change.percent) == (1, Decimal(25))


def test_half_a_point_is_rounded_away_from_zero() -> None:
    # 201 against 200 is +0.5 %.
    change = usage_change(months((1, 200), (2, 201)), TODAY)
    assert change is not None
    assert change.percent == 1


def test_nothing_to_compare_with_is_unknown_not_zero() -> None:
    assert usage_change(months((2, 50)), TODAY) is None
    assert usage_change(months((1, 0), (2, 50)), TODAY) is None
    assert usage_change([], TODAY) is None
