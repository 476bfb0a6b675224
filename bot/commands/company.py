"""The commands over the company's own data: bring it in, write changes out, say who works here."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.line import AsJson, files_told, own_database, settings
from bot.commands.line import day as day_of

imports = typer.Typer(help="Bring customer data in.", no_args_is_help=True)
exports = typer.Typer(help="Write out what people changed here.", no_args_is_help=True)
people = typer.Typer(help="Colleagues: who they are and what they may do.", no_args_is_help=True)


@imports.command("csv")
def import_csv(
    files: Annotated[list[Path], typer.Argument(help="CSV files, or folders of them, in any order.")],
    mapping: Annotated[Path | None, typer.Option(help="Which of your columns is which of ours (TOML).")] = None,
    suggest: Annotated[Path | None, typer.Option(help="Write a mapping for these files here, and stop.")] = None,
    dry_run: Annotated[bool, typer.Option(help="Check everything, change nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Import accounts, contacts, contracts, usage, tickets and more. What is wrong is told by line."""
    from bot.commands.imports import run_import
    from bot.commands.opening import opened_for_import

    raise typer.Exit(
        run_import(
            lambda: opened_for_import(settings(), dry_run=dry_run),
            files,
            mapping,
            suggest,
            dry_run=dry_run,
            as_json=as_json,
        )
    )


@exports.command("changes")
def export_changes(
    since: Annotated[str, typer.Option(help="From this day on (YYYY-MM-DD).")],
    folder: Annotated[Path, typer.Option(help="Where to write the CSV files.")] = Path("changes"),
) -> None:
    """Write notes, tasks and contacts that people entered or changed here, by external id, for a CRM's loader."""
    from database.connectors.csv import export_changes as write

    day = day_of(since)
    if day is None:
        raise typer.BadParameter("--since needs a day, YYYY-MM-DD")
    with files_told():
        for path, rows in write(own_database(), day, folder).items():
            typer.echo(f"{path}: {rows} rows")


@people.command("list")
def people_list() -> None:
    """Everybody, with role, team and what they are linked to."""
    from bot.commands.directory import listed
    from bot.commands.opening import opened_database

    typer.echo(listed(opened_database(settings(), own=None)))


@people.command("admin")
def people_admin(email: str) -> None:
    """Make a colleague an administrator; the first one is made here."""
    _person_changed("admin", email)


@people.command("link")
def people_link(email: str, slack_id: str) -> None:
    """Say which Slack user (U…) a colleague is."""
    _person_changed("link", email, slack_id)


@people.command("deactivate")
def people_deactivate(email: str) -> None:
    """Take every access away; what they wrote stays."""
    _person_changed("deactivate", email)


def _person_changed(change: str, *values: str) -> None:
    from bot.commands.directory import changed
    from database.people import PersonError

    try:
        typer.echo(changed(own_database(), change, *values))
    except PersonError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
