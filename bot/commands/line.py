"""What the commands share: how settings, days and files that are wrong are told."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from bot.settings import Settings

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@contextmanager
def files_told() -> Iterator[None]:
    """What can't be read or written is a sentence, not a traceback."""
    try:
        yield
    except OSError as error:
        typer.echo(f"{error.filename}: {error.strerror}", err=True)
        raise typer.Exit(2) from None


def settings() -> "Settings":
    """The settings; ends the command with status 2 when one is wrong."""
    from pydantic import ValidationError

    from bot.settings import Settings

    try:
        return Settings()
    except ValidationError as error:
        for fault in error.errors():
            typer.echo(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}", err=True)
        raise typer.Exit(2) from None


def own_database() -> "Engine":
    """The company's own database, never the sample book's."""
    from bot.commands.opening import opened_database

    return opened_database(settings(), own=True)


def day(text: str | None) -> date | None:
    """A day as it was typed. Raises typer's BadParameter."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day; write YYYY-MM-DD") from None
