"""A channel is written to in a short burst, then once a second."""

from bot.delivery.pace import BURST, Pace


def test_a_burst_goes_at_once_and_then_one_a_second() -> None:
    clock = [100.0]
    pace = Pace(lambda: clock[0])
    for _ in range(BURST):
        assert pace.busy() == []
        pace.take("C1")
    assert pace.busy() == ["C1"]
    assert (pace.is_free("C1"), pace.is_free("C2")) == (False, True)
    assert 0 < pace.wait(60) <= 1
    clock[0] += 1.01
    assert pace.busy() == []
    pace.take("C1")
    assert pace.busy() == ["C1"]


def test_other_channels_are_not_held_up() -> None:
    pace = Pace(lambda: 100.0)
    for _ in range(BURST + 1):
        pace.take("C1")
    assert pace.busy() == ["C1"]


def test_a_pause_lasts_as_long_as_slack_asked() -> None:
    clock = [100.0]
    pace = Pace(lambda: clock[0])
    pace.pause("C1", 30)
    clock[0] += 29.9
    assert pace.busy() == ["C1"]
    clock[0] += 0.2
    assert pace.busy() == []
