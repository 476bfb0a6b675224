"""An emulated Slack, and what is to be sent to it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.delivery.post import Post
from tests.journeys.emulator import emulator
from tests.journeys.front import Front


@pytest.fixture(scope="session")
def slack_api() -> Iterator[str]:
    with emulator() as address:
        yield address


@pytest.fixture
def front(slack_api: str) -> Iterator[Front]:
    with Front(slack_api).open() as front:
        yield front


@pytest.fixture
def post(sqlite_engine: Engine, front: Front) -> Post:
    return Post(sqlite_engine, front)
