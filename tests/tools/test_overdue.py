"""Overdue renewals: one rule in lists, on the account's card, in letters and in a QBR."""

from datetime import date

import pytest
from sqlalchemy import select

from database.engine import transaction
from database.models import Account, Contact, Contract
from tests.tools.book import ANN, TODAY, Book, Shown
from tools.kit.cards import Draft
from tools.kit.overdue import is_followed, overdue, overdue_of

ENDED = date(2026, 2, 28)


def fill(book: Book, *, auto_renew: bool | None = None) -> int:
    """An account whose contract ended on 28 February, with a contact to write to."""
    account = book.account("Alder", ANN)
    lines = [{"product": "Planner", "arr": 40_000, "currency": "EUR", "seats": 90}]
    book.contract(account, ENDED, lines=lines, number="C-7", auto_renew=auto_renew)
    with transaction(book.engine) as session:
        session.add(Contact(account_id=account, name="Ida Stone", language="en", is_main=True, salutation="ms"))
    return account


def drafted(shown: Shown) -> str:
    """The customer's text."""
    return next(card for card in shown.cards if isinstance(card, Draft)).body


def test_the_rule_over_rows_says_what_the_rule_in_the_database_says(any_book: Book) -> None:
    days = [None, date(2025, 3, 1), date(2025, 12, 1), date(2026, 1, 28), date(2026, 1, 29), date(2026, 3, 1)]
    for place, start in enumerate(days):
        for end in (None, date(2026, 2, 1), ENDED, date(2026, 12, 31)):
            account = any_book.account(f"{place} {end}", ANN)
            any_book.contract(account, ENDED, auto_renew=bool(place % 2))
            with transaction(any_book.engine) as session:
                if start is None or end is None or start <= end:
                    session.add(Contract(account_id=account, start_on=start, end_on=end))
    any_book.contract(any_book.account("lost", ANN), ENDED, outcome="lost")
    any_book.contract(any_book.account("leaving", ANN), ENDED, notice_given_on=date(2026, 1, 1))
    any_book.contract(any_book.account("gone", ANN, status="churned"), ENDED)
    with transaction(any_book.engine) as session:
        query = select(Contract.id).join(Account, Account.id == Contract.account_id).where(overdue(TODAY))
        in_sql = set(session.scalars(query))
        over_rows: set[int] = set()
        for account_row in session.scalars(select(Account)):
            contracts = session.scalars(select(Contract).where(Contract.account_id == account_row.id)).all()
            over_rows |= {one.id for one in overdue_of(account_row, contracts, TODAY)}
            assert not any(is_followed(one, contracts) for one in contracts if one.end_on is None)
    assert in_sql == over_rows
    assert 8 < len(in_sql) < 40


def test_the_card_tells_of_an_overdue_renewal_beside_a_contract_that_runs(book: Book) -> None:
    account = fill(book)
    with transaction(book.engine) as session:
        session.add(Contract(account_id=account, number="C-8", start_on=date(2025, 6, 1), end_on=date(2026, 5, 31)))
    shown = book.ask("look_up_account", account="Alder")
    assert shown.headline == "Alder · €40,000 ARR · ⚪ unknown · renewal overdue since 28 February 2026"
    assert "28 February 2026 · open, overdue" in shown.text
    assert "C-7" in shown.text
    assert "C-8" in shown.text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Your agreement for Planner ended on 28 February 2026"),
        ("fr", "Votre contrat pour Planner a pris fin le 28 février 2026"),
        ("de", "Vertrag über Planner ist am 28. Februar 2026 ausgelaufen"),
        ("zh", "贵公司的Planner合同已于2026年2月28日到期"),
    ],
)
def test_a_letter_of_renewal_says_that_the_contract_has_ended_and_keeps_amount_and_products(
    book: Book, language: str, said: str
) -> None:
    fill(book)
    shown = book.ask("draft_email", account="Alder", purpose="renewal_notice", language=language)
    text = drafted(shown)
    assert said in text
    assert "40" in text
    assert "▢ end of the agreement" not in text
    assert "The contract ended on 28 February 2026, and nothing is on record of its renewal since." in shown.text
    offer = drafted(book.ask("draft_email", account="Alder", purpose="renewal_offer", language=language))
    assert "Planner" in offer
    assert "2026" in offer


def test_a_contract_that_renewed_by_itself_is_not_overdue_and_its_amount_still_counts(book: Book) -> None:
    fill(book, auto_renew=True)
    shown = book.ask("draft_email", account="Alder", purpose="renewal_notice")
    assert "ended on" not in drafted(shown)
    assert "€40,000" in drafted(shown)


def test_a_line_without_an_end_of_a_customer_who_left_brings_nothing_one_with_an_end_does(any_book: Book) -> None:
    gone, going = (any_book.account(name, ANN, status="churned") for name in ("Gone", "Going"))
    any_book.contract(gone, None, (90_000, "EUR"))
    any_book.contract(going, date(2026, 9, 30), (4_000, "EUR"))
    assert "€4K ARR" in any_book.ask("list_accounts").headline
    assert "€" not in any_book.ask("look_up_account", account="Gone").headline
    assert "€4,000 ARR" in any_book.ask("look_up_account", account="Going").headline


def test_a_qbr_holds_the_day_for_both_and_the_amount_for_us_alone(book: Book) -> None:
    fill(book)
    shown = book.ask("draft_qbr", account="Alder")
    assert "Your agreement ended on 28 February 2026; the renewal is still to be signed." in drafted(shown)
    assert "In use: Planner." in drafted(shown)
    assert "overdue" not in drafted(shown)
    assert "Renewal overdue since: 28 February 2026  (C-7" in shown.text
