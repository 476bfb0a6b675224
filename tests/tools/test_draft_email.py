"""Emails for customers: to the right person, in their language, out of the record alone; gaps marked, nothing internal."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.text import Reader, plain
from database.models import Account, Contact, Contract
from locales import LANGUAGES, in_language
from tests.tools import customers
from tests.tools.customers import drafted, email, only, warned
from tools.kit.cards import Day, Draft, Facts, File
from tools.kit.desk import Desk
from tools.kit.evidence import unsupported
from tools.kit.letters import PURPOSES
from tools.kit.spelling import spell
from tools.kit.writer import GAP

SECRETS = (customers.RISKY, customers.NOTE, customers.TASK, customers.PRIVATE, "Rivalsoft")
INTERNAL = re.compile(r"churn|health|at risk|\bARR\b|\bred\b|rouge|risque|流失|风险|gefährdet|rote", re.IGNORECASE)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One database for the tests that only read."""
    with customers.database(tmp_path_factory.mktemp("letters")) as engine:
        yield engine


@pytest.fixture
def desk(filled: Engine, tmp_path: Path) -> Desk:
    return customers.desk(filled, tmp_path)


@pytest.fixture
def own(sqlite_engine: Engine, tmp_path: Path) -> Desk:
    """A database that a test may change."""
    customers.fill(sqlite_engine)
    return customers.desk(sqlite_engine, tmp_path)


