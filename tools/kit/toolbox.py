"""The toolbox: which tools there are, who may use them, and the one way to run one."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib import import_module
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy import func, select

from database.models import ImportBatch
from tools.kit import cards
from tools.kit.cards import Card, Notice
from tools.kit.desk import Desk
from tools.kit.tool import Arguments, Tool

FOLDER = Path(__file__).parent.parent


class ToolError(Exception):
    """A call that can't be run."""


class UnknownToolError(ToolError):
    """No such tool, or not one that is built yet."""


class NotAllowedError(ToolError):
    """The asker's role may not use this tool."""


class BadArgumentsError(ToolError):
    """The arguments are not of the tool's form; `missing` names those that are needed and absent."""

    def __init__(self, missing: tuple[str, ...], wrong: tuple[str, ...]) -> None:
        super().__init__(f"missing {missing}, wrong {wrong}")
        self.missing = missing
        self.wrong = wrong


@cache
def names() -> tuple[str, ...]:
    """The names of all tools: the files of this folder, not imported."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("_")))


@cache
def tool(name: str) -> Tool[Arguments]:
    """The tool of that name. Raises UnknownToolError."""
    if name not in names():
        raise UnknownToolError(name)
    found = import_module(f"tools.{name}").TOOL
    if not isinstance(found, Tool) or found.name != name:
        raise TypeError(f"tools/{name}.py must end with TOOL = Tool(name={name!r}, …)")
    return found


def offered(desk: Desk) -> tuple[Tool[Arguments], ...]:
    """The tools that this asker may use here."""
    return tuple(found for found in map(tool, names()) if desk.asker.role in found.roles)


@dataclass(frozen=True)
class Outcome:
    """What a call gave, and how long it took."""

    tool: Tool[Arguments]
    arguments: Arguments
    cards: Sequence[Card]
    milliseconds: int

    @property
    def rows(self) -> tuple[str, ...]:
        """References of the rows shown, in order: "accounts:12"."""
        return tuple(
            row.ref for card in self.cards if isinstance(card, cards.Table) for row in card.rows if row.ref is not None
        )


def run(desk: Desk, name: str, arguments: Mapping[str, object]) -> Outcome:
    """Checks the permission again, validates the arguments, runs the tool. Raises ToolError; never writes."""
    found = tool(name)
    if desk.asker.role not in found.roles:
        raise NotAllowedError(name)
    try:
        checked = found.arguments.model_validate(arguments)
    except ValidationError as error:
        places = [(str(fault["loc"][0]) if fault["loc"] else "", fault["type"]) for fault in error.errors()]
        missing = tuple(place for place, kind in places if kind == "missing")
        raise BadArgumentsError(missing, tuple(place for place, kind in places if kind != "missing")) from error
    started = time.perf_counter()
    answer = found.run(desk, checked)
    return Outcome(found, checked, answer, int((time.perf_counter() - started) * 1000))


def origin(desk: Desk, outcomes: Sequence[Outcome]) -> list[Card]:
    """How old the answer's data is and where it is from; with a warning when it is older than the company allows."""
    kinds = list(dict.fromkeys(kind for outcome in outcomes for kind in outcome.tool.reads))
    if not kinds:
        return []
    with desk.read() as session:
        latest = (
            select(ImportBatch.kind, func.max(ImportBatch.id))
            .where(ImportBatch.kind.in_(kinds))
            .group_by(ImportBatch.kind)
        )
        newest = dict(session.execute(latest).all())
        batches = {
            batch.id: batch
            for batch in session.scalars(select(ImportBatch).where(ImportBatch.id.in_(list(newest.values()))))
        }
    if not batches:
        return []
    main = batches[newest[next(kind for kind in kinds if kind in newest)]]
    found: list[Card] = [
        Notice(
            level="origin",
            text=cards.say("Sample data, made {moment}", moment=cards.Moment(at=main.at))
            if desk.sample
            else cards.say("Data as of {moment}, {file}", moment=cards.Moment(at=main.at), file=main.name),
        )
    ]
    age = desk.now - main.at
    if age > timedelta(days=desk.company.stale_after_days):
        text = cards.say_n("This data is {n} day old.", "This data is {n} days old.", age.days)
        found.append(Notice(level="warning", text=text))
    return found
