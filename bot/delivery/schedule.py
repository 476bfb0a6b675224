"""What happens by the clock. A job is an inbox row with a moment before which it isn't due and an identity of name and
period: so it runs once, in whichever process, and what was missed while nothing ran is caught up."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.conversation import Conversation
from bot.delivery import replies
from bot.delivery.inbox import Inbox
from bot.delivery.outbox import Sending
from bot.delivery.persons import Addressee, Persons
from bot.delivery.replies import Place
from bot.slack.incoming import Incoming, arrival
from bot.text import Reader
from bot.turn import Message
from database.engine import reading
from database.models import InboxItem, ProposalRow
from tools.kit import proposals
from tools.kit.cards import Card, Headline, say_n

Finish = Callable[[Session], list[Sending]]

END_OF_DAY = time(17, 30)
"""When a person is reminded, in their own time zone."""
UNSAVED = "unsaved"
SHOWN = 5
"""Proposals that a reminder shows again."""


class Schedule:
    """Plans jobs, and does them."""

    def __init__(self, engine: Engine, inbox: Inbox, persons: Persons, conversation: Conversation) -> None:
        self._engine = engine
        self._inbox = inbox
        self._persons = persons
        self._conversation = conversation

    def plan(self, moment: datetime) -> int:
        """Plans the reminders of everybody who has something unsaved. The number of those that are new."""
        with reading(self._engine) as session:
            people = session.scalars(
                select(ProposalRow.person_id).where(ProposalRow.state == "pending").distinct()
            ).all()
        wanted = [_reminder(who, moment) for person in people if (who := self._persons.addressee(person))]
        with reading(self._engine) as session:
            known = session.scalars(
                select(InboxItem.identity).where(InboxItem.identity.in_([job.identity for job, _ in wanted]))
            ).all()
        fresh = [(job, due) for job, due in wanted if job.identity not in known]
        return sum(self._inbox.accept(job, due) for job, due in fresh)

    def to(self, job: Incoming) -> Finish:
        """Does a job: here, the one reminder of a person's day. Nothing is sent when everything is saved by then."""
        who = self._persons.addressee(int(job.ref))
        cards = self._unsaved(who, job) if who else []
        if who is None or not cards:
            return lambda _session: []
        reader = Reader(who.language, who.locale, who.time_zone)
        place = Place(who.slack_id, person_id=who.person_id)
        return lambda _session: replies.answer(cards, reader, "", place)

    def _unsaved(self, who: Addressee, job: Incoming) -> list[Card]:
        desk = self._conversation.desk(Message(who.person_id, "", job.order_key))
        with desk.read() as session:
            waiting = proposals.waiting(session, who.person_id, desk.now)
        if not waiting:
            return []
        title = say_n("{n} note is not saved yet.", "{n} notes are not saved yet.", len(waiting))
        return [Headline(text=title), *map(proposals.card_of, waiting[:SHOWN])]


def _reminder(who: Addressee, moment: datetime) -> tuple[Incoming, datetime]:
    day, due = end_of_day(moment, who.time_zone)
    identity = f"{UNSAVED}:{who.person_id}:{day.isoformat()}"
    key = f"job:{UNSAVED}:{who.person_id}"
    return Incoming("job", identity, key, arrival(), who.slack_id, action=UNSAVED, ref=str(who.person_id)), due


def end_of_day(moment: datetime, time_zone: str) -> tuple[date, datetime]:
    """The next end of a working day after `moment`, in a person's time zone: the day, and the moment in UTC."""
    zone = ZoneInfo(time_zone)
    local = moment.astimezone(zone)
    day = local.date() if local.time() < END_OF_DAY else local.date() + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day, datetime.combine(day, END_OF_DAY, zone).astimezone(UTC)
