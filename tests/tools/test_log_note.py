"""A note in one's own words: proposed whole, saved by the click, taken back whole."""

from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from database.models import Account, Activity, Attendee, Base, Contact, Task
from tests.tools.book import ANN, NED, SUE, TODAY, Book, Shown
from tools.kit import proposals, toolbox
from tools.kit.cards import Proposal
from tools.kit.desk import Desk
from tools.kit.proposals import ProposalError
from tools.kit.tool import Change, Saving, Written
from tools.log_note import TOOL

BODY = "Ida wants the invoice split over two cost centres, will confirm next week"


def with_contacts(book: Book) -> Book:
    """An account with two contacts."""
    account = book.account("Harbour Mills", ANN)
    contacts = [Contact(account_id=account, name="Ida Stone"), Contact(account_id=account, name="Omar Reed")]
    book.write(lambda session: session.add_all(contacts))
    return book


@pytest.fixture
def noted(book: Book) -> Book:
    """The account, on SQLite."""
    return with_contacts(book)


@pytest.fixture
def any_noted(any_book: Book) -> Book:
    """The account, on each engine."""
    return with_contacts(any_book)


def change() -> Change:
    assert TOOL.change is not None
    return TOOL.change


def propose(book: Book, person: int = ANN, **arguments: object) -> tuple[Desk, Proposal]:
    desk = book.desk(person)
    outcome = toolbox.run(desk, "log_note", {"account": "Harbour Mills", "note_body": BODY, **arguments})
    card = outcome.cards[0]
    assert isinstance(card, Proposal)
    return desk, card


def save(book: Book, desk: Desk) -> Written:
    written: list[Written] = []
    saving = Saving(desk.asker, proposals.content_of(desk.tray[-1]), TODAY)
    book.write(lambda session: written.append(change().save(session, saving)))
    return written[0]


def undo(book: Book, desk: Desk, rows: Sequence[tuple[str, int, int]]) -> None:
    saving = Saving(desk.asker, proposals.content_of(desk.tray[-1]), TODAY)

    def take_back(session: Session) -> None:
        change().undo(session, saving, rows)

    book.write(take_back)


def count(book: Book, table: type[Base]) -> int:
    with Session(book.engine) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def shown(card: Proposal) -> dict[str, str | None]:
    return {field.name: field.raw for field in card.fields}


def test_the_card_has_every_field_and_nothing_is_written(noted: Book) -> None:
    _, card = propose(noted)
    text = Shown([card]).text
    assert text.splitlines() == [
        "Note on Harbour Mills",
        "  Account: Harbour Mills",
        "  Type: note",
        "  Date: 18 March 2026",
        "  People: Ida Stone",
        f"  Text: {BODY}",
        "  Follow-ups: will confirm next week (by 27 March 2026)",
        "  Visible to: your team",
        "  Everybody who sees Harbour Mills will be able to read it.",
    ]
    assert count(noted, Activity) == 0


def test_a_private_note_says_who_will_read_it(noted: Book) -> None:
    _, card = propose(noted, visibility="private")
    assert "Only you will be able to read it." in Shown([card]).text


def test_saving_writes_the_words_exactly_with_people_and_follow_ups(any_noted: Book) -> None:
    body = "• Omar: “fine”, says 5 < 6 & *more*\n• they send the plan by Friday"
    desk, _ = propose(
        any_noted, note_body=body, activity_type="meeting", note_date="2026-03-11", attendees=["Omar", "Zoe from Legal"]
    )
    written = save(any_noted, desk)
    with Session(any_noted.engine) as session:
        activity = session.scalars(select(Activity)).one()
        people = [(each.name, each.contact_id is not None) for each in activity.attendees]
        task = session.scalars(select(Task)).one()
    assert (activity.body, activity.kind, activity.happened_on) == (body, "meeting", date(2026, 3, 11))
    assert (activity.author_id, activity.visibility, activity.source) == (ANN, "team", "steward")
    assert people == [("Omar Reed", True), ("Zoe from Legal", False)]
    assert (task.title, task.due_on, task.owner_id) == ("they send the plan by Friday", date(2026, 3, 20), ANN)
    assert written.rows == (("activities", activity.id, 1), ("tasks", task.id, 1))


def test_undo_takes_all_of_it_back(any_noted: Book) -> None:
    desk, _ = propose(any_noted)
    written = save(any_noted, desk)
    undo(any_noted, desk, written.rows)
    assert (count(any_noted, Activity), count(any_noted, Attendee), count(any_noted, Task)) == (0, 0, 0)


