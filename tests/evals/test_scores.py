"""What the embedded agent understands does not get less: floors on the development set and on our own."""

from pathlib import Path

import pytest

from bot.evals import Report, evaluate

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
