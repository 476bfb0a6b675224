"""Accounts and colleagues of one name: told apart by what differs, and found again by it."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from database.models import Person
from tests.tools.book import ANN, MAX, NED, SUE, Book
from tools.kit.cards import Question


def question(book: Book, tool: str, **arguments: object) -> list[str]:
    """What can be chosen."""
    [card] = book.ask(tool, MAX, **arguments).cards
    assert isinstance(card, Question)
    return [choice.say for choice in card.choices]


def test_the_first_trait_that_differs_is_named(book: Book) -> None:
    book.account("Globex", ANN, country="France")
    book.account("Globex", NED, country="France", region="South")
    assert question(book, "look_up_account", account="Globex") == ["Globex (Ann Lake)", "Globex (Ned Moor)"]
    book.account("Initech", ANN, country="France")
    book.account("Initech", ANN, country="Peru")
    assert question(book, "look_up_account", account="Initech") == ["Initech (France)", "Initech (Peru)"]


def test_without_any_trait_the_number_of_the_row_tells_them_apart(book: Book) -> None:
    numbers = [book.account("Globex", ANN), book.account("Globex", ANN)]
    choices = question(book, "look_up_account", account="Globex")
    assert choices == [f"Globex (#{number})" for number in numbers]
    assert [book.ask("look_up_account", MAX, account=said).tables == [] for said in choices] == [True, True]


def test_each_choice_leads_to_its_own_row_and_is_called_so_in_what_follows(book: Book) -> None:
    book.account("Globex", ANN, country="France", health="red")
    book.account("Globex", ANN, country="Peru", health="green")
    for country, health in (("France", "red"), ("Peru", "green")):
        assert f"{health}" in book.ask("look_up_account", MAX, account=f"globex ({country})").text
    proposal = book.ask("log_note", MAX, account="Globex (Peru)", note_body="all fine")
    assert "Account: Globex (Peru)" in proposal.text


def test_a_namesake_that_the_asker_may_not_see_is_never_offered(book: Book) -> None:
    book.account("Globex", ANN, country="France")
    book.account("Globex", SUE, country="Peru")
    hidden, unknown = (book.ask("look_up_account", MAX, account=f"Globex ({name})") for name in ("Peru", "Atlantis"))
    assert hidden.text == unknown.text
    assert "Sue Hill" not in hidden.text


def test_a_name_with_brackets_is_first_of_all_a_name(book: Book) -> None:
    book.account("Müller (Freitag)", ANN, country="Austria")
    book.account("Müller (Montag)", ANN)
    assert book.ask("look_up_account", MAX, account="Müller (Freitag)").headline.startswith("Müller (Freitag)")


def test_colleagues_of_one_name_are_told_apart_too(book: Book) -> None:
    def same(session: Session) -> None:
        session.execute(update(Person).where(Person.id.in_([NED, SUE])).values(name="Lee Park"))

    book.write(same)
    assert question(book, "list_accounts", owner="Lee Park") == ["Lee Park (North)", "Lee Park (South)"]
    book.account("Globex", NED)
    shown = book.ask("list_accounts", MAX, owner="Lee Park (North)")
    assert shown.column(0) == ["Globex"]
