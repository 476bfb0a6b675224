"""A small house for tests: real database, real tools, and an agent that reads what a test says it reads."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Engine

from bot.agents.base import Agent, Call, Json, Reading, Said, View
from bot.conversation import Conversation, House
from bot.turn import Answer, Message, Press
from database import schema
from database.engine import transaction
from database.models import Account, Contact, Contract, ContractLine, ImportBatch, Person, Team
from database.reader import Reader
from knowledge import Library
from tools.kit.cards import Proposal
from tools.kit.desk import Company
from tools.kit.names import NameIndex, RestrictedNames
from tools.kit.writer import ComposedWriter

NOW = datetime(2026, 3, 18, 12, tzinfo=UTC)
ANN, NED, DORA = 1, 2, 3


@dataclass
class Scripted:
    """An agent that gives the readings it was handed, and remembers what it was told."""

    name: str = "scripted"
    readings: list[Reading] = field(default_factory=list)
    told: list[tuple[str, Sequence[Said], View]] = field(default_factory=list)

    def read(self, message: str, before: Sequence[Said], view: View) -> Reading:
        self.told.append((message, before, view))
        return self.readings.pop(0)


@dataclass
class Small:
    """A house with three people and two accounts, one of them Ann's."""

    engine: Engine
    conversation: Conversation
    agent: Scripted

    def say(self, reading: Reading, text: str = "…", person: int = ANN, key: str = "dm") -> Answer:
        """One message, read as `reading`, finished."""
        self.agent.readings.append(reading)
        return self.finish(Message(person, text, key, now=NOW))

    def finish(self, incoming: Message | Press) -> Answer:
        """One turn, committed."""
        turn = self.conversation.turn(incoming)
        with transaction(self.engine) as session:
            return turn.finish(session)

    def note(self, person: int = ANN, body: str = "they like it") -> str:
        """A note proposed on Ann's account; its proposal's id."""
        answer = self.say(call("log_note", account="Blue Harbour", note_body=body), person=person)
        return next(card.id for card in answer.cards if isinstance(card, Proposal))


def call(tool: str, **arguments: Json) -> Reading:
    """A reading of one call."""
    return Reading("call", "en", (Call(tool, arguments),))


def small_house(engine: Engine, folder: Path, reads: Agent | None = None) -> Small:
    """Fills an empty database and opens the house over it; `reads` is another agent than the scripted one."""
    fill(engine)
    agent = Scripted()
    return Small(engine, Conversation(house_over(engine, folder, reads or agent)), agent)


def fill(engine: Engine) -> None:
    """Three people, two accounts."""
    with transaction(engine) as session:
        session.add_all([Team(id=1, name="North"), Team(id=2, name="South")])
        session.flush()
        session.add(Person(id=DORA, name="Dora", role="director", email="dora@example.com"))
        session.flush()
        session.add(Person(id=ANN, name="Ann", team_id=1, manager_id=DORA, email="ann@example.com", locale="en"))
        session.add(Person(id=NED, name="Ned", team_id=2, manager_id=DORA, email="ned@example.com", locale="fr"))
        batch = ImportBatch(system="csv", name="accounts.csv", kind="accounts", at=NOW)
        session.add(batch)
        session.flush()
        for place, (name, owner) in enumerate((("Blue Harbour", ANN), ("Secret Vault", NED)), 1):
            account = Account(id=place, name=name, owner_id=owner, team_id=owner, currency="EUR", batch_id=batch.id)
            session.add(account)
            session.flush()
            session.add(Contact(account_id=place, name=f"Chris {name.split()[0]}", language="en"))
            contract = Contract(account_id=place, start_on=date(2025, 4, 1), end_on=date(2026, 3, 31))
            session.add(contract)
            session.flush()
            session.add(
                ContractLine(
                    contract_id=contract.id, account_id=place, arr=50000, currency="EUR", end_on=contract.end_on
                )
            )


def house_over(engine: Engine, folder: Path, agent: Agent) -> House:
    """The house over a database."""
    reader, index = Reader(engine), NameIndex(engine)
    return House(
        open=reader.session,
        names=lambda read: RestrictedNames(index, read),
        agent=agent,
        library=Library(folder, None),
        writer=ComposedWriter(),
        company=Company(),
        sample=False,
        has_accounts=lambda: schema.has_accounts(engine),
        clock=lambda: NOW,
    )
