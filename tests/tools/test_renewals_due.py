"""What renews in a period: every figure added up by hand."""

import csv
import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from pydantic import ValidationError

from database.engine import transaction
from database.models import Contract
from tests.tools.book import ANN, DORA, MAX, NED, SUE, Book
from tools.renewals_due import Arguments

MARCH = {"start": "2026-03-01", "end": "2026-03-31"}
APRIL = {"start": "2026-04-01", "end": "2026-04-30"}


def fill_march(book: Book) -> None:
    """Five contracts of the North end in March and two more have their notice date then; one of the South's ends."""
    book.rate("USD", "0.80", date(2026, 1, 1))
    book.rate("USD", "0.90", date(2026, 3, 1))
    book.rate("USD", "0.50", date(2026, 4, 1))  # not yet known on the day
    alder = book.account("Alder", ANN, health="green")
    book.contract(alder, date(2026, 3, 10), (100_000, "EUR"), outcome="renewed", outcome_on=date(2026, 3, 2))
    birch = book.account("Birch", ANN, health="amber", segment="SMB", region="EMEA")
    gone = {"arr": Decimal(5_000), "currency": "EUR", "end_on": date(2025, 12, 31)}
    book.contract(birch, date(2026, 3, 31), (40_000, "EUR"), (10_000, "EUR"), lines=[gone])
    cedar = book.account("Cedar", NED, health="green")
    book.contract(cedar, date(2026, 3, 31), (70_000, "EUR"), notice_days=60, auto_renew=True)
    dogwood = book.account("Dogwood", NED, health="red")
    book.contract(dogwood, date(2026, 3, 20), (30_000, "EUR"), outcome="lost", outcome_on=date(2026, 3, 2))
    elm = book.account("Elm", NED, health="red", segment="Enterprise", region="EMEA")
    book.contract(elm, date(2026, 3, 25), (20_000, "USD"))
    fir = book.account("Fir", SUE, health="red")
    book.contract(fir, date(2026, 3, 31), (99_000, "EUR"))
    ginkgo = book.account("Ginkgo", ANN, health="green")
    book.contract(ginkgo, date(2026, 5, 15), (12_000, "EUR"), notice_days=50, auto_renew=True)
    hazel = book.account("Hazel", NED, health="green")
    book.contract(hazel, date(2026, 6, 30), (8_000, "EUR"), notice_days=120, auto_renew=True)
    trial = book.account("Ivy", ANN)
    book.contract(trial, date(2026, 3, 12), lines=[{"arr": Decimal(1), "currency": "EUR", "is_trial": True}])


@pytest.fixture
def march(book: Book) -> Book:
    fill_march(book)
    return book


def test_the_headline_splits_what_ends_and_adds_up_what_is_at_stake(any_book: Book) -> None:
    fill_march(any_book)
    shown = any_book.ask("renewals_due", period=MARCH)
    # At stake: Birch 40,000 + 10,000 (its third line has ended) and Elm 20,000 × 0.90 = 18,000; 68,000 together.
    assert shown.headline == (
        "5 contracts end in March 2026: 1 renewed, 2 open, 1 lost, 1 locked in · €68K at stake · 2 at risk"
        " · 2 yours · 3 team"
    )
    assert "1 to 31 March 2026, all accounts you can see" in shown.text
    assert "Totals in EUR: 1 USD = 0.9 (1 March 2026)." in shown.text
    assert shown.column(0) == ["Alder", "Birch", "Dogwood", "Elm", "Cedar"]
    assert shown.column(2) == ["€100,000", "€50,000", "€30,000", "US$20,000", "€70,000"]
    assert shown.column(3) == ["renewed 2 Mar", "open", "lost 2 Mar", "open", "locked in since 30 Jan"]


def test_notice_dates_in_the_period_stand_in_a_block_of_their_own(any_book: Book) -> None:
    fill_march(any_book)
    shown = any_book.ask("renewals_due", period=MARCH)
    assert "Notice date in this period: 2 (ending 15 May to 30 June 2026), 1 still ahead" in shown.text
    # Ginkgo: 15 May − 50 days = 26 March. Hazel: 30 June − 120 days = 2 March, which is past.
    assert shown.column(0, table=1) == ["Ginkgo", "Hazel"]
    assert shown.column(3, table=1) == ["open, renews by itself", "locked in since 2 Mar"]