def test_undo_leaves_alone_what_somebody_changed_since(noted: Book) -> None:
    desk, _ = propose(noted)
    written = save(noted, desk)

    def touch(session: Session) -> None:
        session.scalars(select(Task)).one().title = "changed"

    noted.write(touch)
    with pytest.raises(ProposalError, match="changed since"):
        undo(noted, desk, written.rows)
    assert (count(noted, Activity), count(noted, Task)) == (1, 1)


def test_undo_leaves_alone_a_note_with_a_later_follow_up(noted: Book) -> None:
    desk, _ = propose(noted, note_body="all fine")
    written = save(noted, desk)
    activity = written.rows[0][1]
    noted.write(lambda session: session.add(Task(title="later", owner_id=NED, activity_id=activity)))
    with pytest.raises(ProposalError, match="added a follow-up"):
        undo(noted, desk, written.rows)
    assert count(noted, Activity) == 1


def test_a_private_note_and_its_follow_ups_are_its_authors_alone(any_noted: Book) -> None:
    desk, _ = propose(any_noted, visibility="private")
    save(any_noted, desk)
    for person, seen in ((ANN, 1), (NED, 0)):
        with any_noted.desk(person).read() as session:
            assert len(session.scalars(select(Activity)).all()) == seen
            assert len(session.scalars(select(Task)).all()) == seen


def test_editing_makes_the_proposal_anew(noted: Book) -> None:
    desk, _ = propose(noted)
    form = {
        "type": "call",
        "date": "2026-03-16",
        "people": "Omar, Ida Stone",
        "body": "Changed  my mind",
        "follow_ups": "2026-04-01 call Omar\n\n2026-04-02 write it up",
        "visibility": "private",
    }
    edited = change().edit
    assert edited is not None
    (card,) = edited(desk, proposals.content_of(desk.tray[0]), form)
    assert isinstance(card, Proposal)
    assert shown(card) == {
        "account": None,
        "type": "call",
        "date": "2026-03-16",
        "people": "Omar Reed, Ida Stone",
        "body": "Changed  my mind",
        "follow_ups": "2026-04-01 call Omar\n2026-04-02 write it up",
        "visibility": "private",
    }
    save(noted, desk)
    assert count(noted, Task) == 2


@pytest.mark.parametrize("form", [{"date": "next week"}, {"follow_ups": "soon call Omar"}, {"body": "  "}])
def test_a_form_that_can_not_be_read_changes_nothing(noted: Book, form: dict[str, str]) -> None:
    desk, _ = propose(noted)
    edited = change().edit
    assert edited is not None
    (card,) = edited(desk, proposals.content_of(desk.tray[0]), form)
    assert card.card == "notice"
    assert len(desk.tray) == 1


def test_a_form_never_moves_the_note_to_another_account(noted: Book) -> None:
    other = noted.account("Elsewhere", ANN)
    desk, card = propose(noted)
    assert next(field for field in card.fields if field.name == "account").edit == "none"
    edited = change().edit
    assert edited is not None
    edited(desk, proposals.content_of(desk.tray[0]), {"account": "Elsewhere", "account_id": str(other)})
    assert proposals.content_of(desk.tray[-1])["account"] == "Harbour Mills"


def test_the_words_and_the_account_are_needed(noted: Book) -> None:
    for arguments, wrong in (
        ({"note_body": "x"}, "account"),
        ({"account": "Harbour Mills", "note_body": " "}, "note_body"),
    ):
        with pytest.raises(toolbox.BadArgumentsError) as error:
            toolbox.run(noted.desk(), "log_note", arguments)
        assert wrong in (*error.value.missing, *error.value.wrong)


def test_a_hidden_account_is_no_account(noted: Book) -> None:
    desk = noted.desk(SUE)
    outcome = toolbox.run(desk, "log_note", {"account": "Harbour Mills", "note_body": BODY})
    assert Shown(outcome.cards).text == "No account that you can see is called “Harbour Mills”."
    assert desk.tray == []


def test_a_day_ahead_and_the_same_words_twice_are_pointed_out(noted: Book) -> None:
    desk, _ = propose(noted, note_body="all fine")
    save(noted, desk)
    outcome = toolbox.run(
        noted.desk(), "log_note", {"account": "Harbour Mills", "note_body": "all fine", "note_date": "2026-03-20"}
    )
    text = Shown(outcome.cards).text
    assert "20 March 2026 is still ahead." in text
    assert "You have already saved these very words, dated 18 March 2026." in text


def test_an_account_that_is_gone_is_not_written_to(noted: Book) -> None:
    desk, _ = propose(noted)

    def remove(session: Session) -> None:
        session.query(Contact).delete()
        session.query(Account).delete()

    noted.write(remove)
    with pytest.raises(ProposalError, match="not there any more"):
        save(noted, desk)
