"""A QBR out of live data: a text for the customer, then where each line is from, and what only we may know."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import Field

from locales import Locale, key
from tools.kit import choose, letter_cards, letters, tool
from tools.kit.cards import Card, Draft, Facts, File, Headline, Notice, Question, say
from tools.kit.cards import Fact as Shown
from tools.kit.cards import Span as Shows
from tools.kit.desk import Desk
from tools.kit.facts import AccountFacts, gather
from tools.kit.facts_people import main_contact
from tools.kit.letter import spelt, written
from tools.kit.letters import Manner
from tools.kit.mail import mailto, sound_address, sound_subject
from tools.kit.names import Found
from tools.kit.qbr_facts import Span, months_in, of_month, of_period, ours_alone, span
from tools.kit.qbr_sections import TITLES, Section, facts_of, ordered, sections_of
from tools.kit.recipients import letter_language
from tools.kit.registers import length_of
from tools.kit.salutations import territory_spelling
from tools.kit.spelling import letter_locale
from tools.kit.tool import Period, Tool
from tools.kit.writer import used_and_missing


class Arguments(tool.Arguments):
    """Which account, over which period, and what to put first or leave out."""

    account: str
    period: Period | None = Field(None, description="without it the last complete quarter")
    focus: str | None = None
    exclude: str | None = None
    meeting_date: date | None = None
    length: str | None = Field(None, description="short, one page")
    language: Literal["en", "fr", "de", "zh"] | None = None


@dataclass(frozen=True)
class Part:
    """A section as the customer reads it, with the facts behind it and the keys of what it lacks."""

    section: Section
    text: str
    used: tuple[Shown, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Order:
    """One QBR to be written, everything about it settled."""

    said: Arguments
    facts: AccountFacts
    span: Span
    locale: Locale
    sections: list[Section]


def run(desk: Desk, arguments: Arguments) -> Sequence[Card]:
    """The customer's text, alone in its message; then its sources, gaps, and what is ours alone. Or one question."""
    found = choose.account(desk, arguments.account)
    if not isinstance(found, Found):
        return [found]
    over = span(desk, arguments.period)
    facts = gather(desk, found.id, over.period)
    if facts is None:
        return [choose.no_account(arguments.account)]
    language = letter_language(desk, facts, arguments.language, main_contact(facts.rows.contacts, desk.today))
    if isinstance(language, Question):
        return [language]
    order = _order(desk, arguments, facts, over, language)
    parts = [_part(desk, order, section) for section in order.sections]
    return [_draft(desk, order, parts), *_beside(desk, order, parts)]


def _order(desk: Desk, said: Arguments, facts: AccountFacts, over: Span, language: str) -> Order:
    main = main_contact(facts.rows.contacts, desk.today)
    left_out, _ = facts_of(said.exclude)
    facts = facts.having(of_period(facts, over, said.meeting_date, desk.today)).in_term.without(left_out)
    return Order(
        said=said,
        facts=facts,
        span=over,
        locale=letter_locale(language, main.language if main else None, facts.account.country),
        sections=ordered(sections_of(said.focus), sections_of(said.exclude)),
    )


def _part(desk: Desk, order: Order, section: Section) -> Part:
    known = order.facts.shareable
    texts = spelt(known.values(), order.locale)
    months, behind = _months(desk, order) if section == "adoption" else ("", [])
    # The lines of the months are whole already: they stand in the template as text.
    template = (
        letters.body(order.locale.language, "qbr", Manner(), section).replace("{months}", months).replace("\n\n", "\n")
    )
    used, missing = used_and_missing(template, texts)
    if section == "support" and "no_cases" in known:
        used.append("cases_opened")  # the line that says so holds no figure, but it rests on one
    text = written(desk.writer, template, texts, order.locale.language)
    return Part(
        section=section,
        text=territory_spelling(text, order.locale),
        used=(*behind, *(known[key].shown for key in used)),
        missing=tuple(missing),
    )