def fill_late(book: Book) -> None:
    """On 18 March: two renewals are overdue from before, and six contracts that have ended are not."""
    late, later = book.account("Alder", ANN, health="red"), book.account("Birch", NED, status="onboarding")
    book.contract(late, date(2026, 1, 31), (10_000, "EUR"))
    book.contract(later, date(2026, 2, 28), (5_000, "EUR"), lines=[{"currency": "EUR", "is_trial": True}])
    this_month = book.account("Cedar", ANN)
    book.contract(this_month, date(2026, 3, 5), (7_000, "EUR"))
    followed = book.account("Dogwood", ANN)
    book.contract(followed, date(2026, 2, 28), (1_000, "EUR"))
    book.contract(followed, date(2027, 2, 28), (1_000, "EUR"))
    book.contract(book.account("Elm", ANN), date(2026, 2, 28), (1_000, "EUR"), auto_renew=True)
    book.contract(book.account("Fir", ANN), date(2026, 2, 28), (1_000, "EUR"), notice_given_on=date(2026, 1, 1))
    book.contract(book.account("Ginkgo", ANN, status="churned"), date(2026, 2, 28), (1_000, "EUR"))
    book.contract(book.account("Hazel", ANN), date(2026, 2, 28), (1_000, "EUR"), outcome="lost")
    book.contract(book.account("Ivy", ANN), date(2026, 2, 28), lines=[{"currency": "EUR", "is_trial": True}])


def test_what_is_overdue_from_before_stands_beside_a_running_period_and_no_other(any_book: Book) -> None:
    fill_late(any_book)
    shown = any_book.ask("renewals_due", period=MARCH)
    assert shown.column(0) == ["Cedar"]
    assert shown.column(3) == ["open, overdue"]
    assert "Overdue from before: 2 (ended 31 January to 28 February 2026) · €15K" in shown.text
    assert shown.column(0, table=1) == ["Alder", "Birch"]
    assert shown.column(3, table=1) == ["open, overdue", "open, overdue"]
    # Without a period it begins today, and Cedar's end is before it.
    assert any_book.ask("renewals_due").column(0, table=0) == ["Alder", "Birch", "Cedar"]
    assert "2 overdue from before" in any_book.ask("renewals_due", period=MARCH, count_only=True).headline
    assert "Overdue" not in any_book.ask("renewals_due", period=APRIL).text
    assert any_book.ask("renewals_due", period=MARCH, health=["red"]).column(0, table=0) == ["Alder"]


