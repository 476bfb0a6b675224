"""What opens beside the messages: the form that edits a proposal, and the app's home."""

from collections.abc import Sequence

from bot.slack import blocks as kit
from bot.slack import limits
from bot.slack.blocks import Spoken
from bot.slack.limits import Block, Json
from bot.slack.paint import SHOW
from bot.text import Reader
from tools.kit import cards
from tools.kit.cards import Card, Field_, Proposal, Words, say

EDITING = "proposal_form"
"""The form's callback id."""
ROWS = 15
"""Rows of a table on the home page."""


def loading() -> Block:
    """What a form shows until it is there. Its words are few and in English: the reader's language is not known yet."""
    return _modal("Steward", [kit.said(("…", None))], "Close")


def sentence(words: Words, reader: Reader) -> Block:
    """A form that can't be had, and why."""
    return _modal("Steward", [kit.said((reader.words(words), None))], reader.formats.message("Close"))


def form(proposal: Proposal, reader: Reader) -> Block:
    """The fields of a proposal that can be edited, each starting from what it is."""
    message = reader.formats.message
    inputs = [made for field in proposal.fields if (made := _input(field, reader))]
    view = _modal(message("Edit"), inputs, message("Cancel"))
    view |= {"callback_id": EDITING, "private_metadata": proposal.id}
    view["submit"] = kit.plain_text(message("Done"), limits.MODAL_TITLE)
    return view


def _modal(title: str, blocks: Sequence[Block], close: str) -> Block:
    return {
        "type": "modal",
        "title": kit.plain_text(title, limits.MODAL_TITLE),
        "close": kit.plain_text(close, limits.MODAL_TITLE),
        "blocks": list(blocks[: limits.VIEW_BLOCKS]),
    }


def _input(field: Field_, reader: Reader) -> Block | None:
    element = _element(field, reader)
    if element is None:
        return None
    return {
        "type": "input",
        "block_id": field.name,
        "label": kit.plain_text(reader.words(field.label), limits.FIELD),
        "element": element | {"action_id": "value"},
        # Words may be taken out altogether; the tool says so if it can't do without them.
        "optional": field.edit in ("text", "long_text"),
    }


def _element(field: Field_, reader: Reader) -> Block | None:
    raw = field.raw or ""
    match field.edit:
        case "text" | "long_text" if len(raw) <= limits.INPUT:
            element: Block = {"type": "plain_text_input", "multiline": field.edit == "long_text"}
            return element | ({"initial_value": raw} if raw else {})
        case "date":
            picker: Block = {"type": "datepicker"}
            return picker | ({"initial_date": raw} if raw else {})
        case "choice" if field.choices:
            options: list[Json] = [
                {"text": kit.plain_text(reader.words(label), limits.OPTION), "value": value[: limits.OPTION]}
                for value, label in field.choices[: limits.OPTIONS]
            ]
            chosen = [option for option, (value, _) in zip(options, field.choices, strict=False) if value == raw]
            select: Block = {"type": "static_select", "options": options}
            return select | ({"initial_option": chosen[0]} if chosen else {})
        case _:
            return None


def home(unsaved: Sequence[Proposal], answer: Sequence[Card], reader: Reader) -> Block:
    """The app's home: what waits to be saved, and an answer (the reader's renewals) with its rows as lines."""
    blocks: list[Block] = []
    if unsaved:
        title = cards.say_n("{n} not saved yet", "{n} not saved yet", len(unsaved))
        blocks.append(kit.header(reader.words(title)))
        for proposal in unsaved[:10]:
            shown = [reader.value(field.new) for field in proposal.fields[:2] if field.new is not None]
            text = kit.clamped(kit.one_line(" · ".join([reader.words(proposal.title), *shown])), 300)
            blocks += [kit.said((text, None)), *kit.actions([kit.button(_show(reader), SHOW, proposal.id)])]
        blocks.append(kit.divider())
    for card in answer:
        blocks += _lines(card, reader)
    room = limits.ALL_CHARACTERS
    kept: list[Block] = []
    for block in blocks[: limits.VIEW_BLOCKS]:
        room -= limits.characters(block)
        if room < 0:
            break
        kept.append(block)
    return {"type": "home", "blocks": list(kept)}


def _show(reader: Reader) -> str:
    return reader.words(say("Show"))


def _lines(card: Card, reader: Reader) -> list[Block]:
    match card:
        case cards.Headline():
            scope = [kit.context(reader.words(card.scope))] if card.scope else []
            return [kit.header(reader.words(card.text)), *scope]
        case cards.Table() if card.rows:
            title = [kit.said((reader.words(card.title), "bold"))] if card.title else []
            lines: list[Sequence[Spoken]] = [
                [(reader.value(row.cells[0]), "bold"), *((f" · {reader.value(cell)}", None) for cell in row.cells[1:])]
                for row in card.rows[:ROWS]
            ]
            return [*title, *(kit.listed(lines[start : start + 5]) for start in range(0, len(lines), 5))]
        case cards.Notice():
            return [kit.context(reader.words(card.text))]
        case _:
            return []
