"""The book, filtered, summed, grouped and put in order."""

import csv
import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest

from tests.tools.book import ANN, DORA, NED, SUE, Book

END = date(2026, 12, 31)


def fill(book: Book) -> None:
    """Four accounts of the North, one of them churned, and one of the South."""
    book.rate("USD", "0.90", date(2026, 3, 1))
    apple = book.account(
        "Apple Press", ANN, health="green", region="EMEA", segment="SMB", industry="Media", country="France"
    )
    book.contract(apple, END, (10_000, "EUR"), (5_000, "EUR"))
    brick = book.account("Brick & Sons", ANN, health="red", region="EMEA", segment="Enterprise", industry="Retail")
    ended = {"arr": Decimal(7_000), "currency": "EUR", "end_on": date(2026, 3, 17)}
    last_day = {"arr": Decimal(1_000), "currency": "EUR", "end_on": date(2026, 3, 18)}
    trial = {"arr": Decimal(9_000), "currency": "EUR", "is_trial": True}
    book.contract(brick, END, lines=[ended, last_day, trial])
    copper = book.account("Copper Bay", NED, health="amber", region="APAC", segment="SMB", status="onboarding")
    book.contract(copper, date(2026, 6, 30), (20_000, "USD"))
    book.account("Dune Travel", NED, health="red", region="APAC", status="churned")
    book.contract(book.account("Echo Labs", SUE, health="amber"), END, (50_000, "EUR"))


@pytest.fixture
def filled(book: Book) -> Book:
    fill(book)
    return book


def test_the_headline_counts_and_adds_up_what_is_in_force(any_book: Book) -> None:
    fill(any_book)
    shown = any_book.ask("list_accounts")
    # 15,000 + 1,000 (a line counts on its last day; the trial and the ended one don't) + 20,000 × 0.90 = 34,000.
    assert shown.headline == ("4 accounts: 2 active, 1 onboarding, 1 churned · €34K ARR · 2 at risk · 2 yours · 2 team")
    assert shown.column(0) == ["Apple Press", "Brick & Sons", "Copper Bay", "Dune Travel"]
    assert shown.column(1) == ["€15,000", "€1,000", "US$20,000", "–"]
    assert shown.column(3) == ["31 December 2026", "31 December 2026", "30 June 2026", "–"]
    assert any_book.ask("list_accounts", DORA).headline.startswith(
        "5 accounts: 3 active, 1 onboarding, 1 churned · €84K"
    )


def test_a_renewal_that_is_overdue_still_counts_wherever_arr_is_shown(any_book: Book) -> None:
    late = any_book.account("Late Ltd", ANN, health="green")
    any_book.contract(late, date(2026, 1, 24), (210_000, "EUR"))
    lost = any_book.account("Lost Ltd", ANN)
    any_book.contract(lost, date(2026, 1, 24), (7_000, "EUR"), outcome="lost")
    followed = any_book.account("Followed Ltd", ANN)
    any_book.contract(followed, date(2026, 1, 24), (3_000, "EUR"))
    any_book.contract(followed, date(2027, 1, 24), (4_000, "EUR"))
    gone = any_book.account("Gone Ltd", ANN, status="churned")
    any_book.contract(gone, date(2026, 1, 24), (9_000, "EUR"))
    shown = any_book.ask("list_accounts")
    assert "€214K ARR" in shown.headline
    assert dict(zip(shown.column(0), zip(shown.column(1), shown.column(3), strict=True), strict=True)) == {
        "Late Ltd": ("€210,000", "overdue since 24 January 2026"),
        "Lost Ltd": ("–", "–"),
        "Followed Ltd": ("€4,000", "24 January 2027"),
        "Gone Ltd": ("–", "–"),
    }
    day = any_book.ask("my_day")
    assert (day.column(0), day.column(2)) == (["Late Ltd"], ["€210,000"])
    assert "renewal overdue by 53 days" in day.column(1)[0]
    assert "€210,000" in any_book.ask("look_up_account", account="Late Ltd").text


