"""What goes with a draft, for the asker's eyes: facts with sources, gaps, warnings, the file."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from database.models import Contact
from tools.kit.cards import Button, Day, Fact, Facts, File, Name, Notice, Percent, Several, Source, Words, say, say_n
from tools.kit.desk import Desk
from tools.kit.facts import AccountFacts
from tools.kit.letter import Letter
from tools.kit.letters import Purpose, words
from tools.kit.mail import eml, sound_address
from tools.kit.salutations import Reader
from tools.kit.topics import Topic

MOST_TASKS = 5
_RENEWAL: frozenset[Purpose] = frozenset({"renewal_notice", "renewal_offer", "signature_reminder", "price_increase"})


def behind(letter: Letter, contact: Contact | None, buttons: Sequence[Button] = ()) -> Facts:
    """Whom it is to, and the facts that the letter uses, each with its source."""
    facts = [fact.shown for fact in letter.used]
    if contact:
        who = (
            say("{name}, {title}", name=contact.name, title=contact.title) if contact.title else Name(text=contact.name)
        )
        facts.insert(0, Fact(label=say("To"), value=who, source=Source(kind="contact", row=f"contacts:{contact.id}")))
    return Facts(title=say("Facts used"), facts=tuple(facts), buttons=tuple(buttons))


def gaps(desk: Desk, missing: Sequence[str]) -> Iterator[Notice]:
    """What the record doesn't hold, named in the asker's language."""
    if missing:
        named = Several(items=tuple(Name(text=words(desk.language)["gaps"][key]) for key in missing), by=" · ")
        text = say_n("{n} gap is marked ▢: {gaps}", "{n} gaps are marked ▢: {gaps}", len(missing), gaps=named)
        yield Notice(level="warning", text=text)


def follow_ups(facts: AccountFacts) -> Facts | None:
    """The open follow-ups on file: for the asker to choose from, not for the customer."""
    if not facts.rows.tasks:
        return None
    shown = tuple(
        Fact(
            label=say("Due {day}", day=Day(on=task.due_on)) if task.due_on else say("Without a date"),
            value=Name(text=task.title),
        )
        for task in facts.rows.tasks[:MOST_TASKS]
    )
    return Facts(title=say("For you alone: open follow-ups on file"), facts=shown)


def on_recipient(contact: Contact | None, reader: Reader) -> Iterator[Notice]:
    """What the record lacks of the person written to."""
    if contact is None and reader.name:
        yield _warning(say("{name} is not on file: the letter has no address.", name=reader.name))
    elif contact is None:
        yield _warning(say("Nobody is on file for this customer: the letter names no one and has no address."))
    elif sound_address(contact.email) is None:
        yield _warning(say("No sound email address is on file for {name}.", name=contact.name))


def warnings(facts: AccountFacts, purpose: Purpose, topic: Topic) -> Iterator[Notice]:
    """What the asker should know before sending; nothing of it is in the letter."""
    if facts.account.status == "churned":
        yield _warning(say("{account} is on record as a customer who left.", account=facts.account.name))
    if purpose in _RENEWAL:
        yield from _renewal(facts)
    if purpose == "price_increase":
        yield from _price(facts)
    if topic.verdict == "internal":
        yield _warning(say("What you said of the topic sounds internal or names another customer: I left it out."))
    if topic.verdict == "other_language" and purpose not in ("introduction", "price_increase"):
        yield _warning(
            say("Your topic is in another language than the letter: it stands there, marked, to be put right.")
        )


def unused_topic(letter: Letter, topic: Topic) -> Iterator[Notice]:
    """This letter has no place for a topic: the asker is told, so that nothing they said goes missing."""
    used = {fact.key for fact in letter.used} & {"topic", "about", "message", "quote", "percent", "predecessor"}
    if topic.verdict in ("ready", "other_language") and not used:
        yield Notice(text=say("I did not use what you said of the topic; add it where it belongs."))


def past_dates(dates: Sequence[date], today: date) -> Iterator[Notice]:
    """A date to come that has gone by already."""
    gone = [Day(on=day) for day in dates if day < today]
    if gone:
        yield _warning(say("This date has gone by: {days}. Please check.", days=Several(items=tuple(gone))))


def not_there(day: date | None, reader: Reader) -> Iterator[Notice]:
    """A recap to somebody whom the record does not have at that meeting: its date is left open."""
    if day and reader.name:
        yield _warning(
            say("The record of {day} does not name {name}: the date is left open.", day=Day(on=day), name=reader.name)
        )


def unknown_tone(tone: str) -> Notice:
    """The tone was not understood, and the letter has its usual one."""
    return _warning(say("I don't know the tone “{tone}” and wrote as is usual for this letter.", tone=tone))


def _warning(text: Words) -> Notice:
    return Notice(level="warning", text=text)


def _renewal(facts: AccountFacts) -> Iterator[Notice]:
    known = facts.facts
    if "notice_given" in known:
        yield _warning(say("Notice was given on {day}.", day=known["notice_given"].value))
    if "outcome" in known:
        yield _warning(say("This renewal is on record as {outcome}.", outcome=known["outcome"].value))
    if "ended_on" in known:
        ended = known["ended_on"].value
        yield _warning(say("The contract ended on {day}, and nothing is on record of its renewal since.", day=ended))
    elif "term_over" in known:
        ended = known["contract_end"].value
        yield _warning(say("The last term on file ends on {day} and is over or renewed: I left it out.", day=ended))


def _price(facts: AccountFacts) -> Iterator[Notice]:
    known = facts.facts
    percent, cap = (known[key].value if key in known else None for key in ("percent", "uplift_cap"))
    if isinstance(percent, Percent) and isinstance(cap, Percent) and percent.value > cap.value:
        yield _warning(say("The contract caps the increase at {cap}.", cap=cap))
    start, end = (known[key].value if key in known else None for key in ("effective_date", "contract_end"))
    if isinstance(start, Day) and isinstance(end, Day) and start.on <= end.on:
        yield _warning(say("The increase would begin within the current term, which ends on {day}.", day=end))


def eml_file(letter: Letter, reader: Reader, purpose: str, account: str) -> File:
    """The draft as a file that a mail program opens as unsent."""
    name = re.sub(r"[^\w]+", "-", f"{purpose}-{account}").strip("-")[:80]
    content = eml(letter.subject, letter.body, reader.name, reader.email)
    return File(
        name=f"{name}.eml", title=say("Draft for your mail program"), media_type="message/rfc822", content=content
    )