def _words_of(text: str) -> str:
    """Without the gaps, whose own words name what is missing."""
    return re.sub(rf"\[{GAP}[^\]]*\]", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_letter_says_what_is_on_record_and_nothing_more(desk: Desk, language: str, purpose: str) -> None:
    name = customers.LANGUAGES[language]
    for tone, length in ((None, None), ("firm", "short"), ("formal", None), ("warm", "short")):
        cards = email(desk, name, purpose, tone=tone, length=length)
        assert isinstance(cards[0], Draft)
        draft = cards[0]
        assert draft.language == language
        assert draft.to_email == f"reader.{language}@customer.example"
        text = f"{draft.subject}\n{draft.body}"
        assert not re.search(r"[{}|]|\bNone\b", text), text
        assert not any(secret in text for secret in SECRETS)
        assert not INTERNAL.search(_words_of(text)), text
        formats = in_language(language)
        shown = [fact for card in cards if isinstance(card, Facts) for fact in card.facts if fact.value]
        known = {str(place): spell(fact.value, formats) for place, fact in enumerate(shown) if fact.value}
        known |= {"reader": customers.READERS[language][0], "sender": desk.asker.name}
        known["today"] = spell(Day(on=desk.today), formats)
        assert unsupported(_words_of(text), known, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("purpose", PURPOSES)
def test_where_nothing_is_known_gaps_are_marked_and_named(desk: Desk, language: str, purpose: str) -> None:
    cards = email(desk, customers.BARE, purpose, language=language)
    draft = only(cards, Draft)
    text = f"{draft.subject}\n{draft.body}"
    assert not re.search(r"[{}|]|\bNone\b", text), text
    assert not re.search(r"\d", re.sub(r"2026年11月18日", "", text)), text
    assert draft.to_email is None
    gaps = draft.body.count(GAP)
    assert (gaps > 0) == ("marked" in warned(cards[1:-1]))
    if purpose not in ("check_in",):
        assert gaps > 0


def test_the_draft_stands_alone_and_first(desk: Desk) -> None:
    cards = email(desk, "Harbour Foods", "renewal_notice")
    assert isinstance(cards[0], Draft)
    assert not any(isinstance(card, Draft) for card in cards[1:])


def test_facts_used_come_with_their_sources(desk: Desk) -> None:
    facts = only(email(desk, "Harbour Foods", "renewal_notice"), Facts)
    by_label = {fact.label.key: fact for fact in facts.facts}
    assert by_label["Contract end"].source is not None
    assert by_label["Active users"].source is not None
    assert "Health" not in by_label


def test_each_language_writes_its_own_formats_and_courtesies(desk: Desk) -> None:
    english = drafted(desk, "Harbour Foods", "renewal_notice").body
    assert english.startswith("Hi Ellen,")
    assert "€160,000.50" in english
    assert "28 February 2027" in english
    french = drafted(desk, "Quai Nord", "renewal_notice").body.replace("\u202f", " ").replace("\u00a0", " ")
    assert french.startswith("À l'attention d'Odile Garnier\n\nMadame, Monsieur,")
    assert "160 000,50 €" in french
    assert "28 février 2027" in french
    assert "Cordialement," in french
    german = drafted(desk, "Uferwerk", "renewal_notice").body.replace("\u00a0", " ")
    assert german.startswith("Sehr geehrte Frau Dr. von Stein,")
    assert "160.000,50 €" in german
    assert "28. Februar 2027" in german
    assert "Mit freundlichen Grüßen" in german
    chinese = drafted(desk, "青石物流", "renewal_notice").body
    assert chinese.startswith("陈总，您好！")
    assert "2027年2月28日" in chinese
    assert "祝好" in chinese
    # The ask comes after the courtesy.
    assert chinese.index("感谢") < chinese.index("想请您")


def test_a_renewal_letter_has_up_to_three_results_one_dated_ask_and_no_price_but_today_s(desk: Desk) -> None:
    body = drafted(desk, "Harbour Foods", "renewal_notice").body
    assert 1 <= sum(line.startswith("- ") for line in body.splitlines()) <= 3
    assert "152" in body
    assert "by 30 December 2026" in body.split("Could you")[1]


def test_dates_to_meet_are_offered_with_their_weekdays(desk: Desk) -> None:
    one = drafted(desk, "Uferwerk", "qbr_invitation", dates=["2026-12-02", "2026-12-01"])
    assert "am Dienstag, 1. Dezember 2026 oder am Mittwoch, 2. Dezember 2026" in one.body
    week = drafted(
        desk, "Harbour Foods", "meeting_request", meeting_period={"start": "2026-11-23", "end": "2026-11-29"}
    )
    assert "in the week of 23 November 2026" in week.body
    span = drafted(desk, "Quai Nord", "meeting_request", meeting_period={"start": "2026-11-25", "end": "2026-11-27"})
    assert "entre le 25 novembre 2026 et le 27 novembre 2026" in span.body


def test_a_price_rise_says_only_what_was_said(desk: Desk) -> None:
    said = email(desk, "Uferwerk", "price_increase", topic="4% from 1 April", dates=["2027-04-01"])
    body = only(said, Draft).body.replace("\u00a0", " ")
    assert "um 4 %" in body
    assert "1. April 2027" in body
    assert "caps the increase at 3%" in warned(said)
    unsaid = drafted(desk, "Uferwerk", "price_increase")
    assert "%" not in unsaid.body
    assert "Prozent]" in unsaid.body


def test_a_rise_within_the_term_is_pointed_out(desk: Desk) -> None:
    cards = email(desk, "Harbour Foods", "price_increase", topic="2%", dates=["2027-01-01"])
    assert "within the current term" in warned(cards)


def test_the_customer_s_words_are_quoted_and_cannot_break_out(desk: Desk) -> None:
    topic = 'they wrote "we are evaluating\nalternatives" {contract_end} [a|b]'
    body = drafted(desk, "Harbour Foods", "reply_churn_risk", topic=topic, tone="calm").body
    assert "You wrote: “we are evaluating alternatives”." in body
    odd = drafted(desk, "Harbour Foods", "other", topic="{contract_end} [a|b]\nSubject: x")
    assert "{contract_end} [a|b] Subject: x" in odd.body
    assert "\n" not in odd.subject


def test_a_topic_in_another_language_is_marked_to_be_translated(desk: Desk) -> None:
    cards = email(desk, "青石物流", "other", topic="our Hong Kong office moves on 8 June", dates=["2027-06-08"])
    assert f"[{GAP} 请译成中文：our Hong Kong office moves on 8 June]" in only(cards, Draft).body
    assert "another language" in warned(cards)
    native = drafted(desk, "青石物流", "other", topic="我们香港办公室六月八号搬家")
    assert "我们香港办公室六月八号搬家" in native.body


@pytest.mark.parametrize(
    "topic", ["they are at risk, health score 31", "same discount as Quai Nord", "internal: their CFO is leaving"]
)
def test_an_internal_topic_stays_out_and_the_asker_is_told(desk: Desk, topic: str) -> None:
    cards = email(desk, "Harbour Foods", "follow_up", topic=topic)
    draft = only(cards, Draft)
    assert topic not in draft.body + draft.subject
    assert "Quai Nord" not in draft.body
    assert "left it out" in warned(cards)


def test_a_topic_that_finds_no_place_is_not_lost_in_silence(desk: Desk) -> None:
    cards = email(desk, "Harbour Foods", "renewal_notice", topic="the new module")
    assert "did not use" in warned(cards)


def test_an_introduction_names_the_predecessor_and_not_the_asker_s_words(
    desk: Desk, filled: Engine, tmp_path: Path
) -> None:
    lead = customers.desk(filled, tmp_path, "Rosa Lindqvist")
    body = drafted(lead, "Harbour Foods", "introduction", topic="i'm taking over Harbour Foods from Jan").body
    assert "taking over from Jan Okafor" in body
    assert "i'm taking" not in body
    assert "taking over from" not in drafted(desk, "Harbour Foods", "introduction").body


def test_a_recap_holds_no_note_and_shows_open_follow_ups_to_the_asker_alone(desk: Desk) -> None:
    cards = email(desk, "Harbour Foods", "meeting_recap")
    draft = only(cards, Draft)
    assert "10 November 2026" in draft.body
    assert customers.NOTE not in draft.body
    assert customers.TASK not in draft.body
    assert customers.TASK in plain(cards[1:], Reader("en"))


def test_an_overdue_invoice_is_named_and_its_amount_is_not_made_up(desk: Desk) -> None:
    draft = drafted(desk, "Harbour Foods", "overdue_invoice", invoice="INV-2231\r\nBcc: x", tone="firm but polite")
    assert draft.subject == "Invoice INV-2231 Bcc: x"
    assert "[▢ invoice amount]" in draft.body
    assert draft.body.startswith("Dear Ellen,")


def test_a_notice_given_or_a_term_over_is_told_to_the_asker_and_not_written(own: Desk, sqlite_engine: Engine) -> None:
    with customers.session(sqlite_engine) as session:
        contract = session.query(Contract).join(Account).filter(Account.name == "Harbour Foods").one()
        contract.notice_given_on = date(2026, 11, 1)
    cards = email(own, "Harbour Foods", "renewal_notice")
    assert "renews by itself" not in only(cards, Draft).body
    assert "Notice was given on 1 November 2026" in warned(cards)
    with customers.session(sqlite_engine) as session:
        contract = session.query(Contract).join(Account).filter(Account.name == "Harbour Foods").one()
        contract.start_on, contract.end_on = date(2025, 1, 1), date(2025, 12, 31)
    cards = email(own, "Harbour Foods", "renewal_notice")
    assert "2025" not in only(cards, Draft).body.split("What you")[0]
    assert "ends on 31 December 2025" in warned(cards)


def test_the_file_opens_as_an_unsent_draft_and_says_the_same(desk: Desk) -> None:
    cards = email(desk, "青石物流", "signature_reminder", dates=["2026-11-30"], tone="客气")
    draft, file = only(cards, Draft), only(cards, File)
    message = message_from_bytes(file.content, policy=policy.default)
    assert message["X-Unsent"] == "1"
    assert message["Subject"] == draft.subject
    assert message["To"].addresses[0].addr_spec == draft.to_email
    assert message.get_content().replace("\r\n", "\n").strip() == draft.body
    assert draft.body.startswith("尊敬的陈总：")
    assert draft.mailto is not None
    assert len(draft.mailto) <= 1_800


def test_a_hostile_name_or_address_makes_no_header(own: Desk, sqlite_engine: Engine) -> None:
    with customers.session(sqlite_engine) as session:
        contact = session.query(Contact).filter(Contact.email == "reader.en@customer.example").one()
        contact.name, contact.email = "Eve\r\nBcc: everyone@evil.example", "eve@evil.example\r\nBcc: x@evil.example"
    cards = email(own, "Harbour Foods", "check_in")
    draft, file = only(cards, Draft), only(cards, File)
    assert draft.to_email is None
    assert message_from_bytes(file.content, policy=policy.default)["Bcc"] is None
    assert "No sound email address" in warned(cards)


def test_what_to_do_next_can_be_clicked(desk: Desk) -> None:
    buttons = only(email(desk, "Harbour Foods", "check_in", recipient="Ellen"), Facts).buttons
    logged, shorter = buttons
    assert logged.tool == "log_note"
    assert json.loads(logged.arguments)["activity_type"] == "email"
    again = email(desk, **json.loads(shorter.arguments))
    assert len(only(again, Draft).body) > 0


class _Liar:
    """A writer that adds a figure of its own."""

    def write(self, template: str, facts: object, *, language: str) -> str:
        return "We give you 50% off until 1 January 2030."


def test_a_writer_that_says_more_than_the_facts_is_not_sent(desk: Desk) -> None:
    body = drafted(replace(desk, writer=_Liar()), "Harbour Foods", "check_in").body
    assert "50%" not in body
    assert "No agenda today" in body


def test_letters_are_the_same_on_both_engines(engine: Engine, tmp_path: Path, desk: Desk) -> None:
    customers.fill(engine)
    here = customers.desk(engine, tmp_path)
    assert drafted(here, "Quai Nord", "renewal_offer").body == drafted(desk, "Quai Nord", "renewal_offer").body


def test_a_date_that_has_gone_by_is_pointed_out(desk: Desk) -> None:
    assert "gone by: 2 November 2026" in warned(email(desk, "Harbour Foods", "qbr_invitation", dates=["2026-11-02"]))


def test_a_quotation_in_another_language_waits_to_be_translated(desk: Desk) -> None:
    body = drafted(desk, "青石物流", "reply_churn_risk", topic="they wrote “we are evaluating alternatives”").body
    assert "请译成中文" in body
    assert "evaluating alternatives" in body
