"""A small book in four languages, and what the reader of a tool makes of a message in it."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache
from itertools import cycle
from pathlib import Path

from bot.agents.base import Json, View
from bot.agents.embedded.arguments import READERS
from bot.agents.embedded.features import Request, features
from bot.agents.embedded.part import Part
from bot.agents.embedded.scene import look
from bot.scoring import Judge
from database.engine import open_engine, sqlite_url, transaction
from database.models import Account, AccountName, Contact, Person
from database.reader import Reader
from database.schema import upgrade
from tools.kit.names import NameIndex, RestrictedNames

TODAY = date(2026, 5, 13)
_PEOPLE = {"Nadia Stone": "U0NADIA", "Felix Braun": "U0FELIX", "Amira Cole": "U0AMIRA", "Luc Perrin": "U0LUC"}
_BOOK: Mapping[tuple[str, ...], tuple[str, ...]] = {
    ("Harbour & Pike",): ("Dana Holt", "Marcus Bell", "Tom Visser"),
    ("Tessel Foods", "Tessel"): ("Ruth Okoye", "Callum Reid"),
    ("Q-Nine Labs", "Q-Nine"): ("Priya Nair",),
    ("Kranich Logistik", "Kranich"): ("Petra Imhof", "Jens Albrecht"),
    ("Moosbach Brauerei", "Moosbach"): ("Rainer Vogt",),
    ("Lindner & Wolf",): ("Sabine Lindner",),
    ("Ateliers Morvan", "Morvan"): ("Claire Vasseur", "Hugo Lenoir"),
    ("Clinique Beaulac", "Beaulac"): ("Sophie Marchand",),
    ("Transports Rivoire", "Rivoire"): ("Bruno Teyssier",),
    ("Qingshan Logistics", "青山物流", "青山"): ("卢志强", "陈琳"),
    ("Morninglight Pharma", "晨光医药", "晨光"): ("王磊",),
    ("Dolphin Games", "海豚游戏"): ("Tony Xu",),
}

_INDUSTRIES = (
    "Shipping",
    "Food & beverage",
    "Software",
    "Logistics",
    "Manufacturing",
    "Legal services",
    "Retail",
    "Healthcare",
    "Hospitality",
    "Banking",
    "Insurance",
    "Energy",
)
_REGIONS = ("North America", "EMEA", "DACH", "France", "Greater China", "APAC")
_SEGMENTS = ("Enterprise", "Mid-Market", "SMB")


@contextmanager
def opened_book(folder: Path) -> Iterator[View]:
    """The book in a database of its own, seen by a director."""
    engine = open_engine(sqlite_url(folder / "book.db"))
    upgrade(engine)
    with transaction(engine) as session:
        session.add_all(
            [
                Person(id=number, name=name, role="director" if number == 1 else "csm", slack_id=slack)
                for number, (name, slack) in enumerate(_PEOPLE.items(), 1)
            ]
        )
        rows = zip(_BOOK.items(), cycle(_INDUSTRIES), cycle(_REGIONS), cycle(_SEGMENTS), strict=False)
        for ((name, *aliases), contacts), industry, region, segment in rows:
            account = Account(name=name, industry=industry, region=region, segment=segment)
            account.names = [AccountName(name=alias) for alias in aliases]
            session.add(account)
            session.flush()
            session.add_all([Contact(account_id=account.id, name=contact) for contact in contacts])
    reader = Reader(engine)
    names = RestrictedNames(NameIndex(engine), lambda: reader.session(1))
    yield View(today=TODAY, names=names, asker="Nadia Stone", language="en")
    engine.dispose()


def read_as(tool: str, message: str, view: View) -> Mapping[str, Json]:
    """The arguments of `tool` in a message that is one request, none of it marked as a body."""
    scene = look(message, view)
    whole = Request(tool, 9.0, 0, len(scene.message.low), features(scene, 0, len(scene.message.low)))
    return READERS[tool](Part(scene, whole))


def wrong(tool: str, message: str, expected: Mapping[str, Json], view: View) -> list[str]:
    """What differs from the arguments expected, by the conventions of the evals: "name: got instead of expected"."""
    got = read_as(tool, message, view)
    names = Judge(TODAY, cache(lambda kind, written: _rows(kind, written, view))).wrong(tool, got, expected)
    return [f"{name}: {got.get(name)!r} instead of {expected.get(name)!r}" for name in names]


def _rows(kind: str, written: str, view: View) -> frozenset[int]:
    found = view.names.accounts(written) if kind == "account" else view.names.people(written)
    return frozenset(row.id for row in found)


def readings(subject: str) -> list[tuple[str, str, dict[str, Json]]]:
    """The tool, the message and the arguments expected of every line of `readings/SUBJECT.jsonl`."""
    lines = (Path(__file__).parent / "readings" / f"{subject}.jsonl").read_text(encoding="utf-8").splitlines()
    return [(row["tool"], row["text"], row["arguments"]) for row in map(json.loads, lines)]
