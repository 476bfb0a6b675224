"""Two customers for the tests of letters: one of whom everything is on record, one of whom nothing is."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.text import Reader as Shown
from bot.text import plain
from database.engine import open_engine, sqlite_url, transaction
from database.models import (
    Account,
    Activity,
    Attendee,
    Contact,
    Contract,
    ContractLine,
    Person,
    Task,
    Ticket,
    UsageMonth,
)
from database.reader import Reader
from database.schema import upgrade
from knowledge import Library
from tools.kit import toolbox
from tools.kit.cards import Card, Draft, Notice
from tools.kit.desk import Desk, load_asker
from tools.kit.names import NameIndex, RestrictedNames
from tools.kit.writer import ComposedWriter

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
PRIVATE = "their director is about to be dismissed"
NOTE = "they think we are too dear and look at Rivalsoft"
RISKY = "sponsor gone, red since the summer"
TASK = "ask our lawyers about the exit clause"
LANGUAGES = {"en": "Harbour Foods", "fr": "Quai Nord", "de": "Uferwerk", "zh": "青石物流"}
READERS = {
    "en": ("Ellen Marsh", "Head of Operations"),
    "fr": ("Odile Garnier", "Directrice financière"),
    "de": ("Dr. Petra von Stein", "Leiterin Einkauf"),
    "zh": ("陈立", "财务总监"),
}
BARE = "Nothing Known"


def fill(engine: Engine) -> None:
    """A colleague, a lead, four customers (a language each) with everything on record, and one with a name alone."""
    with transaction(engine) as session:
        lead = Person(name="Rosa Lindqvist", email="rosa@example.com", role="director")
        owner = Person(name="Jan Okafor", email="jan@example.com", role="csm", manager=lead)
        session.add_all([lead, owner, Account(name=BARE, owner=owner)])
        for language, name in LANGUAGES.items():
            _known(session, owner, name, language)


def _known(session: Session, owner: Person, name: str, language: str) -> None:
    account = Account(
        name=name,
        owner=owner,
        signed_on=date(2022, 3, 1),
        health="red",
        health_on=date(2026, 11, 2),
        health_reason=RISKY,
        language=language,
    )
    person, title = READERS[language]
    reader = Contact(
        account=account,
        name=person,
        email=f"reader.{language}@customer.example",
        title=title,
        language=language,
        role="champion",
        is_main=True,
        salutation=None if language == "fr" else "ms",
    )
    buyer = Contact(
        account=account, name=f"Sam Second {language}", title="Buyer", language=language, role="procurement"
    )
    gone = Contact(account=account, name="Gale Former", title="CFO", language=language, left_on=date(2026, 10, 1))
    session.add_all([account, reader, buyer, gone])
    _bought(session, account)
    _used(session, account)
    _said(session, account, owner, reader)


def _bought(session: Session, account: Account) -> None:
    contract = Contract(
        account=account,
        number="C-7781",
        start_on=date(2026, 3, 1),
        end_on=date(2027, 2, 28),
        notice_days=60,
        notice_on=date(2026, 12, 30),
        auto_renew=True,
        uplift_cap=Decimal(3),
    )
    session.add(contract)
    session.flush()
    line = {
        "contract_id": contract.id,
        "account_id": account.id,
        "start_on": contract.start_on,
        "end_on": contract.end_on,
    }
    session.add(ContractLine(**line, product="Dispatch", seats=160, arr=Decimal("148000.50"), currency="EUR"))
    session.add(ContractLine(**line, product="Insight", seats=40, arr=Decimal(12000), currency="EUR"))


def _used(session: Session, account: Account) -> None:
    for place in range(14):
        month = date(2025 + (8 + place) // 12, (8 + place) % 12 + 1, 1)
        session.add(UsageMonth(account=account, month=month, active_users=100 + place * 4, seats=200, events=5000))
    for place in range(4):
        opened = datetime(2026, 7, 5 + place, 8, tzinfo=UTC)
        session.add(
            Ticket(
                account=account,
                number=f"T-{place}",
                subject="Export fails",
                opened_at=opened,
                closed_at=opened + timedelta(hours=9),
                first_response_minutes=30,
                satisfaction=5,
                escalated=place < 2,
            )
        )


def _said(session: Session, account: Account, owner: Person, reader: Contact) -> None:
    meeting = Activity(account=account, author=owner, kind="meeting", body=NOTE, happened_on=date(2026, 11, 10))
    meeting.attendees.append(Attendee(name=reader.name, contact=reader))
    private = Activity(
        account=account, author=owner, body=PRIVATE, happened_on=date(2026, 11, 12), visibility="private"
    )
    session.add_all([meeting, private, Task(account=account, owner=owner, title=TASK, due_on=date(2026, 12, 1))])


def desk(engine: Engine, folder: Path, who: str = "Jan Okafor", language: str = "en") -> Desk:
    """The desk of a colleague, over the restricted session."""
    with transaction(engine) as session:
        person = session.query(Person).filter_by(name=who).one()
        asker = load_asker(session, person.id)
    assert asker is not None
    read = partial(Reader(engine).session, asker.id)
    return Desk(
        asker=asker,
        read=read,
        names=RestrictedNames(NameIndex(engine), read),
        library=Library(folder, None),
        writer=ComposedWriter(),
        now=NOW,
        language=language,
    )


@contextmanager
def changed(engine: Engine, name: str) -> Iterator[Account]:
    """An account's row, to be changed by a test."""
    with transaction(engine) as session:
        yield session.query(Account).filter_by(name=name).one()


@contextmanager
def session(engine: Engine) -> Iterator[Session]:
    """The owner's session, for what a test changes."""
    with transaction(engine) as opened:
        yield opened


def add_colleague(engine: Engine, name: str) -> None:
    """A colleague who owns nothing and leads nobody."""
    with transaction(engine) as opened:
        opened.add(Person(name=name, role="csm"))


C = TypeVar("C", bound=Card)


def email(desk: Desk, account: str, purpose: str, **said: object) -> Sequence[Card]:
    """The cards of a customer email."""
    return toolbox.run(desk, "draft_email", {"account": account, "purpose": purpose, **said}).cards


def only(cards: Sequence[Card], kind: type[C]) -> C:
    """The one card of a kind."""
    found = [card for card in cards if isinstance(card, kind)]
    assert len(found) == 1, cards
    return found[0]


def drafted(desk: Desk, account: str, purpose: str, **said: object) -> Draft:
    """The customer's text of an email."""
    return only(email(desk, account, purpose, **said), Draft)


def warned(cards: Sequence[Card]) -> str:
    """What the notices beside a draft say, in English."""
    return "\n".join(plain([card], Shown("en")) for card in cards if isinstance(card, Notice))


@contextmanager
def database(folder: Path) -> Iterator[Engine]:
    """A filled SQLite file, for tests that only read."""
    engine = open_engine(sqlite_url(folder / "steward.db"))
    upgrade(engine)
    fill(engine)
    yield engine
    engine.dispose()
