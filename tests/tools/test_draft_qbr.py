"""QBRs: live data with its sources, in the customer's language; what isn't known is marked, what is ours stays ours."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.text import Reader, plain
from database.engine import open_engine, sqlite_url
from database.models import Contract, Ticket
from database.schema import upgrade
from locales import LANGUAGES
from tests.tools import customers
from tools.kit import toolbox
from tools.kit.cards import Card, Draft, Facts, File, Notice, Question
from tools.kit.desk import Desk
from tools.kit.qbr_sections import SECTIONS, facts_of, ordered, sections_of
from tools.kit.writer import GAP

SECRETS = (customers.RISKY, customers.NOTE, customers.TASK, customers.PRIVATE)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One database for the tests that only read."""
    engine = open_engine(sqlite_url(tmp_path_factory.mktemp("reviews") / "steward.db"))
    upgrade(engine)
    customers.fill(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def desk(filled: Engine, tmp_path: Path) -> Desk:
    return customers.desk(filled, tmp_path)


def _run(desk: Desk, account: str, **said: object) -> Sequence[Card]:
    return toolbox.run(desk, "draft_qbr", {"account": account, **said}).cards


def _draft(desk: Desk, account: str, **said: object) -> Draft:
    first = _run(desk, account, **said)[0]
    assert isinstance(first, Draft)
    return first


def _beside(cards: Sequence[Card]) -> str:
    return plain(cards[1:], Reader("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_customer_s_text_tells_the_last_complete_quarter(desk: Desk, language: str) -> None:
    cards = _run(desk, customers.LANGUAGES[language])
    draft = cards[0]
    assert isinstance(draft, Draft)
    assert draft.language == language
    assert not re.search(r"[{}|]|\bNone\b", draft.subject + draft.body)
    for number in ("140", "144", "148", "132", "200"):
        assert number in draft.body
    assert "152" not in draft.body  # October is not of the quarter
    assert not any(secret in draft.subject + draft.body for secret in SECRETS)
    assert not re.search(r"health|churn|🔴|\bARR\b", draft.body, re.IGNORECASE)


def test_each_figure_has_its_source(desk: Desk) -> None:
    facts = [fact for card in _run(desk, "Harbour Foods") if isinstance(card, Facts) for fact in card.facts]
    figures = [fact for fact in facts if fact.label.key in ("Active users", "Cases opened", "Contract end", "Products")]
    assert len(figures) >= 6
    assert all(fact.source is not None for fact in figures)


def test_what_is_ours_stands_beside_and_never_in_the_text(desk: Desk) -> None:
    cards = _run(desk, "Harbour Foods")
    beside = _beside(cards)
    assert "For us alone" in beside
    assert customers.RISKY in beside
    assert customers.TASK in beside
    assert "Gale Former, CFO" in beside
    assert "decision maker" in beside
    assert customers.PRIVATE not in beside


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_known_is_marked_and_listed(desk: Desk, language: str) -> None:
    cards = _run(desk, customers.BARE, language=language)
    draft = cards[0]
    assert isinstance(draft, Draft)
    assert draft.body.count(GAP) >= 7
    assert not re.search(r"[{}|]|\bNone\b", draft.body)
    assert "are marked ▢" in _beside(cards)


def test_outcomes_are_never_made_of_usage(desk: Desk) -> None:
    outcomes = _draft(desk, "Harbour Foods").body.split("What has come of it")[1].split("How it is used")[0]
    assert GAP in outcomes
    assert not re.search(r"\d", outcomes)


def test_the_period_is_the_one_said(desk: Desk) -> None:
    said = {"start": "2026-04-01", "end": "2026-06-30"}
    body = _draft(desk, "Harbour Foods", period=said).body
    assert "1 April 2026 to 30 June 2026" in body
    assert "June 2026: 136 of 200" in body
    assert "July" not in body


def test_a_running_period_says_so(desk: Desk) -> None:
    cards = _run(desk, "Harbour Foods", period={"start": "2026-10-01", "end": "2026-12-31"})
    assert "not over yet" in _beside(cards)
    assert "November 2026:" not in plain(cards[:1], Reader("en"))


def test_the_fiscal_year_moves_the_quarter(desk: Desk) -> None:
    company = replace(desk.company, fiscal_year_start=2)
    assert "1 August 2026 to 31 October 2026" in _draft(replace(desk, company=company), "Harbour Foods").body


def test_the_focus_comes_first_and_what_is_excluded_is_out(desk: Desk) -> None:
    body = _draft(desk, "Harbour Foods", focus="adoption", exclude="support").body
    assert body.index("How it is used") < body.index("What you set out to reach")
    assert "Cases opened" not in body
    rated = _draft(desk, "Harbour Foods", exclude="customer satisfaction").body
    assert "rating" not in rated
    assert "Cases opened" in rated


def test_a_focus_or_exclusion_that_names_nothing_is_said_so(desk: Desk) -> None:
    assert "No section is called" in _beside(_run(desk, "Harbour Foods", focus="weather"))
    assert "nothing called" in _beside(_run(desk, "Harbour Foods", exclude="weather"))
    assert "nothing called" not in _beside(_run(desk, "Harbour Foods", exclude="nps"))


@pytest.mark.parametrize(
    ("said", "section"),
    [
        ("adoption", "adoption"),
        ("使用率", "adoption"),
        ("Nutzung", "adoption"),
        ("les résultats", "outcomes"),
        ("ROI", "outcomes"),
        ("Supportfälle", "support"),
        ("next steps", "next"),
    ],
)
def test_sections_are_known_in_every_language(said: str, section: str) -> None:
    assert section in sections_of(said)


def test_sections_keep_their_usual_order() -> None:
    assert ordered((), ()) == list(SECTIONS)
    assert ordered(("support",), ("goals",))[:3] == ["opening", "support", "outcomes"]
    assert facts_of("nps") == ((), True)


def test_one_page_names_the_last_month_alone(desk: Desk) -> None:
    body = _draft(desk, "Harbour Foods", length="one page", meeting_date="2026-12-03").body
    assert "September 2026:" in body
    assert "July 2026:" not in body
    assert "Review on 3 December 2026" in body


def test_the_language_is_the_main_contact_s_unless_said(desk: Desk) -> None:
    assert _draft(replace(desk, language="zh"), "Quai Nord").language == "fr"
    assert _draft(desk, "Quai Nord", language="de").language == "de"
    assert isinstance(_run(desk, customers.BARE)[0], Question)


def test_a_term_that_is_over_is_not_told_as_running(sqlite_engine: Engine, tmp_path: Path) -> None:
    customers.fill(sqlite_engine)
    with customers.session(sqlite_engine) as session:
        for contract in session.query(Contract):
            contract.start_on, contract.end_on = date(2025, 1, 1), date(2025, 12, 31)
    body = _draft(customers.desk(sqlite_engine, tmp_path), "Harbour Foods").body
    assert "2025" not in body
    assert "in a year" in body


def test_no_support_figures_are_a_gap_and_not_a_zero(sqlite_engine: Engine, tmp_path: Path) -> None:
    customers.fill(sqlite_engine)
    with customers.session(sqlite_engine) as session:
        session.query(Ticket).delete()
    body = _draft(customers.desk(sqlite_engine, tmp_path), "Harbour Foods").body
    assert "[▢ support figures of the period]" in body
    assert "Cases opened" not in body


def test_the_file_holds_the_customer_s_text_and_nothing_else(desk: Desk) -> None:
    cards = _run(desk, "Harbour Foods")
    file = next(card for card in cards if isinstance(card, File))
    text = file.content.decode()
    assert file.name == "qbr-Harbour-Foods-2026-09-30.md"
    assert "## Support" in text
    assert not any(secret in text for secret in SECRETS)


def test_an_account_that_nobody_may_see_gives_no_review(sqlite_engine: Engine, tmp_path: Path) -> None:
    customers.fill(sqlite_engine)
    customers.add_colleague(sqlite_engine, "Other Colleague")
    other = customers.desk(sqlite_engine, tmp_path, "Other Colleague")
    (card,) = _run(other, "Harbour Foods")
    assert isinstance(card, Notice)


def test_reviews_are_the_same_on_both_engines(engine: Engine, tmp_path: Path, desk: Desk) -> None:
    customers.fill(engine)
    here = customers.desk(engine, tmp_path)
    assert _draft(here, "青石物流").body == _draft(desk, "青石物流").body


def test_a_period_without_cases_is_said_and_sourced(desk: Desk) -> None:
    cards = _run(desk, "Harbour Foods", period={"start": "2026-10-01", "end": "2026-10-31"})
    assert "No case was opened" in plain(cards[:1], Reader("en"))
    assert "Cases opened: 0" in _beside(cards)
