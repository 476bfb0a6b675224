"""Who is at the customer, who cares for it here, and what was last said and promised."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from database.models import Contact
from tools.kit.account_rows import Rows
from tools.kit.cards import Day, Level, Mention, Name, Number, Several, Source, say
from tools.kit.fact import Fact

SPOKEN = ("meeting", "call")


def people(rows: Rows, today: date) -> Iterator[Fact]:
    """Account, owner, main contact, last meeting, and what is ours alone: health and open follow-ups."""
    source = Source(kind="account", row=f"accounts:{rows.account.id}")
    yield Fact("account", say("Customer"), Name(text=rows.account.name), source, shareable=True)
    if rows.account.owner:
        owner = Mention(name=rows.account.owner.name, slack_id=rows.account.owner.slack_id)
        yield Fact("owner", say("Owner"), owner, source, shareable=True)
    main = main_contact(rows.contacts, today)
    if main:
        where = Source(kind="contact", row=f"contacts:{main.id}")
        yield Fact("main_contact", say("Main contact"), Name(text=main.name), where, shareable=True)
    yield from _last_meeting(rows)
    yield from _internal(rows, source)


def in_post(contacts: Sequence[Contact], today: date) -> list[Contact]:
    """The contacts who have not left by `today`."""
    return [contact for contact in contacts if contact.left_on is None or contact.left_on > today]


def main_contact(contacts: Sequence[Contact], today: date) -> Contact | None:
    """The contact marked as the main one; else the only one, else the only champion. None: that is left open."""
    here = in_post(contacts, today)
    for among in (
        [contact for contact in here if contact.is_main],
        here,
        [contact for contact in here if (contact.role or "").casefold() == "champion"],
    ):
        if len(among) == 1:
            return among[0]
    return None


def _last_meeting(rows: Rows) -> Iterator[Fact]:
    meeting = next((talk for talk in rows.talks if talk.kind in SPOKEN), None)
    if meeting is None:
        return
    kind = "meeting" if meeting.kind == "meeting" else "call"
    source = Source(
        kind="meeting" if kind == "meeting" else "call", on=meeting.happened_on, row=f"activities:{meeting.id}"
    )
    yield Fact("last_meeting", say("Last meeting or call"), Day(on=meeting.happened_on), source, shareable=True)
    ours = {contact.id for contact in rows.contacts}
    there = [Name(text=who.name) for who in meeting.attendees if who.contact_id in ours]
    if there:
        yield Fact("attendees", say("Who was there"), Several(items=tuple(there)), source, shareable=True)


def _internal(rows: Rows, source: Source) -> Iterator[Fact]:
    if rows.account.health in ("red", "amber", "green"):
        dated = source.model_copy(update={"on": rows.account.health_on})
        yield Fact("health", say("Health"), Level(level=rows.account.health), dated)
        if rows.account.health_reason:
            yield Fact("health_reason", say("Why"), Name(text=rows.account.health_reason), dated)
    if rows.talks:
        last = rows.talks[0]
        where = Source(kind="note", on=last.happened_on, row=f"activities:{last.id}")
        yield Fact("last_touch", say("Last touch"), Day(on=last.happened_on), where)
    if rows.tasks:
        tasks = Source(kind="task", row=f"tasks:{rows.tasks[0].id}")
        yield Fact("open_tasks", say("Open follow-ups"), Number(value=Decimal(len(rows.tasks))), tasks)
