"""Cards as plain text in the reader's language: the terminal, `ask`, and what Slack shows where blocks can't be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.tables import cells, table_lines
from locales import Locale, in_language, key
from tools.kit import cards
from tools.kit.cards import Card, Value, Words

LEVELS = {"red": key("red"), "amber": key("amber"), "green": key("green"), None: key("unknown")}
SUBJECT = key("Subject")
RULE, RULED = "─", 72
DOTS = {"red": "🔴", "amber": "🟡", "green": "🟢", None: "⚪"}
EMPTY = "–"
SIGNS = {", ": key(", "), "; ": key("; ")}
"""What stands between values, where a language has its own sign for it."""
SOURCES = {
    "note": key("note"),
    "meeting": key("meeting"),
    "call": key("call"),
    "email": key("email"),
    "contract": key("contract"),
    "account": key("account record"),
    "contact": key("contact record"),
    "usage": key("usage"),
    "ticket": key("ticket"),
    "task": key("task"),
    "churn": key("churn record"),
    "document": key("document"),
    "file": key("file"),
}


@dataclass(frozen=True)
class Reader:
    """Who reads: their language, their locale's formats, their time zone and day."""

    language: str
    locale: str | None = None
    time_zone: str = "UTC"
    today: date | None = None

    @property
    def formats(self) -> Locale:
        """How this reader's dates, money and numbers look."""
        return in_language(self.language, self.locale)

    def words(self, words: Words) -> str:
        """A message in the reader's language, its places filled."""
        message = self.formats.message(words.key, words.plural, words.n)
        values = {name: self.value(value) for name, value in words.values.items()}
        if words.n is not None:
            values["n"] = self.formats.number(words.n)
        return message.format_map(values)

    def value(self, value: Value | None) -> str:
        """A typed value as the reader writes it; None is a dash."""
        formats = self.formats
        match value:
            case None:
                return EMPTY
            case cards.Words():
                return self.words(value)
            case cards.Name():
                return value.text
            case cards.Mention():
                return value.name
            case cards.Money():
                return formats.money(value.amount, value.currency, value.short)
            case cards.Day():
                short = value.short and self.today is not None and value.on.year == self.today.year
                return formats.day(value.on, short)
            case cards.Span():
                if value.named and value.start and value.is_month:
                    return formats.month(value.start)
                return formats.span(value.start, value.end)
            case cards.Moment():
                return formats.moment(value.at, self.time_zone)
            case cards.Number():
                return formats.number(value.value)
            case cards.Percent():
                return formats.percent(value.value)
            case cards.Level():
                return f"{DOTS[value.level]} {formats.message(LEVELS[value.level])}"
            case cards.Several():
                items = [self.value(item) for item in value.items]
                return formats.listed(items) if value.by is None else self.sign(value.by).join(items)

    def source(self, source: cards.Source) -> str:
        """Where a fact is from: "contract, 1 May 2026"."""
        parts = [self.value(source.label) if source.label else self.formats.message(SOURCES[source.kind])]
        if source.on:
            parts.append(self.formats.day(source.on))
        return self.sign(", ").join(parts)

    def sign(self, by: str) -> str:
        """The sign between values as this language writes it: ", " is "，" in Chinese."""
        return self.formats.message(SIGNS.get(by, by))

    def labelled(self, label: str, value: str) -> str:
        """A label and its value: "Owner: Ann Lee"."""
        return self.formats.message("{label}: {value}").format(label=label, value=value)


@dataclass(frozen=True)
class Screen:
    """What an answer is read on. By default anything: of no certain width, with no keys to press."""

    width: int | None = None
    """In terminal cells."""
    numbered: bool = False
    """Whether buttons carry the numbers by which they can be chosen."""


def plain(answer: Sequence[Card], reader: Reader, screen: Screen | None = None) -> str:
    """The whole answer as text: what is bold, boxed or a button in Slack is here in words. Numbers of buttons are their
    places in `cards.pressable`, from 1."""
    page = _Page(reader, screen or Screen())
    parts = [page.card(card) for card in answer]
    return "\n\n".join(part for part in parts if part)


