"""Colleagues, as an administrator handles them: found, made admin, linked to Slack, deactivated."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from .audit import Entry, record
from .models import Person


class UnknownPersonError(LookupError):
    """No colleague, or more than one, goes by that e-mail address or name."""


def everybody(session: Session) -> list[Person]:
    """All colleagues by name, the deactivated ones too."""
    return list(session.scalars(select(Person).order_by(Person.name)))


def matching(session: Session, written: str) -> list[Person]:
    """The active colleagues whose e-mail address or whole name is `written`, in any case of letters."""
    wanted = written.strip().casefold()
    by_mail = session.scalars(select(Person).where(func.lower(Person.email) == wanted, Person.active)).all()
    if by_mail:
        return list(by_mail)
    # SQLite folds ASCII letters only: names are compared here.
    return [
        person for person in session.scalars(select(Person).where(Person.active)) if person.name.casefold() == wanted
    ]


def one(session: Session, written: str) -> Person:
    """The one colleague of that e-mail address or name. Raises UnknownPersonError."""
    found = matching(session, written)
    if len(found) != 1:
        problem = "nobody is" if not found else f"{len(found)} people are"
        raise UnknownPersonError(f"{problem} called {written!r} here; `people list` shows everybody")
    return found[0]


def first_director(session: Session) -> int | None:
    """The id of the first director: who asks where the sample book is open and nobody was named."""
    return session.scalar(
        select(Person.id).where(Person.role == "director", Person.active).order_by(Person.id).limit(1)
    )


def make_admin(session: Session, written: str) -> Person:
    """Makes a colleague an administrator. Raises UnknownPersonError."""
    person = one(session, written)
    person.is_admin = True
    return _changed(session, person, "made administrator")


def link(session: Session, written: str, slack_id: str) -> Person:
    """Says which Slack user a colleague is; whoever had that Slack id before loses it. Raises UnknownPersonError."""
    person = one(session, written)
    for former in session.scalars(select(Person).where(Person.slack_id == slack_id, Person.id != person.id)):
        former.slack_id = None
    session.flush()
    person.slack_id = slack_id
    return _changed(session, person, "linked to Slack")


def deactivate(session: Session, written: str) -> Person:
    """Takes every access away; what the person wrote stays. Raises UnknownPersonError."""
    person = one(session, written)
    person.active = False
    return _changed(session, person, "deactivated")


def _changed(session: Session, person: Person, outcome: str) -> Person:
    session.flush()
    rows = [("people", person.id, person.version)]
    record(session, Entry(action="administer", tool="people", outcome=outcome, channel="cli", rows=rows))
    return person
