"""Every word that is shown is a message that the catalogues find, and stands in each language, whole and well set."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message

from locales import LANGUAGES, catalogues, key
from tools.kit import toolbox

ROOT = Path(__file__).resolve().parents[2]
TRANSLATED = tuple(language for language in LANGUAGES if language != "en")
LITERAL_ARGUMENTS = {"say": 1, "say_n": 2}
SAID_BY = {*LITERAL_ARGUMENTS, "message", "key"}

ILL_SET = {
    "fr": re.compile(r"(?<![\u00a0\u202f])[;?!»]|[ \w}»][:](?=\s)|«(?!\u00a0)|\.\.\."),
    "de": re.compile(r'["“](?=\w|\{)|(?<=[\w}])"|\s[:;?!]|\.\.\.'),
    "zh": re.compile(r"[\u4e00-\u9fff}] ?[,;:?!()]|[,;:?!()][\u4e00-\u9fff]|\.(?=$|[\u4e00-\u9fff])|\.\.\."),
}
"""How a language's signs are not set: a plain space before a French colon, a half-width comma in Chinese."""


@cache
def of_the_code() -> Catalog:
    """The messages that the extraction finds."""
    return catalogues.messages()


def forms(text: object) -> tuple[str, ...]:
    """One text, or each plural form."""
    return tuple(text) if isinstance(text, tuple | list) else (str(text),)


def translations(language: str) -> Iterator[tuple[Message, tuple[str, ...]]]:
    for message in catalogues.read(language):
        if message.id:
            yield message, forms(message.string)


def places(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """Every call of the code that takes a message, with where it is and what is called."""
    for room in catalogues.ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                    if name in SAID_BY:
                        yield f"{path.relative_to(ROOT)}:{node.lineno}", name, node


def is_conversation(called: ast.expr) -> bool:
    """Whether it is somebody's `say` in a conversation, and not the maker of messages."""
    return isinstance(called, ast.Attribute) and getattr(called.value, "id", "") != "cards"


def literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_has_words_in_every_language(language: str) -> None:
    assert list(catalogues.untranslated(language)) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_file_is_what_the_extraction_would_write(language: str) -> None:
    assert catalogues.path(language).read_text(encoding="utf-8") == catalogues.updated(language)


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_left_unsure(language: str) -> None:
    assert [message.id for message, _ in translations(language) if message.fuzzy] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_plural_form_is_there(language: str) -> None:
    needed = catalogues.read(language).num_plurals
    wrong = [m.id for m, said in translations(language) if len(said) != (needed if m.pluralizable else 1)]
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_places_of_its_message(language: str) -> None:
    # A singular may say "the month before" where the plural says "the {n} months before".
    for message, said in translations(language):
        known = [set(places(form)) for form in forms(message.id)]
        for form in said:
            assert set.intersection(*known) <= set(places(form)) <= set.union(*known), message.id
            assert len(places(form)) == len(set(places(form))), message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_signs_are_set_as_the_language_sets_them(language: str) -> None:
    ill_set = [form for _, said in translations(language) for form in said if ILL_SET[language].search(form)]
    assert ill_set == []


def test_no_message_hides_from_the_extraction() -> None:
    """One inside an f-string would: it is no token of its own."""
    found = {form for message in of_the_code() for form in forms(message.id)}
    hidden = [
        (where, text)
        for where, name, call in calls()
        for argument in call.args[: LITERAL_ARGUMENTS.get(name, 1)]
        if (text := literal(argument)) and text not in found
    ]
    assert hidden == []


def test_what_is_said_is_written_where_it_is_said() -> None:
    """`say` and `say_n` take literals: a variable's words would be in no catalogue."""
    unknown = [
        where
        for where, name, call in calls()
        if name in LITERAL_ARGUMENTS and not is_conversation(call.func)
        for argument in call.args[: LITERAL_ARGUMENTS[name]]
        if literal(argument) is None
    ]
    assert unknown == []


@pytest.mark.parametrize("name", toolbox.names())
def test_what_a_tool_does_is_a_message(name: str) -> None:
    assert toolbox.tool(name).does in of_the_code()


def test_a_key_is_its_own_english() -> None:
    assert key("green") == "green"
