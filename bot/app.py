"""Puts the house together out of the settings; nothing else reads them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from bot.agents.base import Agent
from bot.agents.embedded import EmbeddedAgent
from bot.conversation import Conversation, House
from bot.settings import Settings
from database import people, schema
from database.engine import copy_sqlite, open_engine, reading, sqlite_url
from database.models import now
from database.reader import Reader
from knowledge import Library
from tools.kit.desk import Company
from tools.kit.names import NameIndex, RestrictedNames
from tools.kit.writer import ComposedWriter, Writer

if TYPE_CHECKING:
    from bot.agents.openai import ModelAgent  # imported where there is a key: most starts need none

SAMPLE_FILE = "sample.db"
OWN_FILE = "steward.db"


class UnusableSettingsError(Exception):
    """The settings can't be used as they are; the text says what to do."""


@dataclass(frozen=True)
class App:
    """The house, open."""

    settings: Settings
    engine: Engine
    conversation: Conversation
    sample: bool
    library: Library
    model: "ModelAgent | None" = None
    """The model that is asked, where one is configured."""

    def warm(self) -> None:
        """Gets ready, beside what goes on, what the first question to a model would have to wait for."""
        if self.model:
            Thread(target=self.model.graph, name="model", daemon=True).start()

    def person(self, wanted: str | None) -> int:
        """Who asks in the terminal: `wanted` (e-mail or name), else STEWARD_USER, else the sample's director.

        Raises UnusableSettingsError when nobody is meant, or nobody or several are found.
        """
        wanted = wanted or self.settings.user
        with reading(self.engine) as session:
            if wanted is None:
                director = people.first_director(session) if self.sample else None
                if director is None:
                    raise UnusableSettingsError("Say who is asking: --as EMAIL-or-NAME, or set STEWARD_USER.")
                return director
            try:
                found = people.find(session, wanted)
            except people.UnknownPersonError as error:
                raise UnusableSettingsError(f"{error} `people list` shows everybody.") from None
            if not found.active:
                raise UnusableSettingsError(f"{found.name} is deactivated.")
            return found.id


def database(settings: Settings, *, sample: bool = False, own: bool = False) -> Engine:
    """The configured database, up to date. Without DATABASE_URL it is a file in the data folder: the company's own once
    there is one (or Slack is set, or `own`), else the sample book's, which never shares a file with real data."""
    if sample:
        return _fresh_sample(settings.data / SAMPLE_FILE)
    if settings.database_url:
        engine = open_engine(settings.database_url.get_secret_value())
    elif own or settings.slack or _holds_own_data(settings):
        engine = open_engine(sqlite_url(settings.data / OWN_FILE))
    else:
        return _fresh_sample(settings.data / SAMPLE_FILE)
    schema.upgrade(engine)
    return engine


@contextmanager
def trial_database(settings: Settings) -> Iterator[Engine]:
    """The company's own database to try something on that is taken back. Of an SQLite file it is a copy, so that nobody
    waits for the trial, and an empty one where there is no file yet, so that it leaves none behind."""
    engine = database(settings, own=True) if settings.database_url or (settings.data / OWN_FILE).exists() else None
    if engine and engine.dialect.name != "sqlite":
        yield engine
        return
    with TemporaryDirectory(prefix="steward-trial-") as folder:
        trial = open_engine(sqlite_url(Path(folder) / OWN_FILE))
        try:
            if engine:
                copy_sqlite(engine, trial)
            else:
                schema.upgrade(trial)
            yield trial
        finally:
            trial.dispose()


def _holds_own_data(settings: Settings) -> bool:
    path = settings.data / OWN_FILE
    if not path.exists():
        return False
    engine = open_engine(sqlite_url(path))
    return schema.current(engine) is not None and schema.has_accounts(engine)


def _fresh_sample(path: Path) -> Engine:
    """The sample book's database. Its dates lie around the day it was made for, so it is made anew when that day has
    gone by; not when somebody has entered something, which is never thrown away."""
    engine = open_engine(sqlite_url(path))
    schema.upgrade(engine)
    if schema.has_accounts(engine):
        if not schema.outlived_sample(engine, now().date()):
            return engine
        engine.dispose()
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        engine = open_engine(sqlite_url(path))
        schema.upgrade(engine)
    from database import sample

    sample.make(engine, now().date())
    return engine


def model_of(settings: Settings) -> "ModelAgent | None":
    """The model that the settings name; None where none is to be asked. Raises UnusableSettingsError."""
    if settings.agent == "embedded" or (settings.openai_api_key is None and settings.agent == "auto"):
        return None
    if settings.openai_api_key is None:
        raise UnusableSettingsError("STEWARD_AGENT=openai needs OPENAI_API_KEY.")
    from bot.agents.openai import Connection, ModelAgent, UnusableConnectionError

    try:
        connection = Connection(
            api_key=settings.openai_api_key.get_secret_value(),
            model=settings.model,
            base_url=settings.openai_base_url,
            allowed=tuple(filter(None, map(str.strip, settings.model_endpoints.split(",")))),
            data=settings.model_data,
            hides_contacts=settings.model_hides_contacts,
            daily_tokens=settings.model_daily_tokens,
        )
    except UnusableConnectionError as error:
        raise UnusableSettingsError(str(error)) from None
    return ModelAgent(connection)


def agent_of(settings: Settings, model: "ModelAgent | None") -> Agent:
    """Who reads messages, as the settings say."""
    own = EmbeddedAgent()
    if model is None:
        return own
    from bot.agents.router import NEVER, SURE, Router

    return Router(own, model, NEVER if settings.agent == "openai" else SURE)


def _writer(settings: Settings, model: "ModelAgent | None") -> Writer:
    if model is None or settings.writer == "composed":
        return ComposedWriter()
    from bot.agents.openai import ModelWriter

    return ModelWriter(model)


def open_app(
    settings: Settings,
    *,
    sample: bool = False,
    engine: Engine | None = None,
    clock: Callable[[], datetime] = now,
) -> App:
    """The whole house over its database. Raises UnusableSettingsError."""
    model = model_of(settings)
    engine = engine or database(settings, sample=sample)
    reader = Reader(engine, settings.policy)
    index = NameIndex(engine)
    library = Library(settings.data / "library", settings.chroma_url)
    holds_sample = schema.is_sample(engine)
    house = House(
        open=reader.session,
        names=lambda read: RestrictedNames(index, read),
        agent=agent_of(settings, model),
        library=library,
        writer=_writer(settings, model),
        company=Company(
            currency=settings.currency,
            fiscal_year_start=settings.fiscal_year_start,
            stale_after_days=settings.stale_after_days,
            quiet_after_days=settings.quiet_after_days,
            policy=settings.policy,
        ),
        sample=holds_sample,
        has_accounts=lambda: schema.has_accounts(engine),
        clock=clock,
    )
    return App(settings, engine, Conversation(house), holds_sample, library, model)
