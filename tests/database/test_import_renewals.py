"""A renewal date that moves on in a file of accounts: a few days are a correction, a further term is a renewal."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from database.audit import verify
from database.connectors.base import ImportReport
from database.engine import transaction
from database.models import Account, Contract, ContractLine
from tests.database.imports_kit import bring, content, counts, every, send

END = date(2046, 6, 30)
"""Far ahead: what has ended is judged otherwise."""
NEXT = date(2047, 6, 30)
Row = dict[str, object]


def told(engine: Engine, folder: Path, *rows: Row) -> ImportReport:
    """A file of accounts with these rows, as it comes in."""
    header = list(rows[0])
    lines = [",".join("" if row[name] is None else str(row[name]) for name in header) for row in rows]
    return bring(engine, send(folder, "accounts.csv", "\n".join([",".join(header), *lines]) + "\n"))


def alder(**changes: object) -> Row:
    """An account's row."""
    return {"id": "A1", "name": "Alder", "arr": 1000, "currency": "EUR", "renewal_date": END, **changes}


def terms(engine: Engine) -> list[tuple[date | None, date | None, str | None, Decimal | None]]:
    """Start, end, outcome and amount of every contract, in the order of their ends."""
    lines = {line.contract_id: line for line in every(engine, ContractLine)}
    found = sorted(every(engine, Contract), key=lambda contract: contract.end_on or date.max)
    for contract in found:
        line = lines[contract.id]
        assert (line.start_on, line.end_on, line.account_id) == (
            contract.start_on,
            contract.end_on,
            contract.account_id,
        )
    return [(contract.start_on, contract.end_on, contract.outcome, lines[contract.id].arr) for contract in found]


def test_a_further_term_is_a_contract_of_its_own_and_the_one_before_is_renewed(engine: Engine, tmp_path: Path) -> None:
    told(engine, tmp_path, alder(), alder(id="B1", name="Birch"))
    report = told(engine, tmp_path, alder(renewal_date=NEXT, arr=1200), alder(id="B1", name="Birch"))
    assert counts(report, "accounts.csv") == (0, 1, 1, 0)
    assert report.files[0].warnings == [
        "1 renewal date moved on by a term: the contract before is renewed, a new one begins"
    ]
    assert terms(engine) == [
        (None, END, "renewed", Decimal(1000)),
        (None, END, None, Decimal(1000)),
        (END + timedelta(days=1), NEXT, None, Decimal(1200)),
    ]
    before, _birch, after = sorted(every(engine, Contract), key=lambda one: one.id)
    assert (before.renewed_by_id, before.version, after.version) == (after.id, 2, 1)
    assert before.outcome_on is not None
    assert [account.version for account in every(engine, Account)] == [1, 1]
    stood = content(engine)
    again = told(engine, tmp_path, alder(renewal_date=NEXT, arr=1200), alder(id="B1", name="Birch"))
    assert counts(again, "accounts.csv") == (0, 0, 2, 0)
    assert content(engine) == stood
    with Session(engine) as session:
        assert list(verify(session)) == []


@pytest.mark.parametrize("days", [-200, -3, 3, 31, 180])
def test_less_than_a_term_moves_the_contract(engine: Engine, tmp_path: Path, days: int) -> None:
    told(engine, tmp_path, alder())
    told(engine, tmp_path, alder(renewal_date=END + timedelta(days=days)))
    assert terms(engine) == [(None, END + timedelta(days=days), None, Decimal(1000))]


@pytest.mark.parametrize(
    ("start", "moved", "renewed"),
    [
        (END - timedelta(days=30), 30, True),
        (END - timedelta(days=30), 20, False),
        (END - timedelta(days=91), 91, True),
        (END - timedelta(days=91), 30, False),
        (END - timedelta(days=3 * 365), 365, True),
        (END - timedelta(days=3 * 365), 180, False),
    ],
)
def test_a_term_that_is_known_says_how_long_a_further_one_is(
    sqlite_engine: Engine, tmp_path: Path, start: date, moved: int, renewed: bool
) -> None:
    told(sqlite_engine, tmp_path, alder(start_date=start))
    told(sqlite_engine, tmp_path, alder(start_date=start, renewal_date=END + timedelta(days=moved)))
    assert len(terms(sqlite_engine)) == 1 + renewed


