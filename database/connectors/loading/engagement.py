"""Notes, meetings, calls, emails, and what was promised in them."""

from datetime import UTC, date, datetime, time

from sqlalchemy import delete

from database.connectors.base import Value
from database.models import Activity, Attendee, Task

from .bulk import among, insert_columns, table_of, take_ids
from .loader import Loader, note_touched
from .save import Saved
from .work import CREATED, Rows

ATTENDEES = table_of(Attendee)

ACTIVITY_FIELDS = {
    "account_id": "account_id",
    "author_id": "author_id",
    "type": "kind",
    "subject": "subject",
    "words": "body",
    "date": "happened_on",
    "visibility": "visibility",
    "link": "link",
}

TASK_FIELDS = {
    "account_id": "account_id",
    "owner_id": "owner_id",
    "contact_id": "contact_id",
    "title": "title",
    "due_date": "due_on",
    "priority": "priority",
    "done_at": "done_at",
}


class ActivitiesLoader(Loader):
    """`activities` of the templates."""

    model = Activity

    def take(self, rows: Rows) -> None:
        """Brings in a block."""
        rows.resolve("account", self.references.accounts, into="account_id")
        if "body" in rows.columns:
            pairs = zip(rows.get("body"), rows.get("subject"), strict=True)
            rows.attach("words", [body or subject for body, subject in pairs])
        else:
            rows.attach("words", rows.get("subject"))
        self._refuse_unusable(rows)
        rows.settle()
        # Authors that are new are made: only for rows that come in, so after all that may be refused.
        rows.resolve("author", self.references.owners, into="author_id")
        rows.settle()
        attended = "attendees" in rows.columns
        extras = {"attendees": rows.get("attendees")} if attended else {}
        saved = self.save_record(rows, rows.fields(ACTIVITY_FIELDS), extras=extras)
        if attended:
            self._save_attendees(rows, saved)

    def _refuse_unusable(self, rows: Rows) -> None:
        if None in rows.get("words"):
            for place, words in enumerate(rows.get("words")):
                if words is None:
                    rows.refuse(place, "body", None, "is empty, and so is the subject")
        if "visibility" in rows.columns:
            pairs = zip(rows.get("visibility"), rows.get("author"), strict=True)
            for place, (visibility, author) in enumerate(pairs):
                if visibility == "private" and author is None:
                    rows.refuse(
                        place, "visibility", visibility, "needs an author: a private note is the author's alone"
                    )

    def _save_attendees(self, rows: Rows, saved: Saved) -> None:
        """Who was there, as contacts where the names are those of contacts."""
        attendees = rows.get("attendees")
        changed = [
            place
            for place, (before, names) in enumerate(zip(saved.before, attendees, strict=True))
            if saved.outcomes[place] != CREATED and before.get("attendees") != (list(_names(names)) or None)
        ]
        if changed:
            gone = [saved.ids[place] for place in changed]
            connection = self.work.connection
            connection.execute(delete(ATTENDEES).where(among(connection, ATTENDEES.c.activity_id, gone)))
            note_touched(self.work, rows, Activity, changed)
        written = {*changed, *(place for place, outcome in enumerate(saved.outcomes) if outcome == CREATED)}
        there = [(place, name) for place in sorted(written) for name in _names(attendees[place])]
        if not there:
            return
        accounts = rows.get("account_id")
        account_ids = [_int(accounts[place]) for place, _ in there]
        contacts = self.references.contacts(account_ids)
        found = [
            contacts.get((account_id, name.casefold()))
            for account_id, (_, name) in zip(account_ids, there, strict=True)
        ]
        columns: dict[str, list[Value]] = {
            "id": [*take_ids(self.work.connection, ATTENDEES, len(there))],
            "activity_id": [saved.ids[place] for place, _ in there],
            "contact_id": [answer if isinstance(answer, int) else None for answer in found],
            "name": [name for _, name in there],
        }
        insert_columns(self.work.connection, ATTENDEES, columns, {}, len(there))


class TasksLoader(Loader):
    """`tasks` of the templates."""

    model = Task

    def take(self, rows: Rows) -> None:
        """Brings in a block."""
        rows.resolve("account", self.references.accounts, into="account_id")
        rows.settle()
        if "contact" in rows.columns:
            self._contacts(rows)
            rows.settle()
        rows.resolve("owner", self.references.owners, into="owner_id")
        rows.settle()
        if {"done", "done_on"} & set(rows.columns):
            told = zip(rows.get("done"), rows.get("done_on"), rows.get("due_date"), strict=True)
            rows.attach("done_at", [self._done_at(done, when, due) for done, when, due in told])
        self.save_record(rows, rows.fields(TASK_FIELDS))

    def _contacts(self, rows: Rows) -> None:
        accounts = rows.get("account_id")
        found = self.references.contacts([row_id for row_id in accounts if isinstance(row_id, int)])
        ids: list[Value] = []
        for place, (account_id, name) in enumerate(zip(accounts, rows.get("contact"), strict=True)):
            answer: int | str | None = None
            if isinstance(name, str):
                key = (account_id if isinstance(account_id, int) else 0, name.casefold())
                answer = found.get(key, "is no contact of the account")
            if isinstance(answer, str):
                rows.refuse(place, "contact", name, answer)
            ids.append(answer)
        rows.attach("contact_id", ids)

    def _done_at(self, done: Value, when: Value, due: Value) -> datetime | None:
        """When it was done; where only the fact is told, the day on which it was due, else today."""
        if done is False:
            return None
        if isinstance(when, datetime):
            return when
        if not done:
            return None
        day = due if isinstance(due, date) else self.work.now.date()
        return datetime.combine(day, time(), UTC)


def _names(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _int(value: Value) -> int:
    return value if isinstance(value, int) else 0
