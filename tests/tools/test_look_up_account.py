"""One account's card, each fact with its source."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from database.models import Activity, Contact, Task, Ticket, UsageMonth
from tests.tools.book import ANN, NED, SUE, Book, Shown
from tools.kit.cards import Fact, Facts


def fill(book: Book) -> int:
    """An account of which everything is on record."""
    account = book.account(
        "Harbour Mills",
        ANN,
        health="amber",
        health_on=date(2026, 3, 2),
        health_reason="sponsor is leaving",
        plan="Professional",
        stage="Adoption",
        signed_on=date(2023, 5, 1),
        source="accounts.csv",
    )
    book.contract(account, date(2025, 12, 31), (80_000, "EUR"), number="C-1", outcome="renewed")
    line = {"product": "Planner", "seats": 120, "arr": Decimal(90_000), "currency": "EUR"}
    book.contract(account, date(2026, 12, 31), lines=[line], notice_days=90, auto_renew=True, number="C-2")

    def more(session: Session) -> None:
        session.add_all(
            [
                Contact(account_id=account, name="Ida Stone", title="COO", role="decision maker"),
                Contact(account_id=account, name="Omar Reed", title="Planner", role="champion", is_main=True),
                Contact(account_id=account, name="Vera Gone", left_on=date(2026, 1, 31)),
                Activity(
                    account_id=account,
                    author_id=NED,
                    kind="call",
                    body="They like the new board",
                    happened_on=date(2026, 3, 4),
                ),
                Activity(
                    account_id=account,
                    author_id=NED,
                    body="between us: Ida will go",
                    happened_on=date(2026, 3, 10),
                    visibility="private",
                ),
                Activity(account_id=account, author_id=ANN, body="plan for June", happened_on=date(2026, 6, 1)),
                Task(account_id=account, owner_id=ANN, title="send the case study", due_on=date(2026, 3, 1)),
                Task(account_id=account, owner_id=ANN, title="prepare June", due_on=date(2026, 6, 1)),
                Task(account_id=account, owner_id=ANN, title="done already", done_at=datetime(2026, 3, 1, tzinfo=UTC)),
                Ticket(
                    account_id=account,
                    number="T-9",
                    subject="Export is empty",
                    opened_at=datetime(2026, 3, 1, tzinfo=UTC),
                    due_at=datetime(2026, 3, 5, tzinfo=UTC),
                ),
                *(
                    UsageMonth(
                        account_id=account, month=date(2025 + (month < 4), month, 1), active_users=users, seats=120
                    )
                    for month, users in ((11, 100), (12, 100), (1, 100), (2, 90), (3, 3))
                ),
            ]
        )

    book.write(more)
    return account


@pytest.fixture
def filled(book: Book) -> Book:
    fill(book)
    return book


def facts(shown: Shown) -> dict[str, Fact]:
    return {fact.label.key: fact for card in shown.cards if isinstance(card, Facts) for fact in card.facts}


def test_the_whole_card(any_book: Book) -> None:
    fill(any_book)
    shown = any_book.ask("look_up_account", account="Harbour Mills")
    text = shown.text
    assert shown.headline == "Harbour Mills · €90,000 ARR · 🟡 amber · ends 31 December 2026, open, renews by itself"
    for line in (
        "Status: active · Adoption",
        "Owner: Ann Lake",
        "ARR: €90,000",
        "Plan: Professional",
        "Contract: 1 January to 31 December 2026 · Planner, 120 seats",
        "Renewal: 31 December 2026 · open, renews by itself · notice is possible until 2 October 2026",
        "Health: 🟡 amber · sponsor is leaving  (accounts.csv, 2 March 2026)",
        # (100 + 100 + 100) / 3 = 100; February's 90 is 10 % less, and 75 % of 120 seats. March still runs.
        "Usage: 90 active users in February 2026 · down 10% against the mean of the 3 months before · 75% of 120 seats",
        "Support: 1 open case, 1 late",
        "People: Omar Reed, Planner, champion · 1 more · 1 has left",
        "Last touch: 4 March 2026 · call · 14 days ago · They like the new board",
        "Open items: 2 follow-ups (1 overdue), 1 open case",
    ):
        assert line in text


def test_every_fact_that_is_known_says_where_it_is_from(filled: Book) -> None:
    known = facts(filled.ask("look_up_account", account="Harbour Mills"))
    without = {label for label, fact in known.items() if fact.value is not None and fact.source is None}
    assert without == {"Open items"}  # a count: the rows below it have theirs
    assert all(fact.source.row for fact in known.values() if fact.source)


def test_only_what_was_asked_for_with_a_way_to_the_rest(filled: Book) -> None:
    shown = filled.ask("look_up_account", account="Harbour Mills", fields=["owner", "plan"])
    assert list(facts(shown)) == ["Owner", "Plan"]
    assert shown.tables == []
    (card,) = (card for card in shown.cards if isinstance(card, Facts))
    assert [button.label.key for button in card.buttons] == ["The whole card"]


def test_a_colleagues_private_note_is_no_last_touch_but_ones_own_is(filled: Book) -> None:
    assert "Last touch: 4 March 2026" in filled.ask("look_up_account", ANN, account="Harbour Mills").text
    assert "Last touch: 10 March 2026" in filled.ask("look_up_account", NED, account="Harbour Mills").text


def test_what_is_not_known_is_said(book: Book) -> None:
    book.account("Bare Minimum")
    shown = book.ask("look_up_account", account="Bare Minimum")
    assert shown.headline == "Bare Minimum · ⚪ unknown"
    for label in ("ARR", "Plan", "Contract", "Renewal", "Usage", "People", "Last touch"):
        assert f"{label}: not in the record" in shown.text


def test_nobody_sees_an_account_of_another_team(filled: Book) -> None:
    text = filled.ask("look_up_account", SUE, account="Harbour Mills").text
    assert text == "No account that you can see is called “Harbour Mills”."
