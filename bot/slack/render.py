"""Cards → what is sent to Slack. The one place where an answer becomes messages; nothing else makes one.

A message holds one table at most, a customer's draft stands alone in its own, a proposal too (it is updated once it has
been decided), and everything keeps within Slack's limits: what is longer is split over several messages.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.slack import blocks as kit
from bot.slack import limits
from bot.slack.limits import Block
from bot.slack.paint import Painter
from bot.text import Reader, plain
from tools.kit import cards
from tools.kit.cards import Card, say

log = logging.getLogger("steward")

ROOM = 12_500
"""Characters that we put in one message: under Slack's limit, which may count a little differently than we do."""
MOST_BLOCKS = 45
FALLBACK = 3_000
FALLBACK_ROWS = 10
SHOWN_WHOLE = 9_000
"""Characters up to which a proposal is shown in the message itself; a longer one comes as a file before it."""


@dataclass(frozen=True)
class Post:
    """A message. `text` is what shows where blocks can't be; `proposal` the change that it asks about."""

    text: str
    blocks: list[Block]
    proposal: str | None = None


@dataclass(frozen=True)
class Upload:
    """A file to go along."""

    name: str
    title: str
    content: bytes
    alt: str | None = None


@dataclass
class _Message:
    cards: list[Card] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    proposal: str | None = None
    characters: int = 0

    def has_room(self, block: Block, characters: int) -> bool:
        if len(self.blocks) >= MOST_BLOCKS or self.characters + characters > ROOM:
            return False
        return block["type"] != "table" or all(other["type"] != "table" for other in self.blocks)


def render(answer: Sequence[Card], reader: Reader, token: str) -> list[Post | Upload]:
    """The messages and files of an answer, in their order. Buttons carry `token`, or a proposal's id, and nothing else."""
    return _Rendering(reader, token).of(answer)


def decided(card: cards.Proposal, reader: Reader) -> Post:
    """The message that takes a proposal's place once it has been decided."""
    blocks = Painter(reader, "").proposal(card, in_file=_too_long(card, reader))
    return _checked(Post(_fallback([card], reader), blocks, card.id))


class _Rendering:
    """One answer on its way into messages."""

    def __init__(self, reader: Reader, token: str) -> None:
        self._reader = reader
        self._paint = Painter(reader, token)
        self._sent: list[Post | Upload] = []
        self._message = _Message()
        self._files: list[Upload] = []

    def of(self, answer: Sequence[Card]) -> list[Post | Upload]:
        only_notices = all(isinstance(card, cards.Notice) for card in answer)
        for card in answer:
            if self._message.proposal and not isinstance(card, cards.Notice):
                self._close()
            self._card(card, only_notices)
        self._close()
        return self._sent

    def _card(self, card: Card, only_notices: bool) -> None:
        words = self._reader.words
        match card:
            case cards.Headline():
                self._add(card, self._paint.headline(card))
            case cards.Facts():
                self._add(card, self._paint.facts(card))
            case cards.Table():
                if any(block["type"] == "table" for block in self._message.blocks):
                    # The next message begins with this one's title, not with its rows.
                    self._close()
                self._add(card, self._paint.table(card))
            case cards.Passage():
                self._add(card, self._paint.passage(card))
            case cards.Question():
                self._add(card, self._paint.question(card))
            case cards.Notice():
                self._add(card, self._paint.notice(card, alone=only_notices))
            case cards.Remark():
                self._add(card, self._paint.remark(card))
            case cards.Draft():
                self._draft(card)
            case cards.Proposal():
                self._proposal(card)
            case cards.Picture():
                self._files.append(Upload("picture.png", words(card.title), card.png, words(card.alt)))
            case cards.File():
                self._files.append(Upload(card.name, words(card.title), card.content))

    def _draft(self, card: cards.Draft) -> None:
        self._close()
        self._add(card, self._paint.draft(card))
        self._close()
        if card.mailto:
            label = self._reader.formats.message("Open in your mail program")
            self._add(cards.Notice(text=say("Open in your mail program")), [kit.linked(f"✉️ {label}", card.mailto)])

    def _proposal(self, card: cards.Proposal) -> None:
        self._close()
        too_long = _too_long(card, self._reader)
        if too_long:
            title = self._reader.words(card.title)
            self._sent.append(Upload("change.txt", title, plain([card], self._reader).encode()))
        self._add(card, self._paint.proposal(card, in_file=too_long))
        self._message.proposal = card.id

    def _add(self, card: Card, blocks: Sequence[Block]) -> None:
        for block in blocks:
            characters = limits.characters(block)
            if not self._message.has_room(block, characters):
                self._close()
            if all(card is not other for other in self._message.cards):
                self._message.cards.append(card)
            self._message.blocks.append(block)
            self._message.characters += characters

    def _close(self) -> None:
        message, self._message = self._message, _Message()
        if message.blocks:
            text = _fallback(message.cards, self._reader)
            self._sent.append(_checked(Post(text, message.blocks, message.proposal)))
        # Files follow the message that they belong to.
        self._sent += self._files
        self._files = []


def _fallback(shown: Sequence[Card], reader: Reader) -> str:
    parts = [_in_lines(card, reader) if isinstance(card, cards.Table) else plain([card], reader) for card in shown]
    return kit.escaped(kit.clamped("\n\n".join(part for part in parts if part), FALLBACK))


def _in_lines(card: cards.Table, reader: Reader) -> str:
    """A table's first rows, a line each. Not set in columns: what shows the text (a notification, a voice) has none."""
    title = [card.title] if card.title else []
    rows = card.rows[:FALLBACK_ROWS]
    rest = [say("{shown} of {total} shown", shown=len(rows), total=card.total)] if card.total > len(rows) else []
    return "\n".join(
        [
            *map(reader.words, title),
            " · ".join(reader.words(column.label) for column in card.columns),
            *(" · ".join(map(reader.value, row.cells)) for row in rows),
            *map(reader.words, rest),
        ]
    )


def _too_long(card: cards.Proposal, reader: Reader) -> bool:
    return len(plain([card], reader)) > SHOWN_WHOLE


def _checked(post: Post) -> Post:
    """The message if Slack will take it, else its text alone: an answer that is plain is better than none."""
    found = limits.problems(post.blocks)
    if not found:
        return post
    log.error("message sent as text alone, its blocks are beyond Slack's limits: %s", "; ".join(found))
    return replace(post, blocks=[])