def _months(desk: Desk, order: Order) -> tuple[str, list[Shown]]:
    months = months_in(order.facts.rows.months, order.span.start, order.span.end, desk.today)
    if length_of(order.said.length) == "short":
        months = months[-1:]
    template = letters.piece(order.locale.language, "month")
    lines, behind = [], []
    for month in months:
        facts = of_month(month)
        lines.append(written(desk.writer, template, spelt(facts, order.locale), order.locale.language))
        behind += [fact.shown for fact in facts if fact.key == "active_users"]
    return "\n".join(lines), behind


def _draft(desk: Desk, order: Order, parts: Sequence[Part]) -> Draft:
    main = main_contact(order.facts.rows.contacts, desk.today)
    texts = spelt(order.facts.shareable.values(), order.locale)
    language = order.locale.language
    subject = written(desk.writer, letters.subject(language, "qbr", Manner(), texts), texts, language)
    subject = sound_subject(territory_spelling(subject, order.locale))
    body = "\n\n".join(part.text for part in parts)
    email = sound_address(main.email) if main else None
    return Draft(
        subject=subject,
        body=body,
        language=language,
        to_name=main.name if main else None,
        to_email=email,
        mailto=mailto(subject, body, email),
        account_id=order.facts.account.id,
    )


def _beside(desk: Desk, order: Order, parts: Sequence[Part]) -> Iterator[Card]:
    """What goes with the text, for the asker alone."""
    name = order.facts.account.name
    period = Shows(start=order.span.start, end=order.span.end)
    yield Headline(
        text=say("QBR for {account}: the text above is for the customer, all below is for you", account=name),
        scope=say("{period}", period=period),
    )
    for part in parts:
        if part.used and part.section != "opening":
            title = say("{section}: where it is from", section=TITLES[part.section])
            yield Facts(title=title, facts=part.used)
    yield from letter_cards.gaps(desk, list(dict.fromkeys(key for part in parts for key in part.missing)))
    yield Facts(
        title=say("For us alone: risks and what is open"),
        facts=tuple(ours_alone(order.facts, order.span, desk.today)),
    )
    yield from _remarks(order)
    yield _file(order, parts)


def _remarks(order: Order) -> Iterator[Notice]:
    said = order.said
    if order.span.running:
        yield Notice(level="warning", text=say("The period is not over yet: figures are those so far."))
    if said.focus and not sections_of(said.focus):
        text = say("No section is called “{focus}”, so none came first.", focus=said.focus)
        yield Notice(level="warning", text=text)
    if said.exclude and not sections_of(said.exclude) and not facts_of(said.exclude)[1]:
        text = say("I found nothing called “{excluded}” to leave out; please check.", excluded=said.exclude)
        yield Notice(level="warning", text=text)
    yield Notice(
        text=say("A QBR tells of outcomes that the customer confirmed: fill in what is marked ▢ before you show it.")
    )


def _file(order: Order, parts: Sequence[Part]) -> File:
    name = re.sub(r"[^\w]+", "-", f"qbr-{order.facts.account.name}-{order.span.end.isoformat()}").strip("-")
    text = "\n\n".join(part.text if part.section == "opening" else f"## {part.text}" for part in parts)
    return File(name=f"{name}.md", title=say("The customer's text"), media_type="text/markdown", content=text.encode())


TOOL = Tool(
    name="draft_qbr",
    does=key("A QBR out of live data: the customer's text, where each line is from, and what only we may know"),
    arguments=Arguments,
    run=run,
    reads=("accounts", "contracts", "contacts", "usage", "tickets"),
    examples={
        "en": (
            "draft a QBR for Acme",
            "QBR for Acme, last quarter, focus on adoption",
            "one page QBR for Acme, leave out nps",
        ),
        "fr": ("prépare la QBR d'Acme sur le dernier trimestre",),
        "de": ("QBR-Zusammenfassung Acme, Q1, auf Deutsch bitte",),
        "zh": ("给 Acme 做一份上季度的QBR，重点讲使用率",),
    },
)
