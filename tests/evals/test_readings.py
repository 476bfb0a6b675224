"""What each tool's reader makes of messages in four languages: a file of `readings/` a subject, a message a line."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.agents.base import Json, View

from .reading import readings, wrong

SUBJECTS = sorted(file.stem for file in (Path(__file__).parent / "readings").glob("*.jsonl"))


@pytest.mark.parametrize(
    ("tool", "message", "expected"), [reading for subject in SUBJECTS for reading in readings(subject)]
)
def test_the_arguments_are_read(book: View, tool: str, message: str, expected: Mapping[str, Json]) -> None:
    assert wrong(tool, message, expected, book) == []
