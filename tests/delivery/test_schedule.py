"""The end of a working day, wherever somebody lives."""

from datetime import UTC, date, datetime

import pytest

from bot.delivery.schedule import end_of_day


@pytest.mark.parametrize(
    ("moment", "zone", "day", "due"),
    [
        (datetime(2026, 3, 18, 12, tzinfo=UTC), "UTC", date(2026, 3, 18), datetime(2026, 3, 18, 17, 30, tzinfo=UTC)),
        (datetime(2026, 3, 18, 18, tzinfo=UTC), "UTC", date(2026, 3, 19), datetime(2026, 3, 19, 17, 30, tzinfo=UTC)),
        # Friday evening is for Monday, and Monday is in summer time there.
        (
            datetime(2026, 3, 27, 18, tzinfo=UTC),
            "Europe/Berlin",
            date(2026, 3, 30),
            datetime(2026, 3, 30, 15, 30, tzinfo=UTC),
        ),
        (
            datetime(2026, 3, 18, 12, tzinfo=UTC),
            "Asia/Shanghai",
            date(2026, 3, 19),
            datetime(2026, 3, 19, 9, 30, tzinfo=UTC),
        ),
    ],
)
def test_the_reminder_comes_at_half_past_five_of_ones_own_day(
    moment: datetime, zone: str, day: date, due: datetime
) -> None:
    assert end_of_day(moment, zone) == (day, due)
