"""What the embedded agent understands does not get less: floors on the development set and on our own."""

from pathlib import Path

import pytest

from bot.agents.router import SURE
from bot.evals import Report, evaluate
from bot.reliability import calibration_error

OUR_OWN = Path(__file__).with_name("messages.jsonl")
BUILT = (
    "look_up_account",
    "list_accounts",
    "renewals_due",
    "account_history",
    "my_day",
    "log_note",
    "draft_email",
    "draft_qbr",
    "find_guidance",
    "help",
)


@pytest.fixture(scope="module")
def ours() -> Report:
    return evaluate(OUR_OWN)


@pytest.fixture(scope="module")
def development(shared: Path) -> Report:
    return evaluate(shared / "evals" / "dev.jsonl")


def _floors(report: Report, right: float, a_language: float) -> None:
    assert report.share() >= right
    for language in ("en", "fr", "de", "zh"):
        of_language = [result for result in report.results if result.language == language]
        assert sum(result.right for result in of_language) / len(of_language) >= a_language, language


@pytest.mark.slow
def test_our_own_messages_are_understood(ours: Report) -> None:
    _floors(ours, 0.95, 0.92)


@pytest.mark.slow
def test_nothing_is_written_unasked(ours: Report) -> None:
    assert ours.unasked_writes == []


@pytest.mark.slow
def test_the_development_set_is_understood(development: Report) -> None:
    _floors(development, 0.95, 0.92)
    assert development.unasked_writes == []


@pytest.mark.slow
def test_messages_for_the_tools_that_are_built(shared: Path) -> None:
    report = evaluate(shared / "evals" / "dev.jsonl", tools=BUILT)
    assert report.share() >= 0.95
    assert report.unasked_writes == []


SETS = Path(__file__).with_name("sets")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "fr", "de", "zh"])
@pytest.mark.parametrize(("part", "right", "tool"), [("tuned", 0.86, 0.94), ("unseen", 0.76, 0.80)])
def test_other_peoples_messages_are_understood(language: str, part: str, right: float, tool: float) -> None:
    """Sets of other writers. Of "unseen" no word went into a table or an example: it says what strangers may expect."""
    report = evaluate(SETS / language / f"{part}.jsonl")
    assert report.share() >= right
    assert report.share(tool=True) >= tool
    assert len(report.unasked_writes) <= 3


@pytest.mark.slow
def test_what_is_said_to_be_sure_is_right() -> None:
    """The router sends what is less sure to a model, where there is one."""
    results = [r for language in ("en", "fr", "de", "zh") for r in evaluate(SETS / language / "unseen.jsonl").results]
    told = [(result.confidence, result.right) for result in results]
    assert calibration_error(told) <= 0.08
    sure = [right for probability, right in told if probability >= SURE]
    assert len(sure) >= len(told) / 4
    assert sum(sure) / len(sure) >= 0.9
