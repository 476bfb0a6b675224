"""One card → its blocks, in the reader's language. How they are put into messages is for `render.py`."""

from collections.abc import Sequence
from itertools import count

from bot.slack import blocks as kit
from bot.slack.blocks import Spoken
from bot.slack.limits import BUTTON_LABEL, TABLE_COLUMNS, TABLE_ROWS, Block
from bot.text import Reader, spoken
from tools.kit import cards
from tools.kit.cards import Button, say

TITLE = 130
"""Characters up to which a headline is set as a title; a longer one is a bold sentence."""
ITEMS = 10
TABLE_ROOM = 11_000
WARNINGS = {"info": "", "origin": "", "warning": "⚠️ ", "problem": "🛑 "}

PRESS = "do"
SAVE, EDIT, DISCARD, UNDO, SHOW = "save", "edit", "discard", "undo", "show"


class Painter:
    """Paints the cards of one answer, in their order: the buttons' places count on over all of them."""

    def __init__(self, reader: Reader, token: str) -> None:
        self._reader = reader
        self._token = token
        self._place = count()

    def headline(self, card: cards.Headline) -> list[Block]:
        """The number that matters as a title; what it covers in small print; then its buttons."""
        text = self._reader.words(card.text)
        short = len(text) <= TITLE and "\n" not in text
        found = [kit.header(text)] if short else [kit.said((piece, "bold")) for piece in kit.pieces(text)]
        if card.scope:
            found.append(kit.context(self._reader.words(card.scope)))
        return [*found, *self._buttons(card.buttons)]

    def facts(self, card: cards.Facts) -> list[Block]:
        """Fields side by side where they are short and plain, else a list; each with its source."""
        title = [kit.said((kit.clamped(self._reader.value(card.title), kit.PIECE), "bold"))] if card.title else []
        return [*title, *self._grid([self._fact(fact) for fact in card.facts]), *self._buttons(card.buttons)]

    def _fact(self, fact: cards.Fact) -> tuple[str, str, str]:
        label = self._reader.words(fact.label)
        if fact.value is None:
            return label, self._reader.formats.message("not in the record"), ""
        origin = self._reader.source(fact.source) if fact.source else ""
        return label, self._reader.value(fact.value), origin

    def _grid(self, facts: Sequence[tuple[str, str, str]]) -> list[Block]:
        if kit.grid_can_hold([(label, value + origin) for label, value, origin in facts]):
            return kit.fields([(label, f"{value}  ({origin})" if origin else value) for label, value, origin in facts])
        found: list[Block] = []
        lines: list[Sequence[Spoken]] = []
        for label, value, origin in facts:
            line: list[Spoken] = [(f"{label}: ", "bold"), (value, None), (f"  ({origin})" if origin else "", "italic")]
            if sum(len(text) for text, _ in line) <= kit.PIECE:
                lines.append(line)
                continue
            found += [*_lists(lines), kit.said((kit.clamped(label, kit.PIECE), "bold"))]
            found += [kit.quoted(piece) for piece in kit.pieces(value)]
            found += [kit.context(origin)] if origin else []
            lines = []
        return [*found, *_lists(lines)]

    def table(self, card: cards.Table) -> list[Block]:
        """Title, table (or several, where one can't hold it), how many more there are, and the buttons."""
        found = [kit.said((kit.clamped(self._reader.words(card.title), kit.PIECE), "bold"))] if card.title else []
        if card.rows and card.columns:
            found += self._pages(card)
        if card.total > len(card.rows):
            shown = say("{shown} of {total} shown", shown=len(card.rows), total=card.total)
            found.append(kit.context(self._reader.words(shown)))
        return [*found, *self._buttons([*card.buttons, *([card.more] if card.more else [])])]

    def _pages(self, card: cards.Table) -> list[Block]:
        """As many tables as Slack's limits ask for: a wide one repeats its first column."""
        head = [self._reader.words(column.label) for column in card.columns]
        right = [column.align == "right" for column in card.columns]
        body = [[self._reader.value(cell) for cell in row.cells] for row in card.rows]
        found: list[Block] = []
        for places in _columns(len(head)):
            rows = [[row[place] for place in places] for row in body]
            for page in _rows(rows, sum(min(len(head[place]), BUTTON_LABEL) for place in places)):
                found.append(kit.table([head[at] for at in places], page, [right[at] for at in places]))
        return found

    def passage(self, card: cards.Passage) -> list[Block]:
        """The words behind a line at the margin, and what they are cited from."""
        cited = [part for part in (card.document, card.section) if part]
        if card.source:
            cited.append(self._reader.source(card.source))
        if card.on:
            cited.append(self._reader.formats.day(card.on))
        quote = [kit.quoted(piece) for piece in kit.pieces(card.text)]
        return [*quote, *([kit.context(" · ".join(cited))] if cited else [])]

    def draft(self, card: cards.Draft) -> list[Block]:
        """The customer's text and nothing else: what is marked in this message can be sent as it is."""
        subject = [kit.said((piece, "bold")) for piece in kit.pieces(card.subject)]
        return [*subject, kit.divider(), *(kit.said((piece, None)) for piece in kit.pieces(card.body))]

    def proposal(self, card: cards.Proposal, *, in_file: bool = False) -> list[Block]:
        """The change field by field, old → new. `in_file`: its words are in a file above, too long for a message."""
        found = self.headline(cards.Headline(text=card.title))
        short: list[tuple[str, str, str]] = []
        for field in card.fields:
            value = self._reader.value(field.new)
            if field.old is not None:
                value = f"{self._reader.value(field.old)} → {value}"
            if in_file:
                value = kit.clamped(value, 200)
            if field.edit == "long_text" and isinstance(field.new, cards.Name):
                found += self._grid(short) if short else []
                found.append(kit.said((self._reader.words(field.label), "bold")))
                found += [kit.quoted(piece) for piece in kit.pieces(value)]
                short = []
            else:
                short.append((self._reader.words(field.label), value, ""))
        found += self._grid(short) if short else []
        return [*found, *self._proposal_end(card)]

    def _proposal_end(self, card: cards.Proposal) -> list[Block]:
        found = [kit.context(self._reader.words(words)) for words in (card.readers, card.decided) if words]
        if card.state == "pending":
            edit = [self._decision(say("Edit"), EDIT, card.id)] if any(at.edit != "none" for at in card.fields) else []
            save = self._decision(say("Save"), SAVE, card.id) | {"style": "primary"}
            return [*found, *kit.actions([save, *edit, self._decision(say("Discard"), DISCARD, card.id)])]
        return [*found, *(kit.actions([self._decision(say("Undo"), UNDO, card.id)]) if card.state == "saved" else [])]

    def _decision(self, label: cards.Words, action: str, proposal: str) -> Block:
        return kit.button(self._reader.words(label), action, proposal)

    def question(self, card: cards.Question) -> list[Block]:
        """The question, and a button an answer."""
        labels = [self._reader.value(choice.label) for choice in card.choices]
        found = [kit.said((piece, None)) for piece in kit.pieces(self._reader.words(card.text))]
        if any(len(label) > BUTTON_LABEL for label in labels):
            # What a button can't show in full stands in the list above it.
            for label in labels:
                found += _lists([[(kit.clamped(label, kit.PIECE), None)]])
        buttons = [
            kit.button(label, f"{PRESS}:{place}", self._token)
            for label, place in zip(labels, self._place, strict=False)
        ]
        return [*found, *kit.actions(buttons)]

    def notice(self, card: cards.Notice, *, alone: bool) -> list[Block]:
        """Small print beside an answer; a sentence of its own where it is all there is to say."""
        text = WARNINGS[card.level] + self._reader.words(card.text)
        if alone and card.level != "origin":
            return [kit.said((piece, None)) for piece in kit.pieces(text)]
        return [kit.context(piece) for piece in kit.pieces(text)]

    def remark(self, card: cards.Remark) -> list[Block]:
        """A model's sentences: plain words, in elements that Slack does not parse."""
        return [kit.said((piece, None)) for piece in kit.pieces(spoken(card))]

    def _buttons(self, buttons: Sequence[Button]) -> list[Block]:
        made = [
            kit.button(self._reader.words(button.label), f"{PRESS}:{place}", self._token)
            for button, place in zip(buttons, self._place, strict=False)
        ]
        return kit.actions(made)


def _lists(lines: Sequence[Sequence[Spoken]]) -> list[Block]:
    return [kit.listed(lines[start : start + 4]) for start in range(0, len(lines), 4)]


def _columns(many: int) -> list[list[int]]:
    if many <= TABLE_COLUMNS:
        return [list(range(many))]
    step = TABLE_COLUMNS - 1
    return [[0, *range(start, min(start + step, many))] for start in range(1, many, step)]


def _rows(rows: Sequence[Sequence[str]], head: int) -> list[list[Sequence[str]]]:
    """Rows a table: at most Slack's number, and no more than there is room for in a message."""
    found: list[list[Sequence[str]]] = [[]]
    used = head
    for row in rows:
        size = sum(min(len(cell), kit.CELL) or 1 for cell in row)
        if found[-1] and (len(found[-1]) >= TABLE_ROWS - 1 or used + size > TABLE_ROOM):
            found.append([])
            used = head
        found[-1].append(row)
        used += size
    return found
