"""A turn that the embedded agent is sure of against the same turn through LangChain, before a model that answers at once; and
what a question sends: bytes and requests, for each way of reading and each class of data.

The model is a script in a process of its own. It calls what the embedded agent would have called, and adds a sentence.
"""

import itertools
import json
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from datetime import time as clock
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

from sqlalchemy import Engine, select

from benchmarks.big_book import TODAY
from benchmarks.table import Figure
from bot.agents.base import Agent, Reading, Said, View
from bot.agents.embedded import EmbeddedAgent
from bot.agents.openai import Connection, DataClass, ModelAgent
from bot.agents.router import NEVER, SURE, Router
from bot.conversation import Conversation, House
from bot.turn import Message
from database import people, sample
from database.engine import Session, open_engine, sqlite_url, transaction
from database.models import Account, ModelUse
from database.reader import Reader
from database.schema import upgrade
from knowledge import Library
from tests.agents.scripted import Reply, endpoint
from tools.kit.desk import Company
from tools.kit.names import NameIndex, RestrictedNames
from tools.kit.writer import ComposedWriter

NOW = datetime.combine(TODAY, clock(12), UTC)
TURN = "which accounts renew this month"
QUESTIONS = (
    "which accounts renew this month", "my renewals next quarter, biggest first", "tell me about {account}",
    "how many red accounts do I have", "what did we last talk about with {account}", "when does {account} renew",
    "note on {account}: they want to add seats, decision next week", "whom should I call first today",
    "draft a renewal notice for {account}", "how do I defend the price to a CFO", "is anything burning at {account}",
    "quels comptes arrivent à échéance le mois prochain ?", "rédige un mail de relance pour {account}",
    "fiche client {account}", "on en est où avec {account}", "welche Verträge laufen im Juli aus?",
    "Notiz zu {account}: Budget steht, Rückmeldung bis Freitag", "wen soll ich heute zuerst anrufen?",
    "was brennt bei {account}", "下个月有哪些客户要续约？", "{account} 的客户资料",
    "记一下：{account} 说预算下周确认", "怎么跟客户谈涨价？",
    "{account} 最近怎么样",
)  # fmt: skip
ROUNDS = 40


