"""What can be asked here."""

from tests.tools.book import Book, Shown
from tools.kit import toolbox


def test_every_tool_with_an_example_in_the_readers_language(book: Book) -> None:
    for language in ("en", "fr", "de", "zh"):
        shown = Shown(toolbox.run(book.desk(language=language), "help", {}).cards)
        offered = {found.name for found in toolbox.offered(book.desk())} - {"help"}
        assert len(shown.tables[0].rows) == len(offered)
        for name in offered:
            assert toolbox.tool(name).examples[language][0] in shown.text


def test_a_topic_narrows_to_the_tool_that_it_speaks_of(book: Book) -> None:
    shown = book.ask("help", topic="log a note")
    assert shown.headline == "This is how: log a note"
    assert len(shown.tables[0].rows) == 1
    assert "Nothing is saved before you have seen every field" in shown.text


def test_an_unknown_topic_says_so_and_shows_everything(book: Book) -> None:
    shown = book.ask("help", topic="quantum gardening")
    assert shown.headline == "I have nothing on “quantum gardening”; this is what you can ask"
    assert len(shown.tables[0].rows) > 5