def test_very_many_overdue_renewals_are_counted_and_not_listed(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    fill_late(book)
    monkeypatch.setattr("tools.kit.due.MOST_LATE", 1)
    monkeypatch.setattr("tools.renewals_due.MOST_LATE", 1)
    shown = book.ask("renewals_due", period=MARCH)
    assert "2 contracts ended before and are open on record." in shown.text
    assert len(shown.tables) == 1


def test_a_contract_whose_place_another_took_is_renewed_one_that_runs_beside_it_changes_nothing(any_book: Book) -> None:
    followed, beside = any_book.account("Followed", ANN), any_book.account("Beside", ANN)
    for account, start in ((followed, date(2026, 2, 10)), (beside, date(2025, 9, 1))):
        any_book.contract(account, date(2026, 2, 28), (1_000, "EUR"))
        with transaction(any_book.engine) as session:
            session.add(Contract(account_id=account, start_on=start, end_on=date(2027, 2, 9)))
    shown = any_book.ask("renewals_due", period={"start": "2026-02-01", "end": "2026-02-28"})
    assert dict(zip(shown.column(0), shown.column(3), strict=True)) == {
        "Followed": "renewed",
        "Beside": "open, overdue",
    }


def test_a_far_period_names_the_nearest_month_however_far(any_book: Book) -> None:
    any_book.contract(any_book.account("Alder", ANN), date(2026, 5, 10), (1_000, "EUR"))
    assert any_book.ask("renewals_due", period={"start": "2031-02-01", "end": "2031-02-28"}).headline == (
        "No contract ends in February 2031; 1 in May 2026"
    )
    assert any_book.ask("renewals_due", period={"start": None, "end": "2015-02-28"}).headline.endswith("1 in May 2026")


def test_a_director_sees_all_a_team_its_own_and_nobody_anothers(any_book: Book) -> None:
    fill_march(any_book)
    assert "Fir" in any_book.ask("renewals_due", DORA, period=MARCH).text
    assert "Fir" not in any_book.ask("renewals_due", MAX, period=MARCH).text
    assert any_book.ask("renewals_due", SUE, period=MARCH).column(0) == ["Fir"]


def test_mine_and_team_are_one_click_away(march: Book) -> None:
    buttons = march.ask("renewals_due", period=MARCH).buttons
    assert set(buttons) == {"Mine", "Team"}
    mine = march.ask("renewals_due", **json.loads(buttons["Mine"].arguments))
    assert mine.column(0) == ["Alder", "Birch"]
    assert mine.headline.startswith("2 contracts end in March 2026: 1 renewed, 1 open · €50K at stake · 1 at risk")
    assert "yours" not in mine.headline
    team = march.ask("renewals_due", **json.loads(buttons["Team"].arguments))
    assert team.headline.startswith("5 contracts")


def test_a_colleagues_rows_by_name(march: Book) -> None:
    shown = march.ask("renewals_due", period=MARCH, owner="Ned")
    assert shown.column(0) == ["Dogwood", "Elm", "Cedar"]
    assert "Ned Moor's accounts" in shown.text
    assert march.ask("renewals_due", period=MARCH, owner="Zora").text == "I know no colleague called “Zora”."


def test_filters_narrow_and_are_named(march: Book) -> None:
    shown = march.ask("renewals_due", period=MARCH, health=["red", "amber"], region="emea")
    assert shown.column(0) == ["Birch", "Elm"]
    assert "EMEA, 🔴 red / 🟡 amber" in shown.text
    assert march.ask("renewals_due", period=MARCH, segment="SMB").column(0) == ["Birch"]


def test_a_value_that_no_account_has_is_said_with_those_there_are(march: Book) -> None:
    text = march.ask("renewals_due", period=MARCH, segment="Galactic").text
    assert text == "Segment: “Galactic” is not on any account that you can see. There is: Enterprise and SMB."


def test_largest_first_ranks_by_worth_at_the_dated_rate_which_the_headline_names(march: Book) -> None:
    shown = march.ask("renewals_due", period=MARCH, sort="arr_desc")
    # Elm's 20,000 dollars are worth 18,000 euros: the last.
    assert shown.column(0) == ["Alder", "Cedar", "Birch", "Dogwood", "Elm"]
    assert "amounts compared in EUR at the rates of 1 March 2026" in shown.text


def test_top_n_alone_means_the_largest(march: Book) -> None:
    shown = march.ask("renewals_due", period=MARCH, top_n=2)
    assert shown.column(0) == ["Alder", "Cedar"]
    assert "The 2 largest" in shown.text
    assert shown.headline.startswith("5 contracts end")


def test_limits_without_a_currency_compare_worth_and_with_one_the_rows_in_it(march: Book) -> None:
    assert march.ask("renewals_due", period=MARCH, amount_max=19_000).column(0) == ["Elm"]
    assert march.ask("renewals_due", period=MARCH, amount_min=50_000).column(0) == ["Alder", "Birch", "Cedar"]
    assert march.ask("renewals_due", period=MARCH, amount_min=20_000, currency="usd").column(0) == ["Elm"]
    assert march.ask("renewals_due", period=MARCH, currency="USD", amount_min=20_001).tables == []


def test_without_a_rate_there_is_one_total_and_one_ranking_a_currency(book: Book) -> None:
    for name, amount, currency in (
        ("Oak", 10, "EUR"),
        ("Pine", 900, "JPY"),
        ("Quince", 40, "EUR"),
        ("Rowan", 70, "JPY"),
    ):
        book.contract(book.account(name), date(2026, 3, 31), (amount, currency))
    shown = book.ask("renewals_due", period=MARCH, sort="arr_desc")
    assert "€50 + JP¥970 at stake" in shown.headline
    assert shown.column(0) == ["Quince", "Oak", "Pine", "Rowan"]
    assert "No rate to EUR for JPY: each amount is compared in its own currency." in shown.text
    unsorted = book.ask("renewals_due", period=MARCH)
    assert "No rate to EUR for JPY: one total a currency, €50 + JP¥970." in unsorted.text
    top = book.ask("renewals_due", period=MARCH, top_n=1)
    assert top.column(0) == ["Quince", "Pine"]
    assert "The 1 largest of each currency" in top.text


def test_groups_count_and_add_up(any_book: Book) -> None:
    fill_march(any_book)
    shown = any_book.ask("renewals_due", DORA, period=MARCH, group_by="owner")
    assert shown.column(0) == ["Ned Moor", "Ann Lake", "Sue Hill"]
    assert shown.column(1) == ["3", "2", "1"]
    assert shown.column(2) == ["1 open, 1 lost, 1 locked in", "1 renewed, 1 open", "1 open"]
    assert shown.column(3) == ["€18,000", "€50,000", "€99,000"]
    assert shown.column(4) == ["1", "1", "1"]


def test_months_stand_in_order(march: Book) -> None:
    period = {"start": "2026-03-01", "end": "2026-12-31"}
    shown = march.ask("renewals_due", period=period, group_by="month", count_only=True)
    assert shown.column(0) == ["March 2026", "May 2026", "June 2026"]
    assert shown.column(1) == ["5", "1", "1"]


def test_a_count_is_a_headline_alone_with_the_notice_dates(march: Book) -> None:
    shown = march.ask("renewals_due", period=MARCH, count_only=True)
    assert shown.tables == []
    assert shown.headline.endswith("2 more have their notice date then")


def test_nothing_is_said_plainly_with_the_nearest_month(march: Book) -> None:
    shown = march.ask("renewals_due", period=APRIL)
    assert shown.headline == "No contract ends in April 2026; 1 in May 2026"
    there = shown.buttons["Show May 2026"]
    assert march.ask("renewals_due", **json.loads(there.arguments)).column(0) == ["Ginkgo"]
    late = march.ask("renewals_due", period={"start": "2026-08-01", "end": "2026-08-31"})
    assert late.headline == "No contract ends in August 2026; 1 in June 2026"


def test_without_a_period_it_is_the_next_ninety_days_and_says_so(march: Book) -> None:
    shown = march.ask("renewals_due")
    assert "the next 90 days (18 March to 16 June 2026)" in shown.text
    assert shown.column(0) == ["Birch", "Ginkgo", "Dogwood", "Elm", "Cedar"]


def test_a_period_open_on_both_sides_is_no_period_and_one_on_one_side_is(march: Book) -> None:
    assert "the next 90 days" in march.ask("renewals_due", period={"start": None, "end": None}).text
    assert march.ask("renewals_due", period={"start": "2026-04-01", "end": None}).column(0) == ["Ginkgo", "Hazel"]
    assert march.ask("renewals_due", period={"start": None, "end": "2026-03-20"}).column(0) == ["Alder", "Dogwood"]


def test_when_one_account_renews(march: Book) -> None:
    assert march.ask("renewals_due", account="Birch").headline == "Birch is up for renewal on 31 March 2026 · €50,000"
    ginkgo = march.ask("renewals_due", account="Ginkgo")
    assert ginkgo.headline == "Ginkgo renews by itself on 15 May 2026 · €12,000"
    assert "notice is possible until 26 March 2026" in ginkgo.text
    assert "locked in since 30 Jan" in march.ask("renewals_due", account="Cedar").headline
    assert march.ask("renewals_due", account="Dogwood").headline.startswith("Dogwood was lost")


def test_a_hidden_account_and_one_that_does_not_exist_get_the_same_answer(march: Book) -> None:
    hidden, absent = (march.ask("renewals_due", account=name).text for name in ("Fir", "Zelkova"))
    assert hidden.replace("Fir", "Zelkova") == absent


def test_two_plausible_accounts_are_asked_about(book: Book) -> None:
    for name in ("Maple Homes", "Maple Health"):
        book.account(name)
    shown = book.ask("renewals_due", account="Maple")
    assert shown.text == "Which account do you mean by “Maple”?\n  1. Maple Health\n  2. Maple Homes"


def test_a_long_list_comes_in_pages_and_as_a_file(book: Book) -> None:
    for place in range(45):
        account = book.account(f"Customer {place:02}")
        book.contract(account, date(2026, 3, 31), (1_000 + place, "EUR"))
    shown = book.ask("renewals_due", period=MARCH)
    (table,) = shown.tables
    assert (len(table.rows), table.total) == (20, 45)
    assert table.more is not None
    last = book.ask("renewals_due", **{**json.loads(table.more.arguments), "page": 3})
    assert last.column(0) == [f"Customer {place:02}" for place in range(40, 45)]
    assert last.tables[0].more is None
    assert "Rows 41 to 45 of 45" in last.text
    (file,) = shown.files
    rows = list(csv.DictReader(StringIO(file.content.decode("utf-8-sig"))))
    assert len(rows) == 45
    assert rows[44]["arr"] == "1044"
    assert rows[44]["end"] == "2026-03-31"


def test_text_in_a_file_can_not_run_as_a_formula(book: Book) -> None:
    for place in range(21):
        book.contract(book.account(f"=HYPERLINK({place})"), date(2026, 3, 31), (1, "EUR"))
    (file,) = book.ask("renewals_due", period=MARCH).files
    assert b"\r\n'=HYPERLINK(0)" in file.content


def test_a_churned_customers_contract_is_lost_and_an_unknown_amount_is_said(book: Book) -> None:
    book.contract(book.account("Left", status="churned"), date(2026, 3, 31), (500, "EUR"))
    book.contract(book.account("Unpriced"), date(2026, 3, 31), lines=[{"currency": "EUR"}])
    shown = book.ask("renewals_due", period=MARCH)
    assert shown.headline.startswith("2 contracts end in March 2026: 1 open, 1 lost")
    assert "at stake" not in shown.text
    assert "1 contract has no ARR on record." in shown.text


def test_the_page_is_no_argument_that_a_model_sees() -> None:
    assert "page" not in Arguments.model_json_schema()["properties"]
    with pytest.raises(ValidationError):
        Arguments.model_validate({"asker": 1})
