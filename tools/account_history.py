"""What was said and done with a customer: notes, meetings, calls, emails, newest first, each with its source."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from locales import key
from tools.kit import choose, history, tool
from tools.kit.cards import Card, Day, Headline, Name, Notice, Passage, Several, Source, Span, Value, Words, say, say_n
from tools.kit.choose import Owner
from tools.kit.csv_file import FILE_UP_TO, csv_file
from tools.kit.desk import Desk
from tools.kit.history import KINDS, Entry, Wanted
from tools.kit.names import Found
from tools.kit.paging import button
from tools.kit.tool import Period, Tool

PASSAGES = 5
"""Entries on a page where no number was said."""
LONGEST = 1_500
"""Characters of an entry that are shown; the whole of it is in the file."""


class Arguments(tool.Arguments):
    """Whose entries, of which kind, from when, by whom, about what."""

    account: str | None = None
    activity_type: Literal["note", "meeting", "call", "email"] | None = None
    period: Period | None = None
    contact: str | None = Field(None, description="a person at the customer who was there or is spoken of")
    query: str | None = Field(None, description="words that the entries must hold")
    top_n: int | None = Field(None, ge=1, le=100)
    owner: str | None = Field(None, description='who wrote it: "me", "team", or a colleague\'s name')
    page: SkipJsonSchema[int] = 1


@dataclass(frozen=True)
class Told:
    """What was asked and what was found, newest first. `loose`: no entry has all the words, these have some."""

    arguments: Arguments
    wanted: Wanted
    account: str | None
    author: Owner | None
    entries: Sequence[Entry]
    loose: bool = False


def run(desk: Desk, arguments: Arguments) -> Sequence[Card]:
    """The entries that fit, as passages."""
    account: Found | None = None
    if arguments.account:
        found = choose.account(desk, arguments.account)
        if not isinstance(found, Found):
            return [found]
        account = found
    author: Owner | None = None
    if arguments.owner:
        whose = choose.owner(desk, arguments.owner)
        if not isinstance(whose, Owner):
            return [whose]
        author = whose
    wanted = Wanted(
        account_id=account.id if account else None,
        kind=arguments.activity_type,
        period=arguments.period or Period(),
        authors=author.people if author else None,
        contact=history.contact_meant(desk, arguments.contact, account.id if account else None),
        words=history.words_of(arguments.query or ""),
    )
    with desk.read() as session:
        entries = history.load(session, wanted)
    kept, loose = history.saying(entries, wanted.words)
    told = Told(arguments, wanted, account.name if account else None, author, kept, loose)
    if not kept:
        return list(_nothing(told, entries))
    return list(_answer(told))


def _answer(told: Told) -> Iterator[Card]:
    arguments = told.arguments
    size = arguments.top_n or PASSAGES
    start = 0 if arguments.top_n else (arguments.page - 1) * PASSAGES
    shown = told.entries[start : start + size]
    if arguments.page == 1:
        yield _headline(told)
        if told.loose:
            yield Notice(text=say("No entry has all of these words; these have some of them."))
    for entry in shown:
        yield _passage(entry, told.account is None)
    left = len(told.entries) - start - len(shown)
    if left > 0 and not arguments.top_n:
        older = {**arguments.model_dump(mode="json", exclude_none=True), "page": arguments.page + 1}
        text = say_n("{n} older entry", "{n} older entries", left)
        yield Headline(text=text, buttons=(button(say("Older"), TOOL.name, older),))
        if arguments.page == 1:
            yield _file(told)


def _headline(told: Told) -> Headline:
    last = told.entries[0]
    kind, day = KINDS[last.kind], Day(on=last.on)
    if told.arguments.top_n == 1:
        return Headline(text=say("Last: {kind}, {day}", kind=kind, day=day), scope=_scope(told))
    count = say_n("{n} entry", "{n} entries", len(told.entries))
    return Headline(
        text=say("{count}, the last on {day} ({kind})", count=count, day=day, kind=kind), scope=_scope(told)
    )


def _scope(told: Told) -> Words:
    arguments = told.arguments
    parts: list[Value] = [Name(text=told.account) if told.account else say("all accounts you can see")]
    if arguments.activity_type:
        parts.append(KINDS[arguments.activity_type])
    if arguments.period and (arguments.period.start or arguments.period.end):
        parts.append(Span(start=arguments.period.start, end=arguments.period.end))
    if told.wanted.contact:
        parts.append(say("with or about {contact}", contact=told.wanted.contact.name))
    if arguments.query:
        parts.append(say("“{words}”", words=arguments.query))
    if told.author:
        parts.append(_by(told.author))
    return say("{parts}", parts=Several(items=tuple(parts), by=", "))


def _by(author: Owner) -> Words:
    match author.kind:
        case "me":
            return say("written by you")
        case "team":
            return say("written by your team")
        case _:
            return say("written by {person}", person=author.name)


def _passage(entry: Entry, with_account: bool) -> Passage:
    parts: list[Value] = [KINDS[entry.kind]]
    if with_account:
        parts.append(Name(text=entry.account))
    if entry.people:
        parts.append(say("with {people}", people=Several(items=tuple(Name(text=name) for name in entry.people))))
    parts.append(say("by {author}", author=entry.author) if entry.author else Name(text=entry.source))
    if entry.private:
        parts.append(say("private: only you read it"))
    label = say("{parts}", parts=Several(items=tuple(parts), by=" · "))
    text = entry.body if len(entry.body) <= LONGEST else entry.body[:LONGEST].rstrip() + " …"
    source = Source(kind=entry.kind, label=label, on=entry.on, row=f"activities:{entry.id}")
    return Passage(text=text, section=entry.subject, source=source)


def _file(told: Told) -> Card:
    columns = ("date", "type", "account", "author", "people", "subject", "text", "visibility")
    rows = [
        (
            entry.on,
            entry.kind,
            entry.account,
            entry.author,
            "; ".join(entry.people),
            entry.subject,
            entry.body,
            "private" if entry.private else "team",
        )
        for entry in told.entries[:FILE_UP_TO]
    ]
    title = say_n("{n} entry as CSV", "All {n} entries as CSV", len(rows))
    return csv_file("history.csv", title, columns, rows)


def _nothing(told: Told, without_words: Sequence[Entry]) -> Iterator[Card]:
    """Said plainly, with the nearest that there is: the same without the words, else without the period and kind."""
    if told.wanted.words and without_words:
        nearest = without_words[0]
        yield Headline(text=say("No entry says “{words}”", words=told.arguments.query or ""), scope=_scope(told))
        yield Notice(text=say("The latest entry without these words:"))
        yield _passage(nearest, told.account is None)
        return
    wider = told.arguments.model_dump(mode="json", exclude_none=True, exclude={"period", "activity_type", "page"})
    narrowed = told.arguments.period is not None or told.arguments.activity_type is not None
    buttons = (button(say("All entries"), TOOL.name, wider),) if narrowed else ()
    yield Headline(text=say("Nothing is on record"), scope=_scope(told), buttons=buttons)


TOOL = Tool(
    name="account_history",
    does=key("Notes, meetings, calls and emails with a customer: what was said, when last"),
    arguments=Arguments,
    run=run,
    reads=("activities", "accounts"),
    examples={
        "en": ("last 2 meetings with Acme", "anything about competitors in Acme's notes since February?"),
        "fr": ("c'était quand le dernier échange avec Acme ?", "les appels avec Acme ce trimestre"),
        "de": ("was hat Frau Keller zum Preis gesagt?", "die letzten drei Anrufe mit Acme"),
        "zh": ("最近和 Acme 开过什么会？", "Acme 的记录里提到过竞品吗？"),
    },
)