@dataclass
class _Page:
    """An answer on its way to text."""

    reader: Reader
    screen: Screen
    pressable: int = 0
    """How many buttons and choices stand above."""

    def card(self, card: Card) -> str:
        reader = self.reader
        match card:
            case cards.Headline():
                lines = [reader.words(card.text), *([reader.words(card.scope)] if card.scope else [])]
                return "\n".join(lines + self._buttons(card.buttons))
            case cards.Facts():
                return "\n".join(_facts(card, reader) + self._buttons(card.buttons))
            case cards.Table():
                return "\n".join(_table(card, reader, self.screen.width) + self._table_buttons(card))
            case cards.Passage():
                return _passage(card, reader)
            case cards.Draft():
                text = f"{reader.labelled(reader.formats.message(SUBJECT), card.subject)}\n\n{card.body}"
                # In a terminal all stands below one another: a line shows where the customer's text ends.
                return f"{text}\n\n{RULE * min(self.screen.width or RULED, RULED)}" if self.screen.numbered else text
            case cards.Proposal():
                return _proposal(card, reader)
            case cards.Question():
                return "\n".join([reader.words(card.text), *self._choices(card.choices)])
            case cards.Picture():
                return f"[{reader.labelled(reader.words(card.title), reader.words(card.alt))}]"
            case cards.File():
                return f"[{reader.labelled(reader.words(card.title), card.name)}]"
            case cards.Notice():
                return reader.words(card.text)
            case cards.Remark():
                return spoken(card)

    def _table_buttons(self, card: cards.Table) -> list[str]:
        # Without keys to press, "more" is a word to say, which the line above the buttons tells of.
        more = (card.more,) if card.more and self.screen.numbered else ()
        lines = self._buttons((*card.buttons, *more))
        self.pressable += bool(card.more) - len(more)
        return lines

    def _buttons(self, buttons: Sequence[cards.Button]) -> list[str]:
        labels = [self.reader.words(button.label) for button in buttons]
        if self.screen.numbered:
            labels = [f"{place} {label}" for place, label in enumerate(labels, self.pressable + 1)]
        self.pressable += len(buttons)
        line = "  ".join(f"[{label}]" for label in labels)
        if self.screen.width and cells(line) > self.screen.width:
            return [f"[{label}]" for label in labels]
        return [line] if line else []

    def _choices(self, choices: Sequence[cards.Choice]) -> list[str]:
        first = self.pressable + 1 if self.screen.numbered else 1
        self.pressable += len(choices)
        return [f"  {place}. {self.reader.value(choice.label)}" for place, choice in enumerate(choices, first)]


def spoken(card: cards.Remark) -> str:
    """A model's sentences run together as their language does."""
    return ("" if card.language == "zh" else " ").join(card.drafted)


def _facts(card: cards.Facts, reader: Reader) -> list[str]:
    lines = [reader.value(card.title)] if card.title else []
    for fact in card.facts:
        value = reader.value(fact.value) if fact.value else reader.formats.message("not in the record")
        if fact.source and fact.value:
            value = reader.formats.message("{value}  ({source})").format(value=value, source=reader.source(fact.source))
        lines.append(f"  {reader.labelled(reader.words(fact.label), value)}")
    return lines


def _passage(card: cards.Passage, reader: Reader) -> str:
    cited = ", ".join(part for part in (card.document, card.section) if part)
    origin = [cited] if cited else []
    if card.source:
        origin.append(reader.source(card.source))
    if card.on:
        origin.append(reader.formats.day(card.on))
    return f"{card.text}\n— {' · '.join(origin)}" if origin else card.text


def _proposal(card: cards.Proposal, reader: Reader) -> str:
    lines = [reader.words(card.title)]
    for field in card.fields:
        new = reader.value(field.new)
        change = f"{reader.value(field.old)} → {new}" if field.old else new
        lines.append(f"  {reader.labelled(reader.words(field.label), change)}")
    if card.readers:
        lines.append(f"  {reader.words(card.readers)}")
    if card.decided:
        lines.append(reader.words(card.decided))
    return "\n".join(lines)


def _table(card: cards.Table, reader: Reader, width: int | None) -> list[str]:
    head = [reader.words(column.label) for column in card.columns]
    body = [[reader.value(cell) for cell in row.cells] for row in card.rows]
    right = [column.align == "right" for column in card.columns]
    title = [reader.words(card.title)] if card.title else []
    lines = [*title, *table_lines(head, body, right, width, reader.labelled)]
    if card.total > len(card.rows):
        more = cards.say("{shown} of {total} shown", shown=len(card.rows), total=card.total)
        lines.append(reader.words(more))
    return lines
