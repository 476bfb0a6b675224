"""What was said with a customer, found again."""

import json
from datetime import date

import pytest
from sqlalchemy.orm import Session

from database.models import Activity, Attendee, Contact
from tests.tools.book import ANN, DORA, NED, SUE, Book


def fill(book: Book) -> None:
    """An account with talks of every kind, one of them private; and another account's note."""
    account = book.account("Quarry Stone", ANN)
    other = book.account("Pebble Beach", NED)

    def talks(session: Session) -> None:
        keller = Contact(account_id=account, name="Petra Keller")
        session.add(keller)
        session.flush()
        rows = [
            ("meeting", "2026-03-10", ANN, "Roadmap: they ask for the export and compare us with a competitor", "team"),
            ("call", "2026-03-12", ANN, "Élise hésite encore sur le prix", "team"),
            ("note", "2026-02-01", NED, "客户在评估竞品，报价比我们低两成", "team"),
            ("email", "2026-01-15", ANN, "Frau Keller bittet um das Angebot", "team"),
            ("note", "2026-03-15", NED, "off the record: merger ahead", "private"),
        ]
        for kind, day, author, body, visibility in rows:
            activity = Activity(
                account_id=account,
                author_id=author,
                kind=kind,
                body=body,
                happened_on=date.fromisoformat(day),
                visibility=visibility,
            )
            if kind == "meeting":
                activity.attendees = [Attendee(name="Petra Keller", contact_id=keller.id)]
            session.add(activity)
        session.add(
            Activity(account_id=other, author_id=ANN, body="lunch with the board", happened_on=date(2026, 3, 17))
        )

    book.write(talks)


@pytest.fixture
def filled(book: Book) -> Book:
    fill(book)
    return book


def texts(book: Book, person: int = ANN, **arguments: object) -> list[str]:
    return [card.text for card in book.ask("account_history", person, **arguments).cards if card.card == "passage"]


def test_newest_first_each_with_its_source(any_book: Book) -> None:
    fill(any_book)
    shown = any_book.ask("account_history", account="Quarry Stone")
    assert shown.headline == "4 entries, the last on 12 March 2026 (call)"
    starts = [text[:3] for text in texts(any_book, account="Quarry Stone")]
    assert starts == ["Éli", "Roa", "客户在", "Fra"]
    assert "— meeting · with Petra Keller · by Ann Lake, 10 March 2026" in shown.text


def test_a_private_note_is_its_authors_alone(any_book: Book) -> None:
    fill(any_book)
    assert "merger" in any_book.ask("account_history", NED, account="Quarry Stone").text
    assert "private: only you read it" in any_book.ask("account_history", NED, account="Quarry Stone").text
    for other in (ANN, DORA):
        assert "merger" not in any_book.ask("account_history", other, account="Quarry Stone").text
        assert texts(any_book, other, account="Quarry Stone", query="merger")[:1] != ["off the record: merger ahead"]


def test_by_kind_number_period_and_author(filled: Book) -> None:
    assert len(texts(filled, account="Quarry Stone", activity_type="call")) == 1
    assert len(texts(filled, account="Quarry Stone", top_n=2)) == 2
    march = {"start": "2026-03-01", "end": None}
    assert len(texts(filled, account="Quarry Stone", period=march)) == 2
    assert len(texts(filled, account="Quarry Stone", owner="Ned")) == 1
    assert filled.ask("account_history", account="Quarry Stone", top_n=1).headline == "Last: call, 12 March 2026"


@pytest.mark.parametrize(
    ("query", "start"),
    [("competitors", "Roadmap"), ("elise prix", "Élise"), ("竞品", "客户"), ("竞品 报价", "客户"), ("ANGEBOT", "Frau")],
)
def test_words_are_found_whatever_the_case_accents_or_script(filled: Book, query: str, start: str) -> None:
    (found,) = texts(filled, account="Quarry Stone", query=query)
    assert found.startswith(start)


def test_some_of_the_words_are_better_than_none_and_it_says_so(filled: Book) -> None:
    shown = filled.ask("account_history", account="Quarry Stone", query="export penguins")
    assert "No entry has all of these words; these have some of them." in shown.text
    assert "Roadmap" in shown.text


def test_nothing_found_shows_the_latest_without_the_words(filled: Book) -> None:
    shown = filled.ask("account_history", account="Quarry Stone", query="penguins")
    assert shown.headline == "No entry says “penguins”"
    assert "Élise" in shown.text


def test_with_or_about_a_person(filled: Book) -> None:
    found = texts(filled, account="Quarry Stone", contact="Frau Keller")
    assert [text.split()[0] for text in found] == ["Roadmap:", "Frau"]


def test_without_an_account_all_that_one_sees(filled: Book) -> None:
    shown = filled.ask("account_history", owner="me", period={"start": "2026-03-01", "end": "2026-03-18"})
    assert shown.headline == "3 entries, the last on 17 March 2026 (note)"
    assert "note · Pebble Beach · by Ann Lake" in shown.text
    assert filled.ask("account_history", SUE).headline == "Nothing is on record"


def test_older_entries_are_one_click_away_and_all_in_the_file(book: Book) -> None:
    account = book.account("Talkative")
    talks = [
        Activity(account_id=account, author_id=ANN, body=f"talk {day}", happened_on=date(2026, 2, day))
        for day in range(1, 9)
    ]
    book.write(lambda session: session.add_all(talks))
    shown = book.ask("account_history", account="Talkative")
    assert texts(book, account="Talkative") == [f"talk {day}" for day in (8, 7, 6, 5, 4)]
    older = json.loads(shown.buttons["Older"].arguments)
    assert texts(book, **older) == ["talk 3", "talk 2", "talk 1"]
    assert shown.files[0].content.count(b"talk") == 8
