"""What people changed here goes out by the CRM's ids; what came from there, and what is private, does not."""

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from database.connectors.csv import export_changes
from database.connectors.export import guarded
from database.engine import transaction
from database.models import Activity, Attendee, Contact, Task, now
from tests.database.imports_kit import bring, send


@pytest.fixture(autouse=True)
def book(engine: Engine, tmp_path: Path) -> None:
    bring(
        engine,
        send(tmp_path, "people.csv", "id,name,email,role\nP1,Ada Bell,ada@x.example,csm\n"),
        send(tmp_path, "accounts.csv", "id,name,owner\nA1,Alder,P1\nA2,Birch,P1\n"),
        send(
            tmp_path,
            "contacts.csv",
            "id,account,name,title,phone\nC1,A1,Carl Dorn,Buyer,+33 1 23\nC2,A2,Eve Fox,CFO,\n",
        ),
        send(tmp_path, "activities.csv", "id,account,date,body\nN1,A1,2026-01-05,Came from there\n"),
        send(tmp_path, "tasks.csv", "id,account,title,due_date\nT1,A1,Call,2026-02-01\n"),
    )


def exported(engine: Engine, folder: Path, since: date | None = None) -> dict[str, list[dict[str, str]]]:
    written = export_changes(engine, since or now().date(), folder / "out")
    found = {}
    for path, count in written.items():
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem] = list(csv.DictReader(file))
        assert len(found[path.stem]) == count
    return found


def test_what_only_came_in_does_not_go_out(engine: Engine, tmp_path: Path) -> None:
    assert exported(engine, tmp_path) == {"activities": [], "tasks": [], "contacts": []}


def test_what_was_entered_here_goes_out_by_external_ids(engine: Engine, tmp_path: Path) -> None:
    with transaction(engine) as session:
        note = Activity(
            account_id=1, author_id=1, body="=SUM(A1)\nsecond line", happened_on=date(2026, 3, 2), kind="call"
        )
        note.attendees = [Attendee(name="Carl Dorn", contact_id=1), Attendee(name="Gus")]
        session.add(note)
        session.flush()
        session.add(
            Task(account_id=1, owner_id=1, contact_id=1, activity_id=note.id, title="-send", due_on=date(2026, 3, 9))
        )
    found = exported(engine, tmp_path)
    (note_row,), (task,) = found["activities"], found["tasks"]
    assert (note_row["external_id"], note_row["account_external_id"], note_row["account"]) == ("", "A1", "Alder")
    assert (note_row["author_external_id"], note_row["author"]) == ("P1", "ada@x.example")
    assert (note_row["body"], note_row["type"], note_row["date"]) == ("'=SUM(A1)\nsecond line", "call", "2026-03-02")
    assert (note_row["attendees"], note_row["changed"]) == ("Carl Dorn; Gus", "new")
    assert (task["contact_external_id"], task["owner_external_id"]) == ("C1", "P1")
    assert (task["title"], task["due_date"]) == ("'-send", "2026-03-09")


def test_what_was_edited_here_goes_out_with_the_fields_that_differ(engine: Engine, tmp_path: Path) -> None:
    with transaction(engine) as session:
        session.get_one(Contact, 1).title = "Head of Buying"
        session.get_one(Task, 1).done_at = datetime(2026, 3, 1, 9, tzinfo=UTC)
    found = exported(engine, tmp_path)
    (contact,), (task,) = found["contacts"], found["tasks"]
    assert (contact["external_id"], contact["title"], contact["changed"]) == ("C1", "Head of Buying", "title")
    assert contact["phone"] == "'+33 1 23"
    assert (task["external_id"], task["done_on"], task["changed"]) == ("T1", "2026-03-01T09:00:00+00:00", "done_at")


def test_an_edit_that_was_taken_back_does_not_go_out(engine: Engine, tmp_path: Path) -> None:
    for title in ("CEO", "Buyer"):
        with transaction(engine) as session:
            session.get_one(Contact, 1).title = title
    assert exported(engine, tmp_path)["contacts"] == []


def test_private_notes_and_what_hangs_on_them_stay_here(engine: Engine, tmp_path: Path) -> None:
    with transaction(engine) as session:
        note = Activity(account_id=1, author_id=1, body="mine", happened_on=date(2026, 3, 2), visibility="private")
        session.add(note)
        session.flush()
        session.add(Task(account_id=1, owner_id=1, activity_id=note.id, title="mine too"))
    found = exported(engine, tmp_path)
    assert (found["activities"], found["tasks"]) == ([], [])


def test_only_what_changed_since_that_day_goes_out(engine: Engine, tmp_path: Path) -> None:
    with transaction(engine) as session:
        session.add(Activity(account_id=1, author_id=1, body="today", happened_on=date(2026, 3, 2)))
        before = now() - timedelta(days=3)
        session.add(Activity(account_id=1, author_id=1, body="old", happened_on=date(2026, 3, 1), changed_at=before))
    assert [row["body"] for row in exported(engine, tmp_path)["activities"]] == ["today"]
    assert len(exported(engine, tmp_path, now().date() - timedelta(days=4))["activities"]) == 2


@pytest.mark.parametrize("cell", ["=1+1", "+33", "-5", "@x", "\tx", "\r=x", "  =x"])
def test_no_cell_starts_a_formula(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "plain", "a=b", "'quoted", "5"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert guarded(cell) == cell
