"""Cards as plain text in the reader's language: the terminal, `ask`, and what Slack shows where blocks can't be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from unicodedata import east_asian_width

from locales import Locale, in_language, key
from tools.kit import cards
from tools.kit.cards import Card, Value, Words

LEVELS = {"red": key("red"), "amber": key("amber"), "green": key("green"), None: key("unknown")}
SUBJECT = key("Subject")
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


def plain(answer: Sequence[Card], reader: Reader) -> str:
    """The whole answer as text: what is bold, boxed or a button in Slack is here in words."""
    parts = [_card(card, reader) for card in answer]
    return "\n\n".join(part for part in parts if part)


def _card(card: Card, reader: Reader) -> str:
    match card:
        case cards.Headline():
            lines = [reader.words(card.text)]
            if card.scope:
                lines.append(reader.words(card.scope))
            return "\n".join(lines + _buttons(card.buttons, reader))
        case cards.Facts():
            return _facts(card, reader)
        case cards.Table():
            return _table(card, reader)
        case cards.Passage():
            cited = ", ".join(part for part in (card.document, card.section) if part)
            origin = [cited] if cited else []
            if card.source:
                origin.append(reader.source(card.source))
            if card.on:
                origin.append(reader.formats.day(card.on))
            return f"{card.text}\n— {' · '.join(origin)}" if origin else card.text
        case cards.Draft():
            return f"{reader.labelled(reader.formats.message(SUBJECT), card.subject)}\n\n{card.body}"
        case cards.Proposal():
            return _proposal(card, reader)
        case cards.Question():
            choices = [f"  {place}. {reader.value(choice.label)}" for place, choice in enumerate(card.choices, 1)]
            return "\n".join([reader.words(card.text), *choices])
        case cards.Picture():
            return f"[{reader.labelled(reader.words(card.title), reader.words(card.alt))}]"
        case cards.File():
            return f"[{reader.labelled(reader.words(card.title), card.name)}]"
        case cards.Notice():
            return reader.words(card.text)
        case cards.Remark():
            return spoken(card)


def spoken(card: cards.Remark) -> str:
    """A model's sentences run together as their language does."""
    return ("" if card.language == "zh" else " ").join(card.drafted)


def _facts(card: cards.Facts, reader: Reader) -> str:
    lines = [reader.value(card.title)] if card.title else []
    for fact in card.facts:
        value = reader.value(fact.value) if fact.value else reader.formats.message("not in the record")
        if fact.source and fact.value:
            value = reader.formats.message("{value}  ({source})").format(value=value, source=reader.source(fact.source))
        lines.append(f"  {reader.labelled(reader.words(fact.label), value)}")
    return "\n".join(lines + _buttons(card.buttons, reader))


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


def _buttons(buttons: Sequence[cards.Button], reader: Reader) -> list[str]:
    return ["  ".join(f"[{reader.words(button.label)}]" for button in buttons)] if buttons else []


def _table(card: cards.Table, reader: Reader) -> str:
    head = [reader.words(column.label) for column in card.columns]
    body = [[reader.value(cell) for cell in row.cells] for row in card.rows]
    widths = [max(_width(line[place]) for line in [head, *body]) for place in range(len(head))]
    lines = [reader.words(card.title)] if card.title else []
    for line in [head, ["─" * width for width in widths], *body]:
        cells = (
            _pad(cell, width, column.align) for cell, width, column in zip(line, widths, card.columns, strict=True)
        )
        lines.append("  ".join(cells).rstrip())
    if card.total > len(card.rows):
        more = cards.say("{shown} of {total} shown", shown=len(card.rows), total=card.total)
        lines.append(reader.words(more))
    return "\n".join(lines + _buttons(card.buttons, reader))


def _width(text: str) -> int:
    # A terminal's cell: Chinese characters and dots of colour take two.
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _pad(text: str, width: int, align: str) -> str:
    gap = " " * (width - _width(text))
    return gap + text if align == "right" else text + gap
