"""Runs a set of messages through an agent and scores what it understood. `CONVENTIONS` of the set are `scoring.py`.

A line of the set holds id, lang, text, context, calls (the gold), also_ok (other full answers that count), ask, decline
and note. people.csv, accounts.csv and contacts.csv beside it are the book; meta.json, if any, gives asker ("as") and day.
"""

import json
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, JsonValue

from bot.agents.base import Agent, Call, Reading, Said, View
from bot.agents.embedded import EmbeddedAgent
from bot.agents.embedded.sureness import kind
from bot.reliability import reliability, threshold
from bot.scoring import Judge
from database import people, schema
from database.connectors.csv import import_files
from database.engine import Engine, Session, open_engine, sqlite_url
from database.reader import Reader
from tools.kit.names import NameIndex, Names, RestrictedNames

BOOK = ("people.csv", "accounts.csv", "contacts.csv")
WRITES = frozenset(
    {"log_note", "log_feedback", "update_contact", "change_task", "log_opportunity", "update_forecast", "hand_off",
     "open_escalation", "record_roi", "record_churn", "change_owner", "cover"}
)  # fmt: skip
FILTERS = frozenset(
    {"owner", "region", "segment", "industry", "health", "amount_min", "amount_max", "currency", "status", "period"}
)


class GoldCall(BaseModel):
    """A call as the set writes it."""

    tool: str
    arguments: dict[str, JsonValue]


class GoldAsk(BaseModel):
    """What is to be asked back."""

    missing: list[str]
    candidates: list[str]


class GoldTurn(BaseModel):
    """An earlier turn."""

    role: Literal["user", "assistant"]
    text: str


class Line(BaseModel):
    """A message of the set with its meaning."""

    id: str
    lang: str
    text: str
    context: list[GoldTurn] | None
    calls: list[GoldCall]
    also_ok: list[list[GoldCall]] = []
    ask: GoldAsk | None
    decline: bool

    @property
    def outcome(self) -> str:
        """call, ask, decline or acknowledge."""
        if self.calls:
            return "call"
        if self.ask is not None:
            return "ask"
        return "decline" if self.decline else "acknowledge"

    @property
    def answers(self) -> list[tuple[Call, ...]]:
        """Every full answer that counts, the gold first."""
        return [tuple(Call(call.tool, call.arguments) for call in calls) for calls in [self.calls, *self.also_ok]]


_SHOWN_AS = {"save": "call", "more": "call", "discard": "acknowledge"}
"""A confirmed change is its full call, a cancelled one an acknowledgement."""


@dataclass(frozen=True)
class Result:
    """What became of one message."""

    id: str
    language: str
    text: str
    right: bool
    right_tool: bool
    outcome: str
    """What the gold wants: call, ask, decline or acknowledge."""
    got: str
    """What was understood instead, as a line."""
    tools: tuple[str, ...]
    wrong: tuple[str, ...] = ()
    unasked_write: bool = False
    invented: tuple[str, ...] = ()
    second: bool | None = None
    """Where the gold has several requests: whether all were found."""
    milliseconds: float = 0.0
    confidence: float = 1.0
    """How sure the agent was, 0 to 1."""
    kind: str = "other"
    """What its sureness is measured with."""


@dataclass
class Report:
    """All results of a set."""

    name: str
    results: list[Result] = field(default_factory=list)

    def share(self, *, tool: bool = False, keep: Callable[[Result], bool] = lambda _: True) -> float:
        """The share of messages that are right (or right in the tool), 0 to 1; 1 where there are none."""
        kept = [result for result in self.results if keep(result)]
        return sum(result.right_tool if tool else result.right for result in kept) / len(kept) if kept else 1.0

    @property
    def unasked_writes(self) -> list[str]:
        """The ids of messages that would have led to a proposal nobody asked for."""
        return [result.id for result in self.results if result.unasked_write]

    @property
    def misses(self) -> list[Result]:
        """What is not right."""
        return [result for result in self.results if not result.right]


def evaluate(
    file: Path,
    *,
    asker: str | None = None,
    today: date | None = None,
    tools: Sequence[str] | None = None,
    agent: Agent | None = None,
) -> Report:
    """Scores `agent` (the embedded one) on the messages of `file`; with `tools`, on those whose every call is one of these."""
    meta = _meta(file)
    day = today or date.fromisoformat(meta.get("today", date.today().isoformat()))
    report = Report(file.name)
    with tempfile.TemporaryDirectory() as folder:
        engine = _book(file.parent, Path(folder))
        with Session(engine) as session:
            person = people.find(session, asker or meta["as"]) if asker or "as" in meta else None
            acting = person.id if person else people.first_director(session)
            name = person.name if person else ""
        if acting is None:
            raise LookupError("say who asks: --as, or meta.json beside the file")
        read = partial(Reader(engine).session, acting)
        names = RestrictedNames(NameIndex(engine), read)
        view = View(today=day, names=names, asker=name, language="en")
        judge = Judge(day, cache(partial(_rows, names)))
        for text in filter(str.strip, file.read_text(encoding="utf-8").splitlines()):
            line = Line.model_validate_json(text)
            if tools is None or all(call.tool in tools for call in line.calls):
                report.results.append(_result(line, agent or EmbeddedAgent(), view, judge))
        engine.dispose()
    return report


def _meta(file: Path) -> dict[str, str]:
    beside = file.parent / "meta.json"
    found: dict[str, str] = json.loads(beside.read_text(encoding="utf-8")) if beside.exists() else {}
    return found


