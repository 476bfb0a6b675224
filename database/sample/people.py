"""People: the vendor's own, and those at the customers."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from random import Random

from sqlalchemy.orm import Session

from database.models import Account, Contact, Person, Team

from . import book
from .book import SALUTATIONS, Salutation
from .customers import Customer
from .story import Part

ROLES: dict[Part, str] = {
    "champion": "champion",
    "decision_maker": "decision maker",
    "buyer": "economic buyer",
    "procurement": "procurement",
    "user": "user",
    "sponsor": "executive sponsor",
    "newcomer": "champion",
}
_TITLES: dict[Part, str] = {"sponsor": "decision maker"}
"""Whose titles a part bears, where it has none of its own."""

_HEADS: tuple[Part, ...] = ("decision_maker", "sponsor")
_FILL: tuple[Part, ...] = ("user", "procurement", "buyer")

Cast = dict[Part, Contact]
Stamp = Mapping[str, object]
"""What every row of one kind bears: source, batch, when it came in."""


def colleagues(session: Session, stamp: Stamp) -> dict[str, Person]:
    """Stores teams and people; returns the people by name."""
    listed = book.colleagues()
    teams = {name: Team(name=name, **stamp) for name in listed.teams}
    people: dict[str, Person] = {}
    for each in listed.person:
        people[each.name] = Person(
            name=each.name,
            email=f"{_plain(each.name).replace(' ', '.')}@lanternfield.example",
            role=each.role,
            is_admin=each.is_admin,
            team=teams[each.team],
            manager=people[each.manager] if each.manager else None,
            locale=each.locale,
            time_zone=each.time_zone,
            **stamp,
        )
    session.add_all(people.values())
    session.flush()
    return people


def contacts(customer: Customer, account: Account, stamp: Stamp) -> Cast:
    """The customer's people by the part that they play."""
    taken: set[str] = set()
    return {part: _contact(customer, account, part, taken, stamp) for part in _parts(customer)}


def store(session: Session, casts: Sequence[Cast]) -> None:
    """Stores all contacts; at each customer everybody reports to the head, who comes first."""
    heads = [next((cast[part] for part in _HEADS if part in cast), None) for cast in casts]
    session.add_all(head for head in heads if head is not None)
    session.flush()
    for head, cast in zip(heads, casts, strict=True):
        for contact in cast.values():
            if head is not None and contact is not head:
                contact.reports_to_id = head.id
            session.add(contact)
    session.flush()


def _parts(customer: Customer) -> list[Part]:
    cast = list(customer.story.cast)
    wanted = customer.rng.randint(*customer.segment.contacts)
    others = [part for part in _FILL if part not in cast]
    return cast + others[: max(0, wanted - len(cast))]


def _contact(customer: Customer, account: Account, part: Part, taken: set[str], stamp: Stamp) -> Contact:
    rng, language = customer.rng, customer.language
    salutation = rng.choice(SALUTATIONS)
    name, family, given, spelling = _name(customer.market.culture, salutation, taken, rng)
    left_on = customer.fact("left") if part == "champion" else None
    return Contact(
        account=account,
        name=name,
        family_name=family,
        given_name=given,
        salutation=salutation if rng.random() < 0.94 else None,
        academic_title="Dr." if language == "de" and rng.random() < 0.12 else None,
        form_of_address=_form_of_address(language, rng),
        title=_title(part, salutation, language, rng),
        email=f"{spelling}@{domain(customer)}",
        phone=_phone(customer.market.country, rng),
        language=language if rng.random() < 0.95 else None,
        role=ROLES[part],
        influence="high" if part in (*_HEADS, "buyer") else "medium" if part != "user" else "low",
        sentiment=_sentiment(customer, part),
        is_main=part == (customer.story.main or customer.story.cast[0]),
        left_on=left_on,
        **stamp,
    )


def _name(culture: str, salutation: Salutation, taken: set[str], rng: Random) -> tuple[str, str, str, str]:
    """Full name as its bearer writes it, family name, given name, and how an e-mail address spells it."""
    listed = book.names().culture[culture]
    family = rng.choice([each for each in listed.family if each not in taken])
    given = rng.choice(listed.given(salutation))
    taken.add(family)
    if culture != "chinese":
        return f"{given} {family}", family, given, f"{_slug(given)}.{_slug(family)}"
    (surname, latin_surname), (forename, latin_forename) = family.split(), given.split()
    return f"{surname}{forename}", surname, forename, f"{latin_forename}.{latin_surname}"


def _title(part: Part, salutation: Salutation, language: str, rng: Random) -> str:
    titles = book.names().titles[_TITLES.get(part, ROLES[part])]
    return rng.choice(titles.in_(language))[SALUTATIONS.index(salutation)]


def _form_of_address(language: str, rng: Random) -> str | None:
    chance = {"en": 0.5, "fr": 0.05, "de": 0.06}.get(language, 0.0)
    return "first_name" if rng.random() < chance else None


def _sentiment(customer: Customer, part: Part) -> str | None:
    mood = {"red": "negative", "amber": "neutral", "green": "positive", None: None}[customer.health]
    return "positive" if part == "champion" and customer.health == "amber" else mood


def _phone(country: str, rng: Random) -> str | None:
    pattern = book.names().phones.get(country)
    if pattern is None or rng.random() < 0.3:
        return None
    return "".join(str(rng.randint(0, 9)) if sign == "#" else sign for sign in pattern)


def domain(customer: Customer) -> str:
    """The customer's e-mail domain: its first name that can be spelt in Latin letters, under .example."""
    slugs = (_slug(name) for name in (customer.name, *customer.other_names))
    return f"{next(slug for slug in slugs if len(slug) > 2)}.example"


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", _plain(name)).strip("-")


_SPELT = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "ł": "l", "ı": "i", "'": "", "’": ""})


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.lower().translate(_SPELT))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