def test_what_has_ended_is_renewed_by_a_quarter(engine: Engine, tmp_path: Path) -> None:
    told(engine, tmp_path, alder(renewal_date=date(2025, 6, 30)))
    told(engine, tmp_path, alder(renewal_date=date(2025, 7, 31)))
    assert len(terms(engine)) == 1
    told(engine, tmp_path, alder(renewal_date=date(2025, 10, 31)))
    assert [(start, end) for start, end, _, _ in terms(engine)] == [
        (None, date(2025, 7, 31)),
        (date(2025, 8, 1), date(2025, 10, 31)),
    ]


def test_a_start_that_moves_along_is_the_new_terms_and_one_that_stays_is_not(engine: Engine, tmp_path: Path) -> None:
    first = date(2045, 7, 1)
    told(engine, tmp_path, alder(start_date=first), alder(id="B1", name="Birch", start_date=first))
    moved, stayed = alder(start_date=date(2046, 7, 15)), alder(id="B1", name="Birch", start_date=first)
    told(engine, tmp_path, moved | {"renewal_date": NEXT}, stayed | {"renewal_date": NEXT})
    starts = [date(2046, 7, 15), END + timedelta(days=1)]
    assert sorted(start for start, end, _, _ in terms(engine) if end == NEXT and start) == sorted(starts)
    # What changes later touches the new term alone, and does not move its start.
    told(engine, tmp_path, moved | {"renewal_date": NEXT, "arr": 5}, stayed | {"renewal_date": NEXT, "arr": 7})
    assert {(start, end, arr) for start, end, _, arr in terms(engine)} == {
        (first, END, Decimal(1000)),
        (starts[0], NEXT, Decimal(5)),
        (starts[1], NEXT, Decimal(7)),
    }


def test_a_date_that_comes_back_takes_the_renewal_back(engine: Engine, tmp_path: Path) -> None:
    told(engine, tmp_path, alder())
    told(engine, tmp_path, alder(renewal_date=date(2056, 6, 30), arr=1500))
    report = told(engine, tmp_path, alder(renewal_date=END + timedelta(days=2), arr=1100))
    assert terms(engine) == [(None, END + timedelta(days=2), None, Decimal(1100))]
    assert "moved back" in report.files[0].warnings[0]
    (contract,) = every(engine, Contract)
    assert (contract.renewed_by_id, contract.outcome_on) == (None, None)
    told(engine, tmp_path, alder(renewal_date=NEXT, arr=1100))
    assert len(terms(engine)) == 2


def test_terms_follow_one_another(engine: Engine, tmp_path: Path) -> None:
    for year in range(2046, 2050):
        told(engine, tmp_path, alder(renewal_date=date(year, 6, 30), arr=year))
    assert [(end, outcome, arr) for _, end, outcome, arr in terms(engine)] == [
        (date(year, 6, 30), "renewed" if year < 2049 else None, Decimal(year)) for year in range(2046, 2050)
    ]


def test_who_left_has_renewed_nothing(engine: Engine, tmp_path: Path) -> None:
    told(engine, tmp_path, alder(status="active"))
    told(engine, tmp_path, alder(status="churned", renewal_date=NEXT))
    assert terms(engine) == [(None, NEXT, "lost", Decimal(1000))]
    # Won back later: the loss stays, and a new contract begins.
    told(engine, tmp_path, alder(status="active", renewal_date=date(2049, 6, 30)))
    assert [(end, outcome) for _, end, outcome, _ in terms(engine)] == [(NEXT, "lost"), (date(2049, 6, 30), None)]


def test_a_contract_that_was_moved_here_already_has_no_second_successor(engine: Engine, tmp_path: Path) -> None:
    told(engine, tmp_path, alder())
    with transaction(engine) as session:
        session.get_one(Contract, every(engine, Contract)[0].id).end_on = NEXT
    told(engine, tmp_path, alder(renewal_date=NEXT))
    assert len(every(engine, Contract)) == 1
