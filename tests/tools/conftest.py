"""The book on each engine."""

import pytest
from sqlalchemy import Engine

from tests.tools.book import Book


@pytest.fixture
def book(sqlite_engine: Engine) -> Book:
    """An empty book of two teams in an SQLite file."""
    return Book(sqlite_engine)


@pytest.fixture
def any_book(engine: Engine) -> Book:
    """An empty book of two teams, on SQLite and on PostgreSQL."""
    return Book(engine)
