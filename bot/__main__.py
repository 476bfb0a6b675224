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

from bot.commands.company import exports, imports, people
from bot.commands.line import AsJson, day, files_told, settings

if TYPE_CHECKING:
    from bot.app import App
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
main.add_typer(imports, name="import")
main.add_typer(exports, name="export")
main.add_typer(people, name="people")

As = Annotated[str | None, typer.Option("--as", help="Who asks: e-mail or name. Default: STEWARD_USER.")]
Today = Annotated[str | None, typer.Option("--today", help="Answer as on this day (YYYY-MM-DD).")]
Sample = Annotated[bool, typer.Option("--sample", help="Use the sample book, whatever is configured.")]


@main.command()
def run(as_: As = None, sample: Sample = False) -> None:
    """Serve Slack where its variables are set, else chat here (over the sample book until there is data)."""
    if settings().slack and not sample:
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
    files: list[Path],
    as_: As = None,
    today: Today = None,
    tools: Annotated[str | None, typer.Option(help="Only messages whose every call is one of these, a,b,c.")] = None,
    agent: Annotated[str, typer.Option(help="Who reads them: embedded, auto or openai.")] = "embedded",
    calibrate: Annotated[bool, typer.Option(help="Fit how sure the embedded agent is to what these show.")] = False,
) -> None:
    """Score the understanding of sets of messages, over the CSV files beside each."""
    from bot.commands.opening import chosen_agent
    from bot.evals import Report, evaluate, print_report
    from database.connectors.csv import ImportRefusedError

    reads = chosen_agent(settings(), agent)
    wanted, together = tools.split(",") if tools else None, Report(f"all {len(files)} sets")
    for file in files:
        with files_told():
            try:
                report = evaluate(file, asker=as_, today=day(today), tools=wanted, agent=reads)
            except (ImportRefusedError, LookupError, ValueError) as error:
                typer.echo(str(error), err=True)
                raise typer.Exit(2) from None
        together.results += report.results
        print_report(report)
    if len(files) > 1:
        print_report(together, misses=False)
    if calibrate:
        from bot.commands.calibration import calibrate as fit

        typer.echo(fit(together.results))


@main.command()
def index(force: Annotated[bool, typer.Option(help="Build it anew even if nothing changed.")] = False) -> None:
    """Index the best-practice documents."""
    from knowledge import Library, LibraryError

    known = settings()
    try:
        typer.echo(Library(known.data / "library", known.chroma_url).build(force=force))
    except LibraryError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


@main.command()
def doctor() -> None:
    """What is configured, what is missing, and what each missing thing costs."""
    from bot.commands.doctor import examine

    findings = examine(settings())
    for finding in findings:
        typer.echo(f"{finding.mark} {finding.what}: {finding.found}")
        if finding.advice:
            typer.echo(f"    {finding.advice}")
    raise typer.Exit(1 if any(finding.broken for finding in findings) else 0)


def _app(sample: bool = False) -> "App":
    from bot.commands.opening import opened_app

    app = opened_app(settings(), sample=sample)
    gc.freeze()
    gc.enable()
    return app


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
    return Terminal(app.engine, app.conversation, person, key, _noon(day(today)), files=app.settings.data / "files")


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
