"""A note, meeting, call or email kept in the person's own words: proposed with every field, saved by their click."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from pydantic import Field, field_validator
from sqlalchemy import select

from database.models import Activity
from locales import key
from tools.kit import choose, note_card, note_rows, tool
from tools.kit.cards import Card, Day, Notice, say
from tools.kit.desk import Desk
from tools.kit.names import Found
from tools.kit.note import FollowUp, Guest, Note
from tools.kit.promises import promises
from tools.kit.proposals import propose
from tools.kit.tool import Change, Tool


class Arguments(tool.Arguments):
    """Where it belongs, the words as they are, and what they are."""

    account: str
    note_body: str = Field(min_length=1, description="word for word, less the words that ask for the logging")
    note_date: date | None = Field(None, description="the day it happened; without it today")
    activity_type: Literal["note", "meeting", "call", "email"] | None = None
    attendees: tuple[str, ...] | None = None
    visibility: Literal["private", "team"] | None = None

    @field_validator("attendees", mode="before")
    @classmethod
    def _one_is_a_list(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value


def run(desk: Desk, arguments: Arguments) -> Sequence[Card]:
    """The card of what would be saved; nothing is written."""
    found = choose.account(desk, arguments.account)
    if not isinstance(found, Found):
        return [found]
    note = Note(
        account_id=found.id,
        account=found.name,
        kind=arguments.activity_type or "note",
        on=arguments.note_date or desk.today,
        private=arguments.visibility == "private",
        body=arguments.note_body,
        people=_people(desk, found.id, arguments.attendees, arguments.note_body),
        follow_ups=tuple(FollowUp(one.title, one.due_on) for one in promises(arguments.note_body, desk.today)),
    )
    return _proposed(desk, note, arguments.model_dump(mode="json", exclude_none=True))


def _proposed(desk: Desk, note: Note, arguments: Mapping[str, object]) -> list[Card]:
    card = propose(
        desk,
        tool=TOOL.name,
        title=note_card.title(note),
        fields=note_card.fields(note),
        readers=note_card.readers(note),
        content=note.content,
        arguments=arguments,
        account_id=note.account_id,
    )
    return [card, *_doubts(desk, note)]


def _people(desk: Desk, account_id: int, written: Sequence[str] | None, body: str) -> tuple[Guest, ...]:
    """Those named as present; where nobody was, the contacts on file that the words name without a doubt."""
    if written is None:
        heard = desk.names.heard_contacts(body, account_id)
        found = [one.rows[0] for one in heard if len(one.rows) == 1 and one.rows[0].account_id == account_id]
        return tuple({row.id: Guest(row.name, row.id) for row in found}.values())
    guests = [_guest(desk, account_id, name) for name in written if name.strip()]
    return tuple({guest.name: guest for guest in guests}.values())


def _guest(desk: Desk, account_id: int, written: str) -> Guest:
    rows = [row for row in desk.names.contacts(written, account_id) if row.account_id == account_id]
    return Guest(rows[0].name, rows[0].id) if len(rows) == 1 else Guest(written.strip(), None)


def _doubts(desk: Desk, note: Note) -> list[Card]:
    found: list[Card] = []
    if note.on > desk.today:
        found.append(Notice(level="warning", text=say("{day} is still ahead.", day=Day(on=note.on))))
    with desk.read() as session:
        query = select(Activity.happened_on).where(
            Activity.account_id == note.account_id, Activity.author_id == desk.asker.id, Activity.body == note.body
        )
        before = session.scalar(query.order_by(Activity.id.desc()).limit(1))
    if before:
        text = say("You have already saved these very words, dated {day}.", day=Day(on=before))
        found.append(Notice(level="warning", text=text))
    return found


def edit(desk: Desk, content: Mapping[str, object], form: Mapping[str, str]) -> Sequence[Card]:
    """The proposal anew, with the fields of its form; the words as they are in the form. The account stays."""
    note = Note.of(content)
    try:
        on = date.fromisoformat(form.get("date", note.on.isoformat()).strip())
        follow_ups = note_card.follow_ups_of(form["follow_ups"]) if "follow_ups" in form else note.follow_ups
    except ValueError:
        return [Notice(level="warning", text=say("I can't read the date: write it as 2026-03-31."))]
    body = form.get("body", note.body).strip()
    if not body:
        return [Notice(level="warning", text=say("There is nothing to save without any words."))]
    people = note.people
    if "people" in form:
        people = _people(desk, note.account_id, form["people"].split(","), body)
    edited = replace(
        note,
        kind=note_card.kind_of(form.get("type"), note.kind),
        on=on,
        private=form.get("visibility", note.visibility) == "private",
        body=body,
        people=people,
        follow_ups=follow_ups,
    )
    return _proposed(desk, edited, note_card.as_call(edited))


TOOL = Tool(
    name="log_note",
    does=key("Proposes a note, meeting, call or email in your own words, with people and follow-ups; you save it"),
    arguments=Arguments,
    run=run,
    examples={
        "en": (
            "note on Acme: they want the invoice split, will confirm next week",
            "log a call with Ann at Acme: all fine",
        ),
        "fr": ("Note pour Acme : le budget est validé, ils confirment lundi",),
        "de": ("Notiz zu Acme: prüft intern, meldet sich bis Freitag",),
        "zh": ("记一下：Acme 说预算下周确认", "帮我记会议纪要：昨天跟 Acme 开会，一切顺利"),
    },
    change=Change(save=note_rows.save, undo=note_rows.undo, edit=edit),
)
