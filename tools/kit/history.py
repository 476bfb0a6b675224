"""What is on record of talks with customers: found by account, kind, day, author, person and words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from unicodedata import combining, normalize

from sqlalchemy import select
from sqlalchemy.orm import Session

from database.models import Account, Activity, Attendee, Person
from tools.kit.cards import say
from tools.kit.desk import Desk
from tools.kit.renewals import within
from tools.kit.tool import Period

SEARCHED = 20_000
"""At most this many entries, the newest, are looked through."""

Kind = Literal["note", "meeting", "call", "email"]
_KINDS: dict[str, Kind] = {"note": "note", "meeting": "meeting", "call": "call", "email": "email"}
KINDS = {"note": say("note"), "meeting": say("meeting"), "call": say("call"), "email": say("email")}

_RUN = re.compile(r"[\u3400-\u9fff]+|[^\W_]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Contact:
    """A person at the customer: the row where it is on file, and the words by which a text may name them."""

    name: str
    ids: frozenset[int]
    said_as: str


@dataclass(frozen=True)
class Wanted:
    """What is looked for; None and empty: any."""

    account_id: int | None = None
    kind: Kind | None = None
    period: Period = field(default_factory=Period)
    authors: tuple[int, ...] | None = None
    contact: Contact | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A note, meeting, call or email."""

    id: int
    account: str
    kind: Kind
    on: date
    subject: str | None
    body: str
    author: str | None
    source: str
    private: bool
    people: tuple[str, ...]

    @property
    def text(self) -> str:
        """All its words, folded."""
        return folded(f"{self.subject or ''} {self.body} {' '.join(self.people)}")


def load(session: Session, wanted: Wanted) -> list[Entry]:
    """The entries, newest first. The words are not looked at yet (`saying`)."""
    query = (
        select(
            Activity.id,
            Account.name,
            Activity.kind,
            Activity.happened_on,
            Activity.subject,
            Activity.body,
            Person.name,
            Activity.source,
            Activity.visibility,
        )
        .join(Account, Account.id == Activity.account_id)
        .outerjoin(Person, Person.id == Activity.author_id)
        .where(*within(Activity.happened_on, wanted.period))
        .order_by(Activity.happened_on.desc(), Activity.id.desc())
        .limit(SEARCHED)
    )
    if wanted.account_id is not None:
        query = query.where(Activity.account_id == wanted.account_id)
    if wanted.kind:
        query = query.where(Activity.kind == wanted.kind)
    if wanted.authors is not None:
        query = query.where(Activity.author_id.in_(wanted.authors))
    rows = session.execute(query).all()
    people, met = _people(session, [row[0] for row in rows], wanted.contact)
    entries = [
        Entry(row[0], row[1], _KINDS[row[2]], *row[3:8], row[8] == "private", tuple(people.get(row[0], ())))
        for row in rows
    ]
    if wanted.contact is None:
        return entries
    named = wanted.contact.said_as
    return [entry for entry in entries if entry.id in met or named in entry.text]


def _people(session: Session, entries: Sequence[int], contact: Contact | None) -> tuple[dict[int, list[str]], set[int]]:
    """Who was there, by entry; and the entries at which the person looked for was."""
    query = select(Attendee.activity_id, Attendee.name, Attendee.contact_id).where(Attendee.activity_id.in_(entries))
    people: dict[int, list[str]] = {}
    met: set[int] = set()
    for activity, name, contact_id in session.execute(query.order_by(Attendee.id)):
        people.setdefault(activity, []).append(name)
        if contact and contact_id in contact.ids:
            met.add(activity)
    return people, met


def contact_meant(desk: Desk, written: str | None, account_id: int | None) -> Contact | None:
    """The person that `written` means: on file where there is one, else by the last of the words as they stand."""
    if not written:
        return None
    found = desk.names.contacts(written, account_id)
    name = found[0].name if len(found) == 1 else written
    said_as = words_of(written)[-1:] or (folded(written),)
    return Contact(name, frozenset(row.id for row in found), said_as[0])


def words_of(query: str) -> tuple[str, ...]:
    """The words to look for, folded; a run of Chinese characters is one."""
    return tuple(dict.fromkeys(_RUN.findall(folded(query))))


def saying(entries: Sequence[Entry], words: Sequence[str]) -> tuple[list[Entry], bool]:
    """The entries that hold all the words; where none does, those that hold some (and True).

    A long word is found by its beginning, so that "competitors" finds "competitor"; Chinese also by its pairs.
    """
    if not words:
        return list(entries), False
    texts = [(entry, entry.text) for entry in entries]
    beginnings = [_beginning(word) for word in words]
    exact = [entry for entry, text in texts if all(word in text for word in beginnings)]
    if exact:
        return exact, False
    pieces = {piece for word in beginnings for piece in _pieces(word)}
    return [entry for entry, text in texts if any(piece in text for piece in pieces)], True


def _beginning(word: str) -> str:
    return word if len(word) < 6 or _CHINESE.match(word) else word[:-2] if len(word) > 7 else word[:-1]


def _pieces(word: str) -> set[str]:
    if _CHINESE.match(word) and len(word) > 2:
        return {word[place : place + 2] for place in range(len(word) - 1)}
    return {word} if len(word) > 2 or _CHINESE.match(word) else set()


def folded(text: str) -> str:
    """Without case and accents: "É" and "e" are one letter to whoever searches."""
    return "".join(letter for letter in normalize("NFKD", text.casefold()) if not combining(letter))
