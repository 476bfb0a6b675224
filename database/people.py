"""Colleagues as an administrator sees and changes them. Each change leaves a row in the audit."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from .audit import Entry, record
from .models import Person, Setting, now


class PersonError(Exception):
    """The colleague can't be changed so; the message says why."""


class UnknownPersonError(PersonError):
    """Nobody, or more than one, is called so."""


def everybody(session: Session) -> list[Person]:
    """All colleagues by name, with team and manager loaded, those who left at the end."""
    query = select(Person).options(joinedload(Person.team), joinedload(Person.manager))
    return list(session.scalars(query.order_by(Person.active.desc(), func.lower(Person.name), Person.id)))


def find(session: Session, who: str) -> Person:
    """A colleague by address or name, whole, in any case. Raises UnknownPersonError for nobody and for several."""
    word = who.strip().lower()
    found = session.scalars(select(Person).where(func.lower(Person.email) == word)).all()
    found = found or [
        person for person in session.scalars(select(Person)) if person.name.casefold() == who.strip().casefold()
    ]
    if not found:
        raise UnknownPersonError(f"Nobody is known as {who}.")
    if len(found) > 1:
        raise UnknownPersonError(f"{len(found)} people are called {who}; use the e-mail address.")
    return found[0]


def first_director(session: Session) -> int | None:
    """The id of the first director: who asks where the sample book is open and nobody was named."""
    query = select(Person.id).where(Person.role == "director", Person.active).order_by(Person.id).limit(1)
    return session.scalar(query)


def make_admin(session: Session, email: str) -> Person:
    """Makes a colleague an administrator. Where there is none yet, whoever is named is made: the first one has to come
    from somewhere. Raises PersonError."""
    try:
        person = find(session, email)
    except UnknownPersonError:
        if "@" not in email or session.scalar(select(func.count()).where(Person.is_admin, Person.active)):
            raise
        # The name comes with the import of people; until then the address stands in for it.
        person = Person(name=email.strip().lower(), email=email.strip().lower())
        session.add(person)
        session.flush()
    if not person.active:
        raise PersonError(f"{person.name} is deactivated.")
    person.is_admin = True
    return _written(session, person, "admin")


def link(session: Session, who: str, slack_id: str) -> Person:
    """Says which Slack user a colleague is. Raises PersonError where another colleague has that id."""
    person = find(session, who)
    holder = session.scalar(select(Person).where(Person.slack_id == slack_id.strip()))
    if holder is not None and holder.id != person.id:
        raise PersonError(f"{slack_id} is {holder.name} already.")
    person.slack_id = slack_id.strip()
    return _written(session, person, "link")


def deactivate(session: Session, who: str) -> Person:
    """Takes every access away; what the person wrote and owns stays. Raises PersonError for the last administrator."""
    person = find(session, who)
    others = select(func.count()).where(Person.is_admin, Person.active, Person.id != person.id)
    if person.is_admin and not session.scalar(others):
        raise PersonError(f"{person.name} is the only administrator; make another one first.")
    person.active = False
    return _written(session, person, "deactivate")


def _written(session: Session, person: Person, change: str) -> Person:
    person.changed_at = now()
    session.flush()
    session.merge(Setting(name="names_changed", value=now().isoformat()))
    written = [("people", person.id, person.version)]
    record(session, Entry(change, "people", "done", channel="cli", rows=written, detail=person.email or person.name))
    return person
