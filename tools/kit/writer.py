"""Who phrases facts for a customer: the composed text by default."""

from collections.abc import Mapping
from typing import Protocol


class Writer(Protocol):
    """Turns a template of ours and checked facts into a text."""

    def write(self, template: str, facts: Mapping[str, str], *, language: str) -> str:
        """The text, in `language`, with every fact of the template filled or plainly marked as missing."""
        ...