def _book(beside: Path, folder: Path) -> Engine:
    engine = open_engine(sqlite_url(folder / "evals.db"))
    schema.upgrade(engine)
    import_files(engine, [beside / name for name in BOOK if (beside / name).exists()])
    return engine


def _rows(names: Names, kind: str, written: str) -> frozenset[int]:
    found = names.accounts(written) if kind == "account" else names.people(written)
    return frozenset(row.id for row in found)


def _result(line: Line, agent: Agent, view: View, judge: Judge) -> Result:
    before = [Said(turn.role, turn.text) for turn in line.context or []]
    started = time.perf_counter()
    reading = agent.read(line.text, before, view)
    took = (time.perf_counter() - started) * 1000
    golds = line.answers
    wrong = min((_wrong_calls(reading.calls, gold, judge) for gold in golds), key=len)
    right_tool = _SHOWN_AS.get(reading.decision, reading.decision) == line.outcome and any(
        _tools(reading.calls) == _tools(gold) for gold in golds
    )
    return Result(
        id=line.id,
        language=line.lang,
        text=line.text,
        right=right_tool and not wrong and _same_ask(reading, line.ask),
        right_tool=right_tool,
        outcome=line.outcome,
        got=described(reading),
        tools=_tools(golds[0]) or (line.outcome,),
        wrong=tuple(wrong),
        unasked_write=bool(set(_tools(reading.calls)) & WRITES - {tool for gold in golds for tool in _tools(gold)}),
        invented=tuple(sorted(_invented(reading, golds))),
        second=_tools(reading.calls) == _tools(golds[0]) if len(line.calls) > 1 else None,
        milliseconds=took,
        confidence=reading.confidence,
        kind=kind(reading),
    )


def _tools(calls: Sequence[Call]) -> tuple[str, ...]:
    return tuple(call.tool for call in calls)


def _wrong_calls(got: Sequence[Call], gold: Sequence[Call], judge: Judge) -> list[str]:
    if _tools(got) != _tools(gold):
        return ["tool"] * 99
    return [
        f"{mine.tool}.{name}"
        for mine, theirs in zip(got, gold, strict=True)
        for name in judge.wrong(mine.tool, mine.arguments, theirs.arguments)
    ]


def _invented(reading: Reading, golds: Sequence[Sequence[Call]]) -> set[str]:
    """Filters that no right answer has: the message did not say them."""
    allowed = {name for gold in golds for call in gold for name in call.arguments}
    return {name for call in reading.calls for name in call.arguments if name in FILTERS} - allowed


def _same_ask(reading: Reading, gold: GoldAsk | None) -> bool:
    if gold is None:
        return True
    if reading.ask is None:
        return False
    if gold.candidates:
        return set(reading.ask.candidates) == set(gold.candidates)
    return bool(set(reading.ask.missing) & set(gold.missing)) and set(reading.ask.missing) <= set(gold.missing)


def described(reading: Reading) -> str:
    """A reading in a line."""
    if reading.calls:
        return "; ".join(
            f"{call.tool} {json.dumps(dict(call.arguments), ensure_ascii=False)}" for call in reading.calls
        )
    if reading.ask:
        return f"ask {', '.join(reading.ask.missing or reading.ask.candidates)}"
    return reading.decision


def print_report(report: Report, misses: bool = True) -> None:
    """The scores, then every miss."""
    for line in lines(report):
        if line == "misses:" and not misses:
            return
        sys.stdout.write(f"{line}\n")


def lines(report: Report) -> Iterator[str]:
    """The report, line by line."""
    results = report.results
    yield f"{report.name}: {len(results)} messages, {report.share():.1%} right, {report.share(tool=True):.1%} in the tool"
    for language in sorted({result.language for result in results}):
        keep = partial(_in_language, language)
        yield f"  {language}: {report.share(keep=keep):.1%} right, {report.share(tool=True, keep=keep):.1%} in the tool"
    for outcome in ("call", "ask", "decline", "acknowledge"):
        kept = [result for result in results if result.outcome == outcome]
        if kept:
            yield f"  {outcome}: {sum(result.right for result in kept)} of {len(kept)}"
    seconds = [result.second for result in results if result.second is not None]
    invented = [result.id for result in results if result.invented]
    yield f"  second requests found: {sum(seconds)} of {len(seconds)}"
    yield f"  unasked writes: {len(report.unasked_writes)} {' '.join(report.unasked_writes)}".rstrip()
    yield f"  invented filters: {len(invented)} {' '.join(invented)}".rstrip()
    took = sorted(result.milliseconds for result in results)
    if took:
        yield f"  milliseconds a message: median {took[len(took) // 2]:.1f}, 95th percentile {took[int(len(took) * 0.95)]:.1f}"
    told = [(result.confidence, result.right) for result in results]
    yield from reliability(told)
    if (sure := threshold(told, 0.95)) is not None:
        yield f"  right 95 times of 100 from {sure:.2f} on"
    yield "by tool:"
    by_tool: dict[str, list[bool]] = defaultdict(list)
    for result in results:
        for tool in result.tools:
            by_tool[tool].append(result.right)
    for tool, right in sorted(by_tool.items()):
        yield f"  {tool}: {sum(right)} of {len(right)}"
    yield "wrong arguments:"
    for name, count in Counter(name for result in results for name in result.wrong if name != "tool").most_common():
        yield f"  {name}: {count}"
    yield "misses:"
    for miss in report.misses:
        wrong = ", ".join(sorted(set(miss.wrong)))
        yield f"  {miss.id} {miss.text!r}\n    wanted {', '.join(miss.tools)}; got {miss.got}; wrong: {wrong}"


def _in_language(language: str, result: Result) -> bool:
    return result.language == language
