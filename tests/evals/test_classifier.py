"""The models that tell the tool: they are what training made of the examples, and know every tool."""

from bot.agents.embedded import classifier
from bot.agents.embedded.arguments import READERS
from bot.agents.embedded.classifier.training import digest, examples
from bot.agents.embedded.requests import NO_TOOLS


def test_the_weights_are_of_these_examples() -> None:
    """Who changes the examples trains again: `make train`."""
    assert classifier.tools().digest == digest()
    assert classifier.joints().digest == digest()


def test_every_tool_has_examples_in_every_language_and_nothing_else_has() -> None:
    for language in ("en", "fr", "de", "zh"):
        assert {one.label for one in examples() if one.language == language} == READERS.keys() | NO_TOOLS


def test_no_example_stands_under_two_tools() -> None:
    seen: dict[tuple[str, str], str] = {}
    twice = [
        (one.text, seen[one.language, one.text.lower()], one.label)
        for one in examples()
        if seen.setdefault((one.language, one.text.lower()), one.label) != one.label
    ]
    assert twice == []


def test_a_likeness_is_a_probability_over_all_labels() -> None:
    likeness = classifier.tools().likeness([])
    assert abs(sum(likeness.of.values()) - 1) < 1e-6
    assert set(likeness.of) == READERS.keys() | NO_TOOLS
