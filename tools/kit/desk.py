"""Where a tool sits for one turn: who asks, what day it is, and the restricted way into the database."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from database.models import Person, ProposalRow
from database.statement import Statement
from tools.kit.names import Names
from tools.kit.writer import Writer

if TYPE_CHECKING:
    from knowledge import Library  # a question about accounts needs no library

Audience = Literal["direct", "channel"]
"""Who reads the answer: the asker alone, or everybody in an internal channel."""


@dataclass(frozen=True)
class Asker:
    """The acting person, as the surface established it (never out of a message or an argument)."""

    id: int
    name: str
    role: str
    team_id: int | None
    locale: str
    time_zone: str
    is_admin: bool = False
    email: str | None = None


@dataclass(frozen=True)
class Company:
    """What the company has set once: currency of totals, fiscal year, how old data may be."""

    currency: str = "EUR"
    fiscal_year_start: int = 1
    """The month in which the fiscal year starts, 1 to 12."""
    stale_after_days: int = 7
    quiet_after_days: int = 60
    """Days without a touch after which an account has gone quiet."""
    policy: str = "team"


class Read(Protocol):
    """Opens the asker's restricted session for one short transaction."""

    def __call__(self) -> AbstractContextManager[Session]: ...


def _silent(_step: str) -> None:
    """Where nobody watches, progress goes nowhere."""


@dataclass(frozen=True)
class Desk:
    """Everything a tool may use. There is nothing else: no settings, no Slack, no owner's session."""

    asker: Asker
    read: Read
    names: Names
    library: "Library"
    writer: Writer
    now: datetime
    language: str
    """The language of the reply: en, fr, de, zh."""
    company: Company = field(default_factory=Company)
    audience: Audience = "direct"
    order_key: str = "cli"
    """The conversation, as audit and proposals name it."""
    sample: bool = False
    """The database holds the sample book."""
    progress: Callable[[str], None] = _silent
    tray: list[ProposalRow] = field(default_factory=list)
    """What was proposed in this turn; stored with the turn's end, not before."""

    @property
    def today(self) -> date:
        """The asker's day."""
        return self.now.astimezone(ZoneInfo(self.asker.time_zone)).date()


# Every turn begins with it.
_ASKER = Statement(
    select(
        Person.name,
        Person.role,
        Person.locale,
        Person.time_zone,
        Person.email,
        Person.team_id,
        Person.is_admin,
    ).where(Person.id == bindparam("person"), Person.active)
)


def load_asker(session: Session, person_id: int) -> Asker | None:
    """The acting person out of the database; None when there is no such person or they were deactivated."""
    found = _ASKER.rows(session.connection(), {"person": person_id})
    if not found:
        return None
    *texts, email, team, admin = found[0]
    name, role, locale, time_zone = map(str, texts)
    return Asker(
        id=person_id,
        name=name,
        role=role,
        team_id=team if isinstance(team, int) else None,
        locale=locale,
        time_zone=time_zone,
        is_admin=bool(admin),
        email=None if email is None else str(email),
    )
