"""Whom first, why, and the next click."""

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from database.models import Account, Activity, Task, Ticket, UsageMonth
from tests.tools.book import ANN, DORA, MAX, NED, NOW, SUE, Book
from tools.kit import toolbox
from tools.kit.cards import Proposal


def fill(book: Book) -> None:
    """Ann's accounts, each with something of its own; one of Ned's; one well and quiet of nothing."""
    notice = book.account("Notice Near", ANN, health="green", signed_on=date(2020, 1, 1))
    book.contract(notice, date(2026, 5, 20), (40_000, "EUR"), notice_days=60, auto_renew=True)  # until 21 March
    ending = book.account("Ending Soon", ANN, health="red")
    book.contract(ending, date(2026, 4, 20), (90_000, "EUR"))
    quiet = book.account("Quiet One", ANN, health="green")
    late = book.account("Late Case", ANN, health="green")
    promised = book.account("Promised Much", ANN, health="green")
    falling = book.account("Falling Use", ANN, health="green")
    book.account("All Well", ANN, health="green")
    locked = book.account("Locked In", ANN, health="green")
    book.contract(locked, date(2026, 4, 1), (70_000, "EUR"), notice_days=60, auto_renew=True)
    other = book.account("Neds Own", NED, health="red")

    def more(session: Session) -> None:
        session.add_all(
            [
                Activity(account_id=notice, author_id=ANN, body="fine", happened_on=date(2026, 3, 10)),
                Activity(account_id=quiet, author_id=ANN, body="long ago", happened_on=date(2026, 1, 1)),
                Ticket(account_id=late, opened_at=NOW, escalated=True),
                Ticket(account_id=late, opened_at=NOW, due_at=datetime(2026, 3, 18, 8, tzinfo=UTC)),
                Ticket(account_id=late, opened_at=NOW, due_at=datetime(2026, 3, 18, 10, tzinfo=UTC)),
                Task(account_id=promised, owner_id=ANN, title="send the quote", due_on=date(2026, 3, 16)),
                Task(account_id=promised, owner_id=ANN, title="call Ida", due_on=date(2026, 3, 18)),
                Task(account_id=other, owner_id=NED, title="Neds task", due_on=date(2026, 3, 1)),
                *(
                    UsageMonth(account_id=falling, month=date(2026, month, 1), active_users=users)
                    for month, users in ((1, 100), (2, 55))
                ),
            ]
        )

    book.write(more)


@pytest.fixture
def filled(book: Book) -> Book:
    fill(book)
    return book


def test_the_most_urgent_first_with_the_reasons(any_book: Book) -> None:
    fill(any_book)
    shown = any_book.ask("my_day", top_n=6)
    # 35 red + 30 renewal in 33 days = 65; 50 notice in 3 days; 30 use fell by 45 %; 25 support; 20 overdue; 20 quiet.
    assert list(zip(shown.column(0), shown.column(1), strict=True)) == [
        ("Ending Soon", "health red · renewal in 33 days (20 Apr)"),
        ("Notice Near", "notice possible for 3 more days (21 Mar)"),
        ("Falling Use", "usage down 45%"),
        ("Late Case", "2 support cases late"),
        ("Promised Much", "1 follow-up overdue since 16 Mar"),
        ("Quiet One", "no touch for 76 days"),
    ]
    assert shown.column(2)[:2] == ["€90,000", "€40,000"]
    assert "All Well" not in shown.text
    assert "Locked In" not in shown.text


def test_a_touch_that_was_never_recorded_is_no_number_of_days(book: Book) -> None:
    book.account("Never Met", ANN, health="green", signed_on=date(2024, 6, 28))
    # Where nobody has a touch on record, none was brought in, and that says nothing of this one.
    assert book.ask("my_day").headline == "No account needs you first today"
    met = book.account("Met", ANN)
    book.write(lambda session: session.add(Activity(account_id=met, body="hello", happened_on=date(2026, 3, 17))))
    shown = book.ask("my_day")
    assert shown.column(0) == ["Never Met"]
    assert shown.column(1) == ["no touch on record"]


def test_five_names_unless_another_number_is_said(filled: Book) -> None:
    shown = filled.ask("my_day")
    assert len(shown.column(0)) == 5
    assert shown.headline == "5 of the 6 accounts that need attention, the most urgent first"


def test_each_name_has_its_next_click(filled: Book) -> None:
    buttons = filled.ask("my_day", top_n=6).buttons
    calls = {label.split(":")[0]: (button.tool, json.loads(button.arguments)) for label, button in buttons.items()}
    assert calls["Notice Near"] == ("draft_email", {"account": "Notice Near", "purpose": "renewal_notice"})
    assert calls["Quiet One"] == ("draft_email", {"account": "Quiet One", "purpose": "check_in"})
    assert calls["Ending Soon"] == ("look_up_account", {"account": "Ending Soon"})


def test_what_is_due_today_and_what_is_overdue(filled: Book) -> None:
    shown = filled.ask("my_day")
    assert "2 follow-ups due, 1 overdue" in shown.text
    assert shown.column(0, table=1) == ["send the quote", "call Ida"]


def test_a_lead_without_accounts_gets_the_teams_day(filled: Book) -> None:
    shown = filled.ask("my_day", MAX)
    assert "your team's accounts" in shown.text
    assert {"Ann Lake", "Ned Moor"} >= set(shown.column(3))
    assert "Neds task" in shown.text


def test_a_directors_team_is_the_company_accounts_of_nobody_included(book: Book) -> None:
    def orphan(session: Session) -> None:
        session.add(Account(name="Nobodys Own", health="red"))

    book.write(orphan)
    assert book.ask("my_day", DORA).column(0) == ["Nobodys Own"]
    assert book.ask("list_accounts", DORA, owner="team").column(0) == ["Nobodys Own"]


def test_a_day_with_nothing_says_so(book: Book) -> None:
    book.account("All Well", SUE, health="green")
    shown = book.ask("my_day", SUE)
    assert shown.headline == "No account needs you first today"
    assert "No follow-up is due today." in shown.text


def test_what_is_not_saved_yet_is_listed_and_shown_again(filled: Book) -> None:
    desk = filled.desk()
    for body in ("they want a second site", "call again in June"):
        toolbox.run(desk, "log_note", {"account": "All Well", "note_body": body})
    filled.write(lambda session: session.add_all(desk.tray))
    shown = filled.ask("my_day")
    assert "2 not saved yet" in shown.text
    assert "they want a second site" in shown.text
    again = filled.ask("my_day", **json.loads(shown.buttons["Show them"].arguments))
    assert all(isinstance(card, Proposal) for card in again.cards)
    assert len(again.cards) == 2
    assert "not saved yet" not in filled.ask("my_day", NED).text
