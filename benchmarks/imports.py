"""Rows a second of the import, against the csv module with executemany into the same table, on both engines."""

import csv
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path

from sqlalchemy import Engine, text

from benchmarks.big_book import engines
from benchmarks.table import Figure
from database.connectors.csv import import_files

ACCOUNTS = 20_000
ACTIVITIES = 100_000
ROUNDS = 3
"""Each way takes turns so often, and its best time counts: what else runs on the machine disturbs one or the other."""
_BATCH = 5_000
_SENTENCES = (
    "They asked for the roll-out plan and want a date for the second site.",
    "The champion is pleased; procurement asks about next year's price.",
    "Nobody answered; we try again next week.",
    "Two tickets are open, and the export still takes too long.",
)


def run() -> list[Figure]:
    """Rows a second: a first import into an empty database, and the same file once more."""
    figures = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        accounts, activities = write_accounts(folder, ACCOUNTS), write_activities(folder, ACTIVITIES, ACCOUNTS)
        with engines(folder) as found:
            for title, engine in found.items():
                _timed(engine, accounts)
                ours, theirs, again = [], [], []
                for _ in range(ROUNDS):
                    _clear(engine)
                    theirs.append(_bare(engine, activities))
                    _clear(engine)
                    ours.append(_timed(engine, activities))
                    again.append(_timed(engine, activities))
                what = f"import of {ACTIVITIES:,} activities, {title}"
                against = "csv + executemany into the same table"
                pace, bare = ACTIVITIES / min(ours), ACTIVITIES / min(theirs)
                figures.append(Figure(what, "rows/s", pace, bare, against, "at least 0.3"))
                figures.append(Figure(f"the same file again, {title}", "rows/s", ACTIVITIES / min(again)))
    return figures


def write_accounts(folder: Path, count: int) -> Path:
    """accounts.csv of so many customers; the same every time."""
    path = folder / "accounts.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "name", "owner", "region", "segment", "arr", "currency", "renewal_date", "auto_renew"])
        for place in range(count):
            end = date(2026, 1, 1) + timedelta(days=place % 365)
            region, segment = ("EMEA", "APAC", "Americas")[place % 3], ("SMB", "Enterprise")[place % 2]
            owner = f"Person {place % 300}"
            flag = ("yes", "no")[place % 2]
            writer.writerow([f"A-{place}", f"Customer {place}", owner, region, segment, 1000 + place, "EUR", end, flag])
    return path


def write_activities(folder: Path, count: int, accounts: int) -> Path:
    """activities.csv of so many notes and calls; the same every time."""
    path = folder / "activities.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "account", "date", "type", "subject", "body", "author"])
        for place in range(count):
            account = place * 7919 % accounts
            day = date(2024, 1, 1) + timedelta(days=place % 800)
            kind = ("note", "call", "meeting", "email")[place % 4]
            body = f"{_SENTENCES[place % 4]} {_SENTENCES[place // 4 % 4]} (No. {place})"
            writer.writerow([f"N-{place}", f"A-{account}", day, kind, "Weekly call", body, f"Person {account % 300}"])
    return path


def _timed(engine: Engine, path: Path) -> float:
    started = time.perf_counter()
    report = import_files(engine, [path])
    assert report.ok, report.rejections[:3]
    return time.perf_counter() - started


def _clear(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM external_ids WHERE kind = 'activities'"))
        connection.execute(text("DELETE FROM activities"))


_COLUMNS = (
    "account_id, author_id, kind, subject, body, happened_on, created_at, visibility, version, source, changed_at"
)


def _bare(engine: Engine, path: Path) -> float:
    """What one would write in an afternoon: read the rows, look the ids up in a dictionary, executemany."""
    with engine.begin() as connection:
        found = connection.execute(text("SELECT external_id, row_id FROM external_ids WHERE kind = 'accounts'"))
        accounts: dict[str, int] = dict(found.all())
        people: dict[str, int] = dict(connection.execute(text("SELECT name, id FROM people")).all())
    raw = engine.raw_connection()
    mark = "?" if engine.dialect.name == "sqlite" else "%s"
    statement = f"INSERT INTO activities ({_COLUMNS}) VALUES ({', '.join([mark] * 11)})"
    moment = datetime.now(UTC).isoformat(sep=" ")[:19]
    started = time.perf_counter()
    cursor = raw.cursor()
    if engine.dialect.name == "sqlite":
        cursor.execute("BEGIN IMMEDIATE")
    with path.open(encoding="utf-8", newline="") as file:
        rows: Iterator[tuple[object, ...]] = (
            (accounts[account], people[author], kind, subject, body, day, moment, "team", 1, "bench", moment)
            for _, account, day, kind, subject, body, author in islice(csv.reader(file), 1, None)
        )
        while batch := list(islice(rows, _BATCH)):
            cursor.executemany(statement, batch)
    raw.commit()
    seconds = time.perf_counter() - started
    raw.close()
    return seconds
