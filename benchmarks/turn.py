"""One turn in process at 100,000 accounts and 1,000,000 activities, and what the restricted session costs its query."""

import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from datetime import time as clock
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from benchmarks.big_book import CSM, DIRECTOR, TODAY, engines, fill
from benchmarks.table import Figure
from bot.agents.embedded import EmbeddedAgent
from bot.conversation import Conversation, House
from bot.turn import Message
from database.engine import transaction
from database.models import Account
from database.reader import Reader
from knowledge import Library
from tools.kit.book import Filters
from tools.kit.desk import Company
from tools.kit.names import NameIndex, RestrictedNames
from tools.kit.renewals import renewal_query
from tools.kit.tool import Period
from tools.kit.writer import ComposedWriter

NOW = datetime.combine(TODAY, clock(12), UTC)
MARCH = Period(start=TODAY.replace(day=1), end=TODAY.replace(day=31))
TEMPLATES = (
    "which accounts renew this month",
    "my renewals next quarter, biggest first",
    "how many red accounts do I have",
    "tell me about {account}",
    "what did we last talk about with {account}",
    "when does {account} renew",
    "note on {account}: they want to add seats",
    "whom should I call first today",
)
ROUNDS = 5


def run() -> list[Figure]:
    """Medians and 95th percentiles on both engines; the restricted query against the same rows without restriction."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder, engines(Path(folder)) as found:
        for name, engine in found.items():
            fill(engine)
            figures += _turns(name, engine, Path(folder))
            figures += [
                _restricted(name, engine, person, who) for person, who in ((DIRECTOR, "director"), (CSM, "CSM"))
            ]
    return figures


def _turns(name: str, engine: Engine, folder: Path) -> list[Figure]:
    conversation = Conversation(_house(engine, folder))
    with Session(engine) as session:
        account = session.get_one(Account, 501).name
    messages = [template.format(account=account) for template in TEMPLATES]
    seconds: list[float] = []
    for round_ in range(ROUNDS + 1):
        for place, message in enumerate(messages):
            started = time.perf_counter()
            turn = conversation.turn(Message(CSM, message, f"bench:{round_}:{place}", now=NOW))
            with transaction(engine) as session:
                turn.finish(session)
            if round_:  # the first round builds the index of names
                seconds.append(time.perf_counter() - started)
    slowest = statistics.quantiles(seconds, n=20)[-1]
    return [
        Figure(f"a turn, median, {name}", "ms", statistics.median(seconds) * 1000),
        Figure(f"a turn, 95th percentile, {name}", "ms", slowest * 1000),
    ]


def _house(engine: Engine, folder: Path) -> House:
    reader = Reader(engine)
    index = NameIndex(engine)
    return House(
        open=reader.session,
        names=lambda read: RestrictedNames(index, read),
        agent=EmbeddedAgent(),
        library=Library(folder / "library", None),
        writer=ComposedWriter(),
        company=Company(),
        sample=False,
        has_accounts=lambda: True,
        clock=lambda: NOW,
    )


def _restricted(name: str, engine: Engine, person: int, who: str) -> Figure:
    reader = Reader(engine)
    query = renewal_query(Filters(), MARCH)
    # By hand, a developer would write the owner's or the team's filter into the query; a director's has none.
    team = CSM % 50 + 1
    by_hand = query if person == DIRECTOR else query.where((Account.owner_id == person) | (Account.team_id == team))

    def restricted() -> Sequence[object]:
        with reader.session(person) as session:
            return session.execute(query).all()

    def plain() -> Sequence[object]:
        with Session(engine) as session:
            return session.execute(by_hand).all()

    if len(restricted()) != len(plain()):
        raise RuntimeError("the two queries do not return the same rows")
    ours, theirs = _medians(restricted, plain)
    against = "the same SQL with its filter written by hand"
    return Figure(f"renewals query of a {who}, {name}", "ms", ours, theirs, against, "at most 1.5")


def _medians(first: Callable[[], object], second: Callable[[], object]) -> tuple[float, float]:
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(15):
        for call, times in ((first, ours), (second, theirs)):
            started = time.perf_counter()
            call()
            times.append((time.perf_counter() - started) * 1000)
    return statistics.median(ours), statistics.median(theirs)
