"""Which colleague a Slack user is. An exact e-mail match of one active person is linked, and audited; nothing else is."""

from dataclasses import dataclass
from functools import cache
from time import monotonic
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from bot.errors import NoAskerError
from bot.slack.audience import SlackUser
from database.audit import Entry, record
from database.engine import reading, transaction
from database.models import OutboxItem, Person, ProposalRow
from locales import language_of

REMEMBERED = 30.0
"""Seconds."""
MOST = 10_000


@dataclass(frozen=True)
class Addressee:
    """Where a person is reached in Slack, and how they read."""

    person_id: int
    slack_id: str
    locale: str
    time_zone: str

    @property
    def language(self) -> str:
        """The language of what we say on our own."""
        return language_of(self.locale)


class Persons:
    """The directory, as Slack's surfaces need it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: dict[SlackUser, tuple[float, Addressee]] = {}

    def asking(self, user: SlackUser) -> Addressee:
        """The colleague who this member is. Raises NoAskerError when there is none, or they were deactivated.

        It is remembered for a moment; whether the person is still active is asked again by every turn.
        """
        at, known = self._known.get(user, (0.0, None))
        if known is None or monotonic() - at > REMEMBERED:
            known = self._looked_up(user)
            if len(self._known) >= MOST:
                self._known.clear()
            self._known[user] = (monotonic(), known)
        return known

    def _looked_up(self, user: SlackUser) -> Addressee:
        with reading(self._engine) as session:
            person = session.scalar(select(Person).where(Person.slack_id == user.id))
            if person is not None and not self._news(person, user):
                return _addressee(person)
        with transaction(self._engine) as session:
            person = session.scalar(select(Person).where(Person.slack_id == user.id)) or _by_mail(session, user)
            if person is None or not person.active:
                raise NoAskerError
            _learn(session, person, user)
            return _addressee(person)

    def _news(self, person: Person, user: SlackUser) -> bool:
        return not person.active or any(
            getattr(person, name) != value for name, value in _profile(person, user).items()
        )

    def addressee(self, person_id: int) -> Addressee | None:
        """Where to reach a person; None when they were never seen in Slack, or deactivated."""
        with reading(self._engine) as session:
            person = session.get(Person, person_id)
            return _addressee(person) if person and person.slack_id and person.active else None

    def language_in(self, slack_id: str) -> str:
        """The language of a Slack user, as far as we know them."""
        with reading(self._engine) as session:
            return language_of(session.scalar(select(Person.locale).where(Person.slack_id == slack_id)))

    def direct_channel(self, person_id: int) -> str | None:
        """The channel of a person's direct messages, as far as an answer went there before."""
        query = select(OutboxItem.channel).where(
            OutboxItem.person_id == person_id, OutboxItem.channel.startswith("D"), OutboxItem.state == "done"
        )
        with reading(self._engine) as session:
            return session.scalar(query.order_by(OutboxItem.id.desc()).limit(1))

    def conversation_of(self, proposal: str) -> str | None:
        """The conversation in which a proposal was made."""
        with reading(self._engine) as session:
            row = session.get(ProposalRow, proposal)
            return row.order_key if row else None


def _by_mail(session: Session, user: SlackUser) -> Person | None:
    if user.email is None:
        return None
    found = session.scalars(select(Person).where(func.lower(Person.email) == user.email)).all()
    # Somebody who is linked to another Slack account stays that one until an administrator says otherwise.
    return found[0] if len(found) == 1 and found[0].slack_id is None else None


def _learn(session: Session, person: Person, user: SlackUser) -> None:
    """Links the person, and takes over the day they live in: lists and reminders go by their Slack profile."""
    new = person.slack_id is None
    person.slack_id = user.id
    for name, value in _profile(person, user).items():
        setattr(person, name, value)
    session.flush()
    if new:
        rows = [("people", person.id, person.version)]
        record(session, Entry("link", "people", "linked by e-mail", user.id, person_id=person.id, rows=rows))


def _profile(person: Person, user: SlackUser) -> dict[str, str]:
    found = {}
    if user.time_zone and _is_zone(user.time_zone):
        found["time_zone"] = user.time_zone
    if person.locale == "en" and user.locale:
        found["locale"] = user.locale
    return found


@cache
def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _addressee(person: Person) -> Addressee:
    return Addressee(person.id, person.slack_id or "", person.locale, person.time_zone)