def run() -> list[Figure]:
    """Medians of turns that take turns; means and the largest over the questions."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(sqlite_url(Path(folder) / "steward.db"))
        upgrade(engine)
        sample.make(engine, TODAY)
        bench = _Bench(engine, Path(folder))
        found = [*_turns(bench), *_questions(bench)]
        found.append(
            Figure("the largest question before results", "bytes", largest_question(bench), goal="at most 12,288")
        )
        engine.dispose()
    return found


@dataclass
class _Bench:
    engine: Engine
    folder: Path

    def __post_init__(self) -> None:
        with Session(self.engine) as session:
            self.person = people.first_director(session) or 1
            accounts = list(session.scalars(select(Account.name).order_by(Account.id).limit(len(QUESTIONS))))
        self.questions = [text.format(account=name) for text, name in zip(QUESTIONS, accounts, strict=True)]
        self._index = NameIndex(self.engine)
        self._key = itertools.count()

    def house(self, agent: Agent) -> Conversation:
        """The house with this agent."""
        reader = Reader(self.engine)
        return Conversation(
            House(
                open=reader.session,
                names=lambda read: RestrictedNames(self._index, read),
                agent=agent,
                library=Library(self.folder / "library", None),
                writer=ComposedWriter(),
                company=Company(),
                sample=True,
                has_accounts=lambda: True,
                clock=lambda: NOW,
            )
        )

    def ask(self, conversation: Conversation, text: str) -> float:
        """Seconds of one turn, in a conversation of its own."""
        started = time.perf_counter()
        turn = conversation.turn(Message(self.person, text, f"bench:{next(self._key)}", now=NOW))
        with transaction(self.engine) as session:
            turn.finish(session)
        return time.perf_counter() - started

    def meant(self) -> dict[str, list[tuple[str, Mapping[str, object]]]]:
        """What the embedded agent would call for each question."""
        conversation = self.house(EmbeddedAgent())
        desk = conversation.desk(Message(self.person, "", "bench", now=NOW))
        readings = {text: conversation.read(text, desk, []) for text in [*self.questions, TURN]}
        return {text: [(call.tool, dict(call.arguments)) for call in one.calls] for text, one in readings.items()}


def _turns(bench: _Bench) -> list[Figure]:
    with _model(bench.meant()) as url:
        sure = bench.house(Router(_Sure(EmbeddedAgent()), _agent(url)))
        always = bench.house(Router(EmbeddedAgent(), _agent(url), NEVER))
        ours: list[float] = []
        theirs: list[float] = []
        for round_ in range(ROUNDS + 5):
            for conversation, times in ((sure, ours), (always, theirs)):
                took = bench.ask(conversation, TURN)
                if round_ >= 5:
                    times.append(took * 1000)
    what = "a turn with `auto`, the embedded agent sure"
    against = "the same turn through LangChain, a model that answers at once"
    return [Figure(what, "ms", statistics.median(ours), statistics.median(theirs), against)]


def _questions(bench: _Bench) -> Iterator[Figure]:
    _uses(bench.engine)
    with _model(bench.meant()) as url:
        settings: list[tuple[str, float | None, DataClass]] = [
            ("STEWARD_AGENT=embedded", None, "facts"),
            ("STEWARD_AGENT=auto", SURE, "facts"),
            ("STEWARD_AGENT=openai", NEVER, "facts"),
            ("STEWARD_AGENT=openai, MODEL_DATA=none", NEVER, "none"),
            ("STEWARD_AGENT=openai, MODEL_DATA=notes", NEVER, "notes"),
        ]
        for name, threshold, data in settings:
            agent: Agent = EmbeddedAgent()
            if threshold is not None:
                agent = Router(agent, _agent(url, data), threshold)
            conversation = bench.house(agent)
            for text in bench.questions:
                bench.ask(conversation, text)
            uses = _uses(bench.engine)
            many = len(bench.questions)
            yield Figure(f"{name}: requests a question", "requests", sum(one.requests for one in uses) / many)
            yield Figure(f"{name}: bytes a question", "bytes", sum(one.bytes_sent for one in uses) / many)


def _uses(engine: Engine) -> list[ModelUse]:
    """What was used since the last look."""
    with transaction(engine) as session:
        found = list(session.scalars(select(ModelUse)))
        for use in found:
            session.delete(use)
    return found


@dataclass
class _Sure:
    """The embedded agent where it is sure."""

    own: EmbeddedAgent
    name: str = "embedded"

    def read(self, message: str, before: Sequence[Said], view: View) -> Reading:
        return replace(self.own.read(message, before, view), confidence=1.0)


def _agent(url: str, data: DataClass = "facts") -> ModelAgent:
    return ModelAgent(
        Connection(api_key="k", model="scripted", base_url=url, allowed=(url,), data=data, daily_tokens=10**9)
    )


@contextmanager
def _model(meant: Mapping[str, Sequence[tuple[str, Mapping[str, object]]]]) -> Iterator[str]:
    """The address of a model that knows what is meant."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there, json.dumps(meant)), daemon=True)
    process.start()
    try:
        yield here.recv()
    finally:
        process.terminate()
        process.join()


def _serve(pipe: Pipe, meant_json: str) -> None:
    meant = json.loads(meant_json)

    def script(_: int, asked: Mapping[str, object]) -> Reply:
        messages: list[dict[str, str]] = asked["messages"]  # type: ignore[assignment]  # as the endpoint's interface says
        if messages[-1]["role"] != "user":
            return Reply(text="This is what the records say.")
        # Contacts may be placeholders in it: the question whose words it shares most is meant.
        said = set(messages[-1]["content"].rpartition("The message:\n")[2].split())
        best = max(meant, key=lambda text: len(said & set(text.split())) / len(said | set(text.split())))
        calls = tuple((tool, arguments) for tool, arguments in meant[best])
        return Reply(calls=calls or (("decline", {}),))

    with endpoint(script=script) as served:
        pipe.send(served.url)
        pipe.recv()  # never comes: the process is ended


def largest_question(bench: _Bench) -> int:
    """Bytes of the largest first request over all questions."""
    sizes: list[int] = []

    def script(_: int, asked: Mapping[str, object]) -> Reply:
        sizes.append(len(json.dumps(asked, ensure_ascii=False, separators=(",", ":")).encode()))
        return Reply(calls=(("decline", {}),))

    with endpoint(script=script) as served:
        conversation = bench.house(Router(EmbeddedAgent(), _agent(served.url), NEVER))
        for text in bench.questions:
            bench.ask(conversation, text)
    return max(sizes)
