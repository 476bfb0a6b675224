"""Who a letter goes to, and in which language: found in the record, or asked; never guessed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from database.models import Contact
from locales import LANGUAGES
from tools.kit.cards import Choice, Day, Name, Question, Words, say
from tools.kit.desk import Desk
from tools.kit.facts import AccountFacts
from tools.kit.facts_people import in_post, main_contact
from tools.kit.names.folding import fold
from tools.kit.salutations import Reader, as_written, reader_of

MOST_CHOICES = 8
_WORD = re.compile(r"[^\W\d_]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SMALL_WORDS = "der die das des de du d la le l les of the fur for und et and von"
_SMALL = frozenset(_SMALL_WORDS.split())
_OFFICES: tuple[frozenset[str], ...] = tuple(
    frozenset(words.split())
    for words in (
        "procurement purchasing buyer sourcing achats acheteur acheteuse einkauf einkaufer einkauferin 采购",
        "finance financial cfo daf raf finanz finanzen finanzleiter finanzleiterin kaufmannischer financier financiere 财务",
        "accounting accounts payable buchhaltung comptabilite comptable rechnungswesen 会计 应付",
        "ceo pdg president geschaftsfuhrer geschaftsfuhrerin managing founder owner inhaber inhaberin gerant gerante 总经理"
        " 首席执行 创始人 董事长",
        "it cio cto dsi technical technik informatique edv 技术 信息 首席技术",
        "champion ambassadeur 支持者",
        "decision entscheider entscheiderin decideur decideuse 决策",
        "economic budget wirtschaftlicher budgetverantwortlicher 预算",
        "marketing cmo 市场",
        "operations coo betrieb exploitation 运营",
        "sponsor 发起人",
        "legal juridique recht rechtsabteilung 法务",
        "hr people personal rh ressources 人事 人力",
        "sales vertrieb ventes commercial 销售",
    )
)
"""Words that name the same office in any of the four languages, folded."""


@dataclass(frozen=True)
class Recipient:
    """Who is written to. `contact` None: nobody on file, the name (if any) as it was said."""

    reader: Reader
    contact: Contact | None = None


def recipient(desk: Desk, facts: AccountFacts, named: str | None, role: str | None) -> Recipient | Question:
    """The person that the asker means: by name, by office, else the main contact; or the question to ask."""
    here = in_post(facts.rows.contacts, desk.today)
    if named:
        return _by_name(desk, facts, named, here)
    if role:
        return _by_office(facts, role, here)
    main = main_contact(facts.rows.contacts, desk.today)
    if main:
        return Recipient(reader_of(main), main)
    if not here:
        return Recipient(Reader())
    text = say("Who at {account} should it go to? No main contact is on file.", account=facts.account.name)
    return Question(text=text, choices=_choices(here), fills="recipient")


def _by_name(desk: Desk, facts: AccountFacts, named: str, here: Sequence[Contact]) -> Recipient | Question:
    bare, salutation = as_written(named)
    on_file = {contact.id: contact for contact in facts.rows.contacts}
    found = [on_file[row.id] for row in desk.names.contacts(bare, facts.account.id) if row.id in on_file]
    present = [contact for contact in found if contact in here]
    if len(present) == 1:
        return Recipient(reader_of(present[0], salutation), present[0])
    if present:
        text = say("Which {name} at {account}?", name=bare, account=facts.account.name)
        return Question(text=text, choices=_choices(present), fills="recipient")
    if found:
        return _left(facts, found[0], main_contact(facts.rows.contacts, desk.today), here)
    if not facts.rows.contacts:
        return Recipient(Reader(name=bare, salutation=salutation))
    text = say(
        "{account} has nobody called “{name}” on file. Who should it go to?", account=facts.account.name, name=bare
    )
    return Question(text=text, choices=_choices(here), fills="recipient")


def _left(facts: AccountFacts, gone: Contact, main: Contact | None, here: Sequence[Contact]) -> Question:
    said = {"name": Name(text=gone.name), "account": Name(text=facts.account.name)}
    left = Day(on=gone.left_on) if gone.left_on else Name(text="")
    if main:
        text = say("{name} left {account} on {day}. Shall it go to {main}?", **said, day=left, main=main.name)
        others = [one for one in here if one is not main]
        return Question(text=text, choices=_choices([main, *others]), fills="recipient")
    text = say("{name} left {account} on {day}. Who should it go to?", **said, day=left)
    return Question(text=text, choices=_choices(here), fills="recipient")


def _by_office(facts: AccountFacts, role: str, here: Sequence[Contact]) -> Recipient | Question:
    scored = [(_likeness(role, contact), contact) for contact in here]
    best = max((score for score, _ in scored), default=0)
    found = [contact for score, contact in scored if best and score == best]
    if len(found) == 1:
        return Recipient(reader_of(found[0]), found[0])
    if found:
        text = say(
            "Several people at {account} may be meant by “{role}”. Which one?", account=facts.account.name, role=role
        )
        return Question(text=text, choices=_choices(found), fills="recipient")
    text = say("{account} has nobody on file as “{role}”. Who should it go to?", account=facts.account.name, role=role)
    return Question(text=text, choices=_choices(here), fills="recipient")


def _likeness(role: str, contact: Contact) -> int:
    """3: the office as it was said; 2: the same office by other words; 0: another one. A word in common adds one."""
    said = _words(role)
    held = _words(f"{contact.title or ''} {contact.role or ''}")
    wanted = fold(role).strip()
    if wanted and wanted in (fold(contact.title or ""), fold(contact.role or "")):
        return 4
    offices = sum(1 for office in _OFFICES if _touches(office, said) and _touches(office, held))
    return (2 if offices else 0) + min(len(said & held), 1)


def _words(text: str) -> set[str]:
    folded = fold(text)
    return {word for word in _WORD.findall(folded) if word not in _SMALL}


def _touches(office: frozenset[str], words: set[str]) -> bool:
    return any(mark in word if _HAN.search(mark) else mark == word for mark in office for word in words)


def _choices(contacts: Sequence[Contact]) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            label=say("{name}, {title}", name=contact.name, title=contact.title)
            if contact.title
            else Name(text=contact.name),
            say=contact.name,
        )
        for contact in contacts[:MOST_CHOICES]
    )


_IN = {"en": say("in English"), "fr": say("in French"), "de": say("in German"), "zh": say("in Chinese")}


def letter_language(desk: Desk, facts: AccountFacts, said: str | None, contact: Contact | None) -> str | Question:
    """The language of a text for a customer: as said, else the reader's, else the main contact's or the account's.

    Never the asker's by silence: where the record tells nothing, or names a language that we don't write, it asks.
    """
    main = main_contact(facts.rows.contacts, desk.today)
    sources = (said, contact.language if contact else None, main.language if main else None, facts.account.language)
    on_file = next((language for language in sources if language), None)
    language = re.split(r"[-_]", (on_file or "").casefold())[0]
    if language in LANGUAGES:
        return language
    who = contact.name if contact else facts.account.name
    text: Words = (
        say("I can't write {language}. In which language should it be for {who}?", language=on_file, who=who)
        if on_file
        else say("In which language? None is on file for {who}.", who=who)
    )
    choices = tuple(Choice(label=_IN[one], say=_spoken(desk, one), value=one) for one in LANGUAGES)
    return Question(text=text, choices=choices, fills="language")


def _spoken(desk: Desk, language: str) -> str:
    from locales import in_language

    return in_language(desk.language).message(_IN[language].key)
