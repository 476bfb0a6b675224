"""A customer email to edit and send oneself: from the record's facts, in the reader's language and register."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import Field

from locales import Locale, key
from tools.kit import choose, letter_cards, tool
from tools.kit.cards import Button, Card, Day, Draft, Notice, Question, say
from tools.kit.conversations import ANYONE_S, last_conversation, missed, recapped, said_day
from tools.kit.desk import Desk
from tools.kit.facts import AccountFacts, gather
from tools.kit.letter import Letter, Setting, compose
from tools.kit.letters import Manner, Purpose, template
from tools.kit.mail import mailto, sound_address
from tools.kit.names import Found
from tools.kit.occasion import Said, occasion
from tools.kit.paging import button
from tools.kit.recipients import Recipient, letter_language, recipient
from tools.kit.registers import Tone, manner_of, tone_of
from tools.kit.spelling import letter_locale, spell
from tools.kit.tool import Period, Tool
from tools.kit.topics import Topic, read_topic


class Arguments(tool.Arguments):
    """What the email is for, to whom, and how it should sound."""

    account: str
    purpose: Purpose
    recipient: str | None = Field(None, description="the contact's name as it was written")
    recipient_role: str | None = Field(None, description="the contact's office, where no name was said")
    topic: str | None = Field(None, description="what it is about, in the asker's words")
    tone: str | None = Field(None, description="as it was said: firm but polite, per Du, 客气")
    length: str | None = Field(None, description="short, where it was said")
    language: Literal["en", "fr", "de", "zh"] | None = None
    meeting_period: Period | None = None
    invoice: str | None = None
    dates: tuple[date, ...] = ()


@dataclass(frozen=True)
class Order:
    """One email to be written, everything about it settled. `facts` holds what was said beside the record."""

    said: Arguments
    facts: AccountFacts
    to: Recipient
    locale: Locale
    topic: Topic
    tone: Tone
    manner: Manner


def run(desk: Desk, arguments: Arguments) -> Sequence[Card]:
    """The draft, alone in its message; then what it rests on, what it lacks, and the file. Or one question."""
    found = choose.account(desk, arguments.account)
    if not isinstance(found, Found):
        return [found]
    facts = gather(desk, found.id)
    if facts is None:
        return [choose.no_account(arguments.account)]
    to = recipient(desk, facts, arguments.recipient, arguments.recipient_role)
    if isinstance(to, Question):
        return [to]
    language = letter_language(desk, facts, arguments.language, to.contact)
    if isinstance(language, Question):
        return [language]
    order = _order(desk, arguments, facts, to, language)
    letter = _write(desk, order)
    return [_card(letter, order), *_beside(desk, letter, order)]


def _order(desk: Desk, said: Arguments, facts: AccountFacts, to: Recipient, language: str) -> Order:
    def names_others(text: str) -> bool:
        heard = desk.names.heard_accounts(text)
        return any(all(row.id != facts.account.id for row in one.rows) for one in heard)

    tone = tone_of(said.tone)
    topic = read_topic(said.topic, language, desk.language, names_others)
    own = to.contact.language if to.contact else None
    locale = letter_locale(language, own, facts.account.country)
    known = facts.without(ANYONE_S).having(last_conversation(facts.rows, to))
    if said.purpose == "meeting_recap":
        known = known.having(recapped(facts.rows, to, said_day(said.dates, said.meeting_period)))
    words = Said(said.purpose, topic, said.dates, said.meeting_period, said.invoice)
    # Among Germans a first name goes with du; in French it goes with vous, and in English it says nothing of du.
    on_first_names = language == "de" and (own or "").startswith("de") and bool(to.reader.on_first_names)
    return Order(
        said=said,
        facts=known.having(occasion(desk, known, words, locale)),
        to=to,
        locale=locale,
        topic=topic,
        tone=tone,
        manner=manner_of(said.length, tone, template(language, said.purpose).tone, on_first_names),
    )


def _write(desk: Desk, order: Order) -> Letter:
    setting = Setting(
        reader=order.to.reader,
        manner=order.manner,
        locale=order.locale,
        sender=desk.asker.name,
        today=spell(Day(on=desk.today), order.locale),
    )
    return compose(desk.writer, order.said.purpose, order.facts.in_term.facts, setting)


def _card(letter: Letter, order: Order) -> Draft:
    email = sound_address(order.to.reader.email)
    return Draft(
        subject=letter.subject,
        body=letter.body,
        language=order.locale.language,
        to_name=order.to.reader.name,
        to_email=email,
        mailto=mailto(letter.subject, letter.body, email),
        account_id=order.facts.account.id,
    )


def _beside(desk: Desk, letter: Letter, order: Order) -> Iterator[Card]:
    """What goes with the draft, for the asker alone."""
    purpose = order.said.purpose
    yield letter_cards.behind(letter, order.to.contact, _buttons(letter, order))
    yield from letter_cards.gaps(desk, letter.missing)
    yield from letter_cards.on_recipient(order.to.contact, order.to.reader)
    yield from letter_cards.warnings(order.facts, purpose, order.topic)
    yield from letter_cards.unused_topic(letter, order.topic)
    if purpose != "meeting_recap":
        yield from letter_cards.past_dates(order.said.dates, desk.today)
    if not order.tone.known and order.said.tone:
        yield letter_cards.unknown_tone(order.said.tone)
    if purpose == "meeting_recap":
        day = missed(order.facts.rows, order.to, said_day(order.said.dates, order.said.meeting_period))
        yield from letter_cards.not_there(day, order.to.reader)
    if purpose == "meeting_recap" and (follow_ups := letter_cards.follow_ups(order.facts)):
        yield follow_ups
    yield letter_cards.eml_file(letter, order.to.reader, purpose, order.facts.account.name)
    yield Notice(
        text=say("Nothing was sent. Read it, fill in what is marked ▢, send it yourself, then log it as sent.")
    )


def _buttons(letter: Letter, order: Order) -> tuple[Button, ...]:
    sent = {
        "account": order.facts.account.name,
        "activity_type": "email",
        "note_body": f"{letter.subject}\n\n{letter.body}",
        "attendees": [order.to.reader.name] if order.to.reader.name else None,
    }
    logged = button(say("Log as sent"), "log_note", {key: value for key, value in sent.items() if value})
    if order.manner.length == "short":
        return (logged,)
    again = order.said.model_dump(mode="json", exclude_defaults=True) | {"length": "short"}
    return logged, button(say("Shorter"), TOOL.name, again)


TOOL = Tool(
    name="draft_email",
    does=key("A customer email to edit and send oneself, with the facts behind it, in the reader's language"),
    arguments=Arguments,
    run=run,
    reads=("accounts", "contracts", "contacts", "usage", "tickets"),
    examples={
        "en": (
            "draft a renewal notice to Helen at Acme",
            "short email to Acme inviting them to a QBR in the week of 8 June",
            "firm but polite email to Acme about overdue invoice INV-1042",
        ),
        "fr": ("rédige un mail de relance pour Acme au sujet de l'offre", "mail de bienvenue pour Acme"),
        "de": ("Schreib Acme eine Einladung zum QBR am 17. Juni", "Nachfassmail an Acme, förmlich bitte"),
        "zh": ("给 Acme 写封续约通知邮件", "帮我写封邮件约 Acme 下周碰一下"),
    },
)
