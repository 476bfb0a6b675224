"""The house and its database as the command line opens them: what can't be opened is a sentence, not a traceback."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import typer
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.agents.base import Agent
from bot.app import OWN_FILE, App, UnusableSettingsError, agent_of, database, model_of, open_app, trial_database
from bot.settings import Settings
from database.schema import NewerDatabaseError


@contextmanager
def _told() -> Iterator[None]:
    """The driver's own words stay away: they can hold the database's address."""
    try:
        yield
    except (SQLAlchemyError, ModuleNotFoundError) as error:
        typer.echo(f"The database can't be opened ({type(error).__name__}). `doctor` says what to check.", err=True)
        raise typer.Exit(2) from None
    except (UnusableSettingsError, NewerDatabaseError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None


def chosen_agent(settings: Settings, name: str) -> Agent:
    """The agent of that name (embedded, auto, openai) as the settings make it. Ends the command with status 2 where it
    can't be had: there is no model without a key."""
    if name not in ("embedded", "auto", "openai"):
        raise typer.BadParameter("embedded, auto or openai", param_hint="--agent")
    chosen = settings.model_copy(update={"agent": name})
    with _told():
        return agent_of(chosen, model_of(chosen))


def opened_app(settings: Settings, *, sample: bool) -> App:
    """The whole house; ends the command with status 2 when its database can't be opened or its settings can't be used."""
    with _told():
        return open_app(settings, sample=sample)


@contextmanager
def opened_for_import(settings: Settings, *, dry_run: bool) -> Iterator[Engine]:
    """The company's own database; for a dry run one that leaves nothing behind. Ends the command with status 2 when it
    can't be opened."""
    with ExitStack() as stack:
        with _told():
            engine = stack.enter_context(trial_database(settings)) if dry_run else database(settings, own=True)
        yield engine


def opened_database(settings: Settings, *, own: bool | None) -> Engine:
    """The database alone; `own`: never the sample book's, None: that of the company if there is a file of it. Ends the
    command with status 2 when it can't be opened."""
    with _told():
        return database(settings, own=(settings.data / OWN_FILE).exists() if own is None else own)
