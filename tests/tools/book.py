"""A small book for the tests of tools: two teams, and rows so few that every figure can be added up by hand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.text import Reader as TextReader
from bot.text import plain
from database.engine import transaction
from database.models import Account, Contract, ContractLine, ExchangeRate, Person, Team
from database.reader import Reader
from knowledge import Library
from tools.kit import toolbox
from tools.kit.cards import Button, Card, File, Headline, Table
from tools.kit.desk import Company, Desk, load_asker
from tools.kit.names import NameIndex, RestrictedNames
from tools.kit.writer import ComposedWriter

NOW = datetime(2026, 3, 18, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
DORA, MAX, ANN, NED, SUE = 1, 2, 3, 4, 5
"""The director; the lead of the North; two account managers of the North; one of the South."""
NORTH, SOUTH = 1, 2
TEAM_OF = {ANN: NORTH, NED: NORTH, MAX: NORTH, SUE: SOUTH}


@dataclass
class Book:
    """The database with its people, and a way to add to it and to ask it."""

    engine: Engine
    company: Company = field(default_factory=Company)

    def __post_init__(self) -> None:
        with transaction(self.engine) as session:
            session.add_all([Team(id=NORTH, name="North"), Team(id=SOUTH, name="South")])
            session.flush()
            session.add(Person(id=DORA, name="Dora Weiss", role="director"))
            session.flush()
            session.add(Person(id=MAX, name="Max Berg", role="manager", manager_id=DORA, team_id=NORTH))
            session.flush()
            for person, name, lead in ((ANN, "Ann Lake", MAX), (NED, "Ned Moor", MAX), (SUE, "Sue Hill", DORA)):
                session.add(Person(id=person, name=name, role="csm", manager_id=lead, team_id=TEAM_OF[person]))

    def write(self, change: Callable[[Session], None]) -> None:
        """Rows of any kind, in one transaction of the owner's."""
        with transaction(self.engine) as session:
            change(session)

    def account(self, name: str, owner: int = ANN, **fields: object) -> int:
        """An account of that owner and their team; its id."""
        with transaction(self.engine) as session:
            account = Account(name=name, owner_id=owner, team_id=TEAM_OF.get(owner), **fields)
            session.add(account)
            session.flush()
            return account.id

    def contract(
        self,
        account_id: int,
        end: date | None,
        *arr: tuple[int, str],
        notice_days: int | None = None,
        lines: Sequence[Mapping[str, object]] = (),
        **fields: object,
    ) -> int:
        """A contract of a year up to `end` with a line for each amount, and `lines` besides; its id."""
        with transaction(self.engine) as session:
            contract = Contract(
                account_id=account_id,
                start_on=end - timedelta(days=364) if end else None,
                end_on=end,
                notice_days=notice_days,
                notice_on=end - timedelta(days=notice_days) if end and notice_days is not None else None,
                **fields,
            )
            session.add(contract)
            session.flush()
            plain_lines = [{"arr": Decimal(amount), "currency": currency} for amount, currency in arr]
            for line in [*plain_lines, *lines]:
                whole = {"start_on": contract.start_on, "end_on": end, **line}
                session.add(ContractLine(contract_id=contract.id, account_id=account_id, **whole))
            return contract.id

    def rate(self, currency: str, rate: str, day: date) -> None:
        """What one unit was worth in euros on that day."""
        with transaction(self.engine) as session:
            session.add(ExchangeRate(base="EUR", currency=currency, day=day, rate=Decimal(rate), source="test"))

    def desk(self, person: int = ANN, language: str = "en") -> Desk:
        """That person's desk on the morning of the reference day."""
        with transaction(self.engine) as session:
            asker = load_asker(session, person)
        assert asker is not None
        read = partial(Reader(self.engine).session, person)
        return Desk(
            asker=asker,
            read=read,
            names=RestrictedNames(NameIndex(self.engine), read),
            library=Library(Path("unused"), None),
            writer=ComposedWriter(),
            now=NOW,
            language=language,
            company=self.company,
        )

    def ask(self, tool: str, person: int = ANN, /, **arguments: object) -> "Shown":
        """What the tool answers to that person."""
        return Shown(toolbox.run(self.desk(person), tool, arguments).cards)


@dataclass
class Shown:
    """An answer as cards, and as its reader sees it."""

    cards: Sequence[Card]

    @property
    def text(self) -> str:
        """As plain English."""
        return plain(self.cards, TextReader("en", today=TODAY))

    @property
    def headline(self) -> str:
        """The first line."""
        return self.text.splitlines()[0]

    @property
    def headlines(self) -> list[Headline]:
        """Every headline."""
        return [card for card in self.cards if isinstance(card, Headline)]

    @property
    def tables(self) -> list[Table]:
        """Every table."""
        return [card for card in self.cards if isinstance(card, Table)]

    @property
    def files(self) -> list[File]:
        """Every file."""
        return [card for card in self.cards if isinstance(card, File)]

    @property
    def buttons(self) -> dict[str, Button]:
        """The buttons of headlines and tables by what is on them."""
        reader = TextReader("en", today=TODAY)
        found = [button for headline in self.headlines for button in headline.buttons]
        found += [button for table in self.tables for button in table.buttons]
        return {reader.words(button.label): button for button in found}

    def column(self, place: int, table: int = 0) -> list[str]:
        """The cells of a column, as text."""
        reader = TextReader("en", today=TODAY)
        return [reader.value(row.cells[place]) for row in self.tables[table].rows]
