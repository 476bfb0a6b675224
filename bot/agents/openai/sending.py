"""What of a tool's answer a model is told: facts as text, marked as data. Drafts, files and pictures stay here; notes' words
go only where the company allows it; private notes are not in it at all, because the session that read it saw none."""

from collections.abc import Iterator, Sequence

from bot.agents.openai.bounds import RESULT
from bot.agents.openai.connection import DataClass
from tools.kit.cards import (
    Card,
    Draft,
    Fact,
    Facts,
    File,
    Headline,
    Mention,
    Name,
    Notice,
    Passage,
    Picture,
    Proposal,
    Question,
    Row,
    Several,
    Source,
    Table,
    Value,
    Words,
    say,
)

ROWS = 30
"""Rows of a table that are told."""
_NOTES = frozenset({"note", "meeting", "call", "email"})
_UNTOLD = Name(text="…")


def tellable(answer: Sequence[Card], data: DataClass) -> list[Card]:
    """The cards of an answer as a model may be told of them."""
    if data == "none":
        return []
    return [told for card in answer for told in _told(card, data)]


def _told(card: Card, data: DataClass) -> Iterator[Card]:
    match card:
        case Draft():
            yield Notice(text=say("A draft for the customer is shown."))
        case Proposal():
            yield Headline(text=card.title)
        case File() | Picture():
            return
        case Passage() if data != "notes" and _is_note(card.source):
            yield card.model_copy(update={"text": _UNTOLD.text, "section": None})
        case Table():
            yield _table(card, data)
        case Facts():
            facts = tuple(_fact(fact, data) for fact in card.facts)
            yield card.model_copy(update={"facts": facts, "buttons": ()})
        case Headline():
            yield card.model_copy(update={"buttons": ()})
        case Question() | Notice() | Passage():
            yield card
        case _:
            return


def _table(card: Table, data: DataClass) -> Table:
    rows = tuple(_row(row, data) for row in card.rows[:ROWS])
    return card.model_copy(update={"rows": rows, "buttons": (), "more": None})


def _row(row: Row, data: DataClass) -> Row:
    if data == "notes" or not _is_note(row.source):
        return row
    return row.model_copy(update={"cells": tuple(_without_words(cell) if cell else cell for cell in row.cells)})


def _fact(fact: Fact, data: DataClass) -> Fact:
    if data == "notes" or fact.value is None or not _is_note(fact.source):
        return fact
    return fact.model_copy(update={"value": _without_words(fact.value)})


def _is_note(source: Source | None) -> bool:
    return source is not None and source.kind in _NOTES


def _without_words(value: Value) -> Value:
    """What a note says, without its words: days, amounts and kinds stay."""
    match value:
        case Name() | Mention():
            return _UNTOLD
        case Words():
            inner = {name: _without_words(item) for name, item in value.values.items()}
            return value.model_copy(update={"values": inner})
        case Several():
            return value.model_copy(update={"items": tuple(_without_words(item) for item in value.items)})
        case _:
            return value


def pieces(answer: Sequence[Card]) -> Iterator[Card]:
    """The cards with each row of a table as a card of its own: what stands together, and can vouch for a sentence."""
    for card in answer:
        match card:
            case Table():
                head = card.model_copy(update={"rows": ()})
                yield from (head.model_copy(update={"rows": (row,), "total": 1, "title": None}) for row in card.rows)
                if card.title:
                    yield Headline(text=card.title)
            case _:
                yield card


def as_data(tool: str, text: str) -> str:
    """A result as a model is told it: marked as data, so long as is useful, and unable to end its own mark."""
    text = text.replace("<", "‹").replace(">", "›")
    if len(text) > RESULT:
        text = f"{text[:RESULT].rpartition(chr(10))[0]}\n… (the person is shown all of it)"
    return f'<data from="{tool}">\n{text}\n</data>'