def test_each_filter(filled: Book) -> None:
    cases: dict[str, dict[str, object]] = {
        "Apple Press": {"segment": "smb", "region": "EMEA"},
        "Brick & Sons": {"industry": "retail"},
        "Copper Bay": {"amount_min": 18_000},
        "Dune Travel": {"status": "churned"},
    }
    for name, arguments in cases.items():
        assert filled.ask("list_accounts", **arguments).column(0) == [name]
    assert filled.ask("list_accounts", health=["red"]).column(0) == ["Brick & Sons", "Dune Travel"]
    assert filled.ask("list_accounts", owner="me").column(0) == ["Apple Press", "Brick & Sons"]
    assert filled.ask("list_accounts", currency="USD").column(0) == ["Copper Bay"]


def test_a_country_is_found_where_a_region_was_said(filled: Book) -> None:
    assert filled.ask("list_accounts", region="france").column(0) == ["Apple Press"]


def test_orders(filled: Book) -> None:
    assert filled.ask("list_accounts", sort="arr_desc").column(0)[:3] == ["Copper Bay", "Apple Press", "Brick & Sons"]
    assert filled.ask("list_accounts", sort="arr_asc").column(0)[:3] == ["Brick & Sons", "Apple Press", "Copper Bay"]
    assert filled.ask("list_accounts", sort="renewal_date").column(0)[0] == "Copper Bay"
    assert filled.ask("list_accounts", top_n=1).column(0) == ["Copper Bay"]


def test_the_askers_own_rows_come_first(filled: Book) -> None:
    assert filled.ask("list_accounts", NED).column(0) == ["Copper Bay", "Dune Travel", "Apple Press", "Brick & Sons"]


def test_groups(any_book: Book) -> None:
    fill(any_book)
    by_owner = any_book.ask("list_accounts", DORA, group_by="owner")
    assert by_owner.column(0) == ["Ann Lake", "Ned Moor", "Sue Hill"]
    assert by_owner.column(2) == ["€16,000", "€18,000", "€50,000"]
    counts = any_book.ask("list_accounts", DORA, group_by="segment", count_only=True)
    assert list(zip(counts.column(0), counts.column(1), strict=True)) == [
        ("SMB", "2"),
        ("Enterprise", "1"),
        ("none on record", "2"),
    ]
    months = any_book.ask("list_accounts", DORA, group_by="month")
    assert months.column(0) == ["June 2026", "December 2026", "none on record"]


def test_count_only_shows_no_rows(filled: Book) -> None:
    shown = filled.ask("list_accounts", owner="me", health="red", count_only=True)
    assert shown.tables == []
    assert shown.headline.startswith("1 account: 1 active")


def test_nothing_is_said_with_what_there_is_without_one_filter(filled: Book) -> None:
    shown = filled.ask("list_accounts", health=["red"], amount_min=1_000_000)
    assert shown.headline == "No account fits; without the amount limit: 2"


def test_pages_and_a_file(book: Book) -> None:
    for place in range(23):
        book.contract(book.account(f"Name {place:02}"), END, (place, "EUR"))
    shown = book.ask("list_accounts")
    more = shown.tables[0].more
    assert more is not None
    assert book.ask("list_accounts", **json.loads(more.arguments)).column(0) == ["Name 20", "Name 21", "Name 22"]
    rows = list(csv.DictReader(StringIO(shown.files[0].content.decode("utf-8-sig"))))
    assert [row["arr"] for row in rows] == [str(place) for place in range(23)]
    assert rows[0]["renews"] == "2026-12-31"


def test_a_later_page_says_which_rows_it_holds_and_no_more(book: Book) -> None:
    for number in range(45):
        book.account(f"Company {number:02}", ANN)
    first, last = (book.ask("list_accounts", page=page).text for page in (1, 3))
    assert "20 of 45 shown" in first
    assert "Rows 41 to 45 of 45" in last
    assert "shown" not in last
