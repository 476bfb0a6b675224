"""A whole workspace for each test: an emulated Slack, a real database, the bot served over HTTP."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine

from bot.conversation import Conversation
from bot.handlers.serve import Surface
from tests.bot.house import Small, small_house
from tests.journeys.breakable import Breakable
from tests.journeys.emulator import TOKEN, emulator, free_port
from tests.journeys.front import Front
from tests.journeys.workspace import SECRET, Workspace


@dataclass(frozen=True)
class Settings:
    """As the environment would give them."""

    slack_api_url: str
    port: int
    slack_bot_token: SecretStr | None = field(default_factory=lambda: SecretStr(TOKEN))
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = field(default_factory=lambda: SecretStr(SECRET))
    host: str = "127.0.0.1"
    workers: int = 3


@dataclass(frozen=True)
class Opened:
    """What `bot/app.py` makes out of settings."""

    settings: Settings
    engine: Engine
    conversation: Conversation


@pytest.fixture(scope="session")
def slack_api() -> Iterator[str]:
    """The emulator, one a test process."""
    with emulator() as address:
        yield address


@pytest.fixture
def front(slack_api: str) -> Iterator[Front]:
    with Front(slack_api).open() as front:
        yield front


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the documents, made once."""
    return tmp_path_factory.mktemp("library")


@pytest.fixture
def small(sqlite_engine: Engine, library: Path) -> Small:
    """Three people, two accounts: Ann's and Ned's."""
    return small_house(sqlite_engine, library, Breakable())


@pytest.fixture
def surface(small: Small, front: Front) -> Iterator[Surface]:
    """The bot, serving."""
    settings = Settings(f"{front.address}/api/", free_port())
    surface = Surface(Opened(settings, small.engine, small.conversation))
    close = surface.open()
    yield surface
    close()
    surface.service.stop()


@pytest.fixture
def slack(surface: Surface, front: Front) -> Workspace:
    """What the people of the workspace can do."""
    return Workspace(f"http://127.0.0.1:{surface.port}", front)
