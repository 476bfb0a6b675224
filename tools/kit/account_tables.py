"""The tables beside an account's card: its people, and what is open."""

from datetime import datetime

from database.models import Contact, Ticket
from tools.kit.account_known import Known, here, is_late, of_ticket, open_tickets
from tools.kit.cards import Column, Day, Mention, Name, Row, Several, Source, Table, Value, say

SHOWN = 10
"""Rows of a table beside a card."""


def people_table(known: Known) -> Table | None:
    """The customer's people, the main contact first; those who left are last, with the day."""
    gone = [one for one in known.rows.contacts if one.left_on is not None]
    everybody = [*here(known.rows.contacts), *gone]
    if not everybody:
        return None
    labels = (say("Name"), say("Title"), say("Role"), say("Email"), say("Language"))
    return Table(
        title=say("People"),
        columns=tuple(Column(label=label) for label in labels),
        rows=tuple(_person(one) for one in everybody[:SHOWN]),
        total=len(everybody),
    )


def _person(contact: Contact) -> Row:
    texts = (contact.title, contact.role, contact.email, contact.language)
    name: Value = Name(text=contact.name)
    if contact.left_on:
        name = say("{name} (left {day})", name=contact.name, day=Day(on=contact.left_on))
    source = Source(kind="contact", label=Name(text=contact.source), row=f"contacts:{contact.id}")
    cells = (name, *(Name(text=text) if text else None for text in texts))
    return Row(cells=cells, ref=f"contacts:{contact.id}", source=source)


def open_table(known: Known) -> Table | None:
    """Open follow-ups and support cases; None where there are none."""
    rows = [
        *(
            Row(
                cells=(
                    say("follow-up"),
                    Name(text=task.title),
                    Day(on=task.due_on) if task.due_on else None,
                    Mention(name=task.owner.name, slack_id=task.owner.slack_id) if task.owner else None,
                ),
                ref=f"tasks:{task.id}",
                source=Source(kind="task", on=task.due_on, row=f"tasks:{task.id}"),
            )
            for task in known.rows.tasks
        ),
        *(_case(ticket, known.now) for ticket in open_tickets(known)),
    ]
    if not rows:
        return None
    labels = (say("Open"), say("What"), say("Due"), say("Who"))
    columns = tuple(Column(label=label) for label in labels)
    return Table(title=say("Open items"), columns=columns, rows=tuple(rows[:SHOWN]), total=len(rows))


def _case(ticket: Ticket, now: datetime) -> Row:
    parts = [Name(text=text) for text in (ticket.number, ticket.subject, ticket.priority) if text]
    what: Value = Several(items=tuple(parts), by=" · ") if parts else say("not in the record")
    due: Value | None = Day(on=ticket.due_at.date()) if ticket.due_at else None
    kind = say("case, late") if is_late(ticket, now) else say("case")
    return Row(cells=(kind, what, due, say("Support")), ref=f"tickets:{ticket.id}", source=of_ticket(ticket))
