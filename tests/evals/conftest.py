"""A book in four languages, opened once for all tests that read arguments."""

from collections.abc import Iterator

import pytest

from bot.agents.base import View

from .reading import opened_book


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    """Twelve accounts with their contacts, and four colleagues; 13 May 2026."""
    with opened_book(tmp_path_factory.mktemp("book")) as view:
        yield view
