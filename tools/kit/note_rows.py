"""Saving a note, and taking it back: in the owner's transaction, after the click."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from database.models import Account, Activity, Attendee, Contact, Task
from tools.kit.cards import say
from tools.kit.note import Note
from tools.kit.proposals import ProposalError
from tools.kit.tool import Saving, Written

R = TypeVar("R", Activity, Task)


def save(session: Session, saving: Saving) -> Written:
    """Writes the activity with its people and follow-ups. Raises ProposalError when the account is gone."""
    note = Note.of(saving.content)
    if session.get(Account, note.account_id) is None:
        raise ProposalError(say("This account is not there any more, so I did not save it."))
    activity = Activity(
        account_id=note.account_id,
        author_id=saving.asker.id,
        kind=note.kind,
        body=note.body,
        happened_on=note.on,
        visibility=note.visibility,
    )
    activity.attendees = [
        Attendee(name=guest.name, contact_id=_still_there(session, guest.contact_id, note.account_id))
        for guest in note.people
    ]
    session.add(activity)
    session.flush()
    tasks = [
        Task(
            account_id=note.account_id,
            owner_id=saving.asker.id,
            activity_id=activity.id,
            title=one.title,
            due_on=one.due_on,
        )
        for one in note.follow_ups
    ]
    session.add_all(tasks)
    session.flush()
    rows = (("activities", activity.id, activity.version), *(("tasks", task.id, task.version) for task in tasks))
    return Written(rows, say("Saved to {account}", account=note.account))


def _still_there(session: Session, contact_id: int | None, account_id: int) -> int | None:
    contact = session.get(Contact, contact_id) if contact_id is not None else None
    return contact.id if contact and contact.account_id == account_id else None


def undo(session: Session, saving: Saving, rows: Sequence[tuple[str, int, int]]) -> Written:
    """Deletes what was written, if nobody has touched it since. Raises ProposalError, and deletes nothing, otherwise."""
    note = Note.of(saving.content)
    tasks = [_unchanged(session.get(Task, row_id), version) for table, row_id, version in rows if table == "tasks"]
    notes = [
        _unchanged(session.get(Activity, row_id), version) for table, row_id, version in rows if table == "activities"
    ]
    ids = [activity.id for activity in notes]
    later = select(Task.id).where(Task.activity_id.in_(ids), Task.id.not_in([task.id for task in tasks]))
    if session.scalar(later.limit(1)) is not None:
        raise ProposalError(say("Somebody has added a follow-up to this note since, so I left it as it is."))
    for task in tasks:
        session.delete(task)
    session.flush()
    for activity in notes:
        session.delete(activity)
    session.flush()
    return Written(tuple(rows), say("Taken back from {account}", account=note.account))


def _unchanged(row: R | None, version: int) -> R:
    if row is None or row.version != version:
        raise ProposalError(say("This was changed since you saved it, so I left it as it is."))
    return row
