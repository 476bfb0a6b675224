"""python -m bot: every command. What a command needs is imported when it runs, so that a question is answered at once.

The command line trusts whoever can read the database: `--as` is believed.
"""

import gc
import secrets
import sys
from datetime import UTC, date, datetime, time
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from bot.app import App
    from bot.settings import Settings
    from bot.terminal import Terminal
    from bot.turn import Answer

# A start makes a great many objects and no garbage: collecting would look through them again and again for nothing.
gc.disable()

main = typer.Typer(
    name="python -m bot",
    help="Steward, the customer-success assistant. `run` is all one needs; the rest is for those who look closer.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
imports = typer.Typer(help="Bring customer data in.", no_args_is_help=True)
exports = typer.Typer(help="Write out what people changed here.", no_args_is_help=True)
people = typer.Typer(help="Colleagues: who they are and what they may do.", no_args_is_help=True)
main.add_typer(imports, name="import")
main.add_typer(exports, name="export")
main.add_typer(people, name="people")

As = Annotated[str | None, typer.Option("--as", help="Who asks: e-mail or name. Default: STEWARD_USER.")]
Today = Annotated[str | None, typer.Option("--today", help="Answer as on this day (YYYY-MM-DD).")]
Sample = Annotated[bool, typer.Option("--sample", help="Use the sample book, whatever is configured.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@main.command()
def run(as_: As = None, sample: Sample = False) -> None:
    """Serve Slack where its variables are set, else chat here (over the sample book until there is data)."""
    if _settings().slack and not sample:
        from bot.handlers.serve import serve

        app = _app()
        app.warm()
        serve(app)
    elif sys.stdin.isatty():
        chat(as_, None, sample)
    else:
        _piped(_terminal(_app(sample), as_, None))


@main.command()
def chat(as_: As = None, today: Today = None, sample: Sample = False) -> None:
    """Talk with Steward in this terminal. After a proposal: y saves, e edits, n discards; a number presses a button."""
    from bot import terminal

    app = _app(sample)
    desk = _terminal(app, as_, today)
    desk.progress = terminal.passing
    book = "the sample book (made-up customers)" if app.sample else "your customer database"
    typer.echo(f"Steward, over {book}. Ask in English, French, German or Chinese; `exit` ends.")
    terminal.chat(desk, terminal.typed())


def _piped(desk: "Terminal") -> None:
    from bot import terminal, tour
    from database.engine import reading

    lines = terminal.piped()
    first = next(lines, None)
    if first is not None:
        terminal.chat(desk, chain([first], lines), echo=True)
        return
    with reading(desk.engine) as session:
        messages = tour.messages(session)
    raise typer.Exit(0 if terminal.tour(desk, messages) else 1)


@main.command()
def ask(text: str, as_: As = None, today: Today = None, as_json: AsJson = False, sample: Sample = False) -> None:
    """Answer one message as Slack would."""
    desk = _terminal(_app(sample), as_, today, alone=True)
    answer = desk.say(text)
    _print(answer, as_json)
    if not as_json:
        from bot.terminal import put_down

        for path in put_down(answer, desk.files):
            typer.echo(f"  → {path}")
    raise typer.Exit(1 if answer.failed else 0)


@main.command()
def confirm(
    proposal: str, as_: As = None, today: Today = None, as_json: AsJson = False, sample: Sample = False
) -> None:
    """Save what an earlier `ask` proposed, by its id."""
    from tools.kit.cards import Proposal

    answer = _terminal(_app(sample), as_, today, alone=True).press("save", proposal)
    _print(answer, as_json)
    saved = any(isinstance(card, Proposal) and card.state == "saved" for card in answer.cards)
    raise typer.Exit(0 if saved else 1)


@main.command()
def understand(as_: As = None, today: Today = None, sample: Sample = False) -> None:
    """Read messages (JSON lines) on standard input, print what each means. Changes nothing."""
    from bot.commands.answers import meanings, printable
    from bot.terminal import piped

    app = _app(sample)
    for meaning in meanings(app.conversation, _terminal(app, as_, today), piped()):
        typer.echo(printable(meaning))


@main.command()
def evals(
    file: Path,
    as_: As = None,
    today: Today = None,
    tools: Annotated[str | None, typer.Option(help="Only messages whose every call is one of these, a,b,c.")] = None,
    agent: Annotated[str, typer.Option(help="Who reads them: embedded, auto or openai.")] = "embedded",
) -> None:
    """Score the understanding of a set of messages, over the CSV files beside it."""
    from bot.commands.opening import chosen_agent
    from bot.evals import evaluate, print_report

    reads = chosen_agent(_settings(), agent)
    report = evaluate(file, asker=as_, today=_day(today), tools=tools.split(",") if tools else None, agent=reads)
    print_report(report)


@main.command()
def index(force: Annotated[bool, typer.Option(help="Build it anew even if nothing changed.")] = False) -> None:
    """Index the best-practice documents."""
    from knowledge import Library, LibraryError

    settings = _settings()
    try:
        typer.echo(Library(settings.data / "library", settings.chroma_url).build(force=force))
    except LibraryError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


@main.command()
def doctor() -> None:
    """What is configured, what is missing, and what each missing thing costs."""
    from bot.commands.doctor import examine

    findings = examine(_settings())
    for finding in findings:
        typer.echo(f"{finding.mark} {finding.what}: {finding.found}")
        if finding.advice:
            typer.echo(f"    {finding.advice}")
    raise typer.Exit(1 if any(finding.broken for finding in findings) else 0)


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
            lambda: opened_for_import(_settings(), dry_run=dry_run),
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

    day = _day(since)
    if day is None:
        raise typer.BadParameter("--since needs a day, YYYY-MM-DD")
    for path, rows in write(_own_database(), day, folder).items():
        typer.echo(f"{path}: {rows} rows")


@people.command("list")
def people_list() -> None:
    """Everybody, with role, team and what they are linked to."""
    from bot.commands.directory import listed
    from bot.commands.opening import opened_database

    typer.echo(listed(opened_database(_settings(), own=None)))


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
        typer.echo(changed(_own_database(), change, *values))
    except PersonError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None


def _settings() -> "Settings":
    from pydantic import ValidationError

    from bot.settings import Settings

    try:
        return Settings()
    except ValidationError as error:
        for fault in error.errors():
            typer.echo(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}", err=True)
        raise typer.Exit(2) from None


def _app(sample: bool = False) -> "App":
    from bot.commands.opening import opened_app

    app = opened_app(_settings(), sample=sample)
    gc.freeze()
    gc.enable()
    return app


def _own_database() -> "Engine":
    from bot.commands.opening import opened_database

    return opened_database(_settings(), own=True)


def _terminal(app: "App", as_: str | None, today: str | None, *, alone: bool = False) -> "Terminal":
    from bot.app import UnusableSettingsError
    from bot.terminal import ORDER_KEY, Terminal

    try:
        person = app.person(as_)
    except UnusableSettingsError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    # A single question remembers nothing: it stands in a conversation of its own.
    key = f"ask:{secrets.token_hex(6)}" if alone else ORDER_KEY
    return Terminal(app.engine, app.conversation, person, key, _noon(_day(today)), files=app.settings.data / "files")


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day; write YYYY-MM-DD") from None


def _noon(day: date | None) -> datetime | None:
    return datetime.combine(day, time(12), UTC) if day else None


def _print(answer: "Answer", as_json: bool) -> None:
    if as_json:
        from bot.commands.answers import answer_json, printable

        typer.echo(printable(answer_json(answer)))
    else:
        from bot.terminal import width
        from bot.text import Screen

        typer.echo(answer.on(Screen(width())))


if __name__ == "__main__":
    main()
