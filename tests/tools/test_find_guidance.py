"""Guidance is quoted with document, section and date; what is not there is said; anybody may ask, anywhere."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import ValidationError

from database.models import ROLES
from knowledge import Library
from tests.tools.book import Book
from tools.find_guidance import TOOL, Arguments
from tools.kit import cards, toolbox
from tools.kit.cards import Card, Headline, Notice, Passage
from tools.kit.desk import Desk


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library over the real documents."""
    return Library(tmp_path_factory.mktemp("library"))


@pytest.fixture
def desk(book: Book, library: Library) -> Desk:
    """An account manager's desk with that library."""
    return replace(book.desk(), library=library)


def _ask(desk: Desk, topic: str, **others: object) -> Sequence[Card]:
    return toolbox.run(desk, "find_guidance", {"topic": topic, **others}).cards


def _passages(answer: Sequence[Card]) -> list[Passage]:
    return [card for card in answer if isinstance(card, Passage)]


def _said(answer: Sequence[Card]) -> list[str]:
    return [card.text.key for card in answer if isinstance(card, Headline | Notice)]


def test_passages_are_cited_by_document_section_and_date(desk: Desk) -> None:
    first, *_ = _passages(_ask(desk, "how do I close an escalation properly"))
    assert first.document == "Escalations: when, who agrees, and how to close them"
    assert first.section == "How to close one properly"
    assert first.on is not None
    assert "when the customer says so" in first.text


def test_the_headline_names_the_documents_and_offers_more(desk: Desk) -> None:
    answer = _ask(desk, "customer wants a discount after the price increase")
    headline = answer[0]
    assert isinstance(headline, Headline)
    assert headline.text.key == "Best practice: {documents}"
    assert [button.label.key for button in headline.buttons] == ["More passages"]
    assert len(_passages(answer)) == 3


def test_the_next_page_holds_other_passages_and_the_last_offers_no_more(desk: Desk) -> None:
    topic = "customer wants a discount after the price increase"
    pages = [_passages(_ask(desk, topic, page=page)) for page in (1, 2, 3)]
    sections = [(passage.document, passage.section) for page in pages for passage in page]
    assert len(sections) == len(set(sections)) > 3
    last = _ask(desk, topic, page=3)[0]
    assert isinstance(last, Headline)
    assert last.buttons == ()


@pytest.mark.parametrize(
    ("topic", "language", "document"),
    [
        ("Wie bringe ich eine Preiserhöhung bei?", "de", "Announcing and holding a price increase"),
        ("comment demander une référence à un client", "fr", "Asking for references and building advocates"),
        ("客户的关键联系人离职了怎么办", "zh", "When the champion leaves"),
    ],
)
def test_a_question_in_another_language_is_answered_and_told_that_the_documents_are_english(
    desk: Desk, topic: str, language: str, document: str
) -> None:
    answer = _ask(replace(desk, language=language), topic)
    assert _passages(answer)[0].document == document
    assert any("English documents" in said for said in _said(answer))


def test_a_language_that_was_asked_for_is_missed_plainly(desk: Desk) -> None:
    answer = _ask(desk, "we depend on one contact there, what now?", language="de")
    assert _passages(answer)
    assert any("English documents" in said for said in _said(answer))


def test_english_asked_for_in_a_french_conversation_misses_nothing(desk: Desk) -> None:
    answer = _ask(replace(desk, language="fr"), "comment clore une escalade", language="en")
    assert not any("English documents" in said for said in _said(answer))


def test_what_nothing_fits_is_said_with_what_there_is(desk: Desk) -> None:
    answer = _ask(desk, "who painted the Mona Lisa")
    assert _passages(answer) == []
    assert _said(answer)[0].startswith("Nothing in the best-practice documents fits")
    assert "Technical questions" in _said(answer)[1]


def test_a_long_question_is_said_back_shortened(desk: Desk) -> None:
    headline = _ask(desk, "xylophone " * 100)[0]
    assert isinstance(headline, Headline)
    topic = headline.text.values["topic"]
    assert isinstance(topic, cards.Name)
    assert len(topic.text) < 130


def test_a_search_by_words_alone_says_so(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "library").write_text("a file where the folder should be")
    answer = _ask(replace(desk, library=Library(tmp_path / "library")), "how do I close an escalation")
    assert _passages(answer)
    warnings = [card for card in answer if isinstance(card, Notice) and card.level == "warning"]
    assert [card.text.key for card in warnings] == [
        "The search by meaning is out of order just now, so this was looked for by its words alone."
    ]


def test_everybody_may_ask_and_in_a_channel_too() -> None:
    assert TOOL.roles == frozenset(ROLES)
    assert TOOL.account_data is False


def test_every_example_finds_something(desk: Desk) -> None:
    examples = [(language, example) for language, said in TOOL.examples.items() for example in said]
    found = {example: _passages(_ask(replace(desk, language=language), example)) for language, example in examples}
    assert [example for example, passages in found.items() if not passages] == []


@pytest.mark.parametrize(
    "arguments", [{}, {"topic": "  "}, {"topic": "x", "language": "es"}, {"topic": "x", "page": 9}]
)
def test_arguments_outside_the_catalogue_are_refused(arguments: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Arguments.model_validate(arguments)
