"""Meetings and calls that the reader of a letter had with us: nobody is thanked for one they were not at."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from database.models import Activity, Attendee
from tools.kit.account_rows import Rows
from tools.kit.cards import Day, Name, Several, Source, say
from tools.kit.fact import Fact
from tools.kit.facts_people import SPOKEN
from tools.kit.names.folding import fold
from tools.kit.recipients import Recipient
from tools.kit.tool import Period

ANYONE_S = ("last_meeting", "attendees")
"""Facts of the account's last conversation, whoever had it: a letter to one person takes its own instead."""


def last_conversation(rows: Rows, to: Recipient) -> Iterator[Fact]:
    """The last meeting or call at which the reader was, as the record names who was there."""
    if talk := next((talk for talk in _spoken(rows) if was_there(talk, to)), None):
        day = Day(on=talk.happened_on)
        yield Fact("last_meeting", say("Last meeting or call"), day, _source(talk), shareable=True)


def recapped(rows: Rows, to: Recipient, day: date | None) -> Iterator[Fact]:
    """The meeting that a recap is of, on the day said or else the last one; and who else was at it.

    A day that was said stands, unless the record of that day names people of the customer and not the reader.
    """
    if day and not missed(rows, to, day):
        yield Fact("meeting_date", say("Date of the meeting, as you said"), Day(on=day), shareable=True)
    talk = next((talk for talk in _meant(rows, day) if was_there(talk, to)), None)
    if talk is None:
        return
    source = _source(talk)
    if day is None:
        yield Fact("meeting_date", say("Date of the meeting"), Day(on=talk.happened_on), source, shareable=True)
    others = tuple(Name(text=one.name) for one in _theirs(rows, talk) if not _is(one, to))
    if others:
        yield Fact("attendees", say("Who was there"), Several(items=others), source, shareable=True)


def missed(rows: Rows, to: Recipient, day: date | None) -> date | None:
    """The day of the meeting that a recap would be of, where the record does not have the reader at it."""
    meant = _meant(rows, day)
    if not meant or any(was_there(talk, to) for talk in meant):
        return None
    if day and not any(_theirs(rows, talk) for talk in meant):
        return None  # nobody of the customer is named at all: that says nothing against the day as it was said
    return meant[0].happened_on


def said_day(dates: Sequence[date], period: Period | None) -> date | None:
    """The one day that was said for a meeting."""
    if dates:
        return dates[0]
    return period.start if period and period.start == period.end else None


def was_there(talk: Activity, to: Recipient) -> bool:
    """Whether the record has the reader at a meeting or call."""
    return any(_is(one, to) for one in talk.attendees)


def _is(one: Attendee, to: Recipient) -> bool:
    if to.contact and one.contact_id is not None:
        return one.contact_id == to.contact.id
    name = to.contact.name if to.contact else to.reader.name
    return bool(name) and fold(one.name).strip() == fold(name or "").strip()


def _spoken(rows: Rows) -> list[Activity]:
    return [talk for talk in rows.talks if talk.kind in SPOKEN]


def _meant(rows: Rows, day: date | None) -> list[Activity]:
    spoken = _spoken(rows)
    return [talk for talk in spoken if talk.happened_on == day] if day else spoken[:1]


def _theirs(rows: Rows, talk: Activity) -> list[Attendee]:
    ours = {contact.id for contact in rows.contacts}
    return [one for one in talk.attendees if one.contact_id in ours]


def _source(talk: Activity) -> Source:
    kind: Literal["meeting", "call"] = "meeting" if talk.kind == "meeting" else "call"
    return Source(kind=kind, on=talk.happened_on, row=f"activities:{talk.id}")
