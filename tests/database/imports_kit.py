"""What the tests of imports share: files as a company would send them, and what stands in the tables afterwards."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from database.connectors.base import ImportReport
from database.connectors.csv import import_files
from database.models import Base


def send(folder: Path, name: str, text: str | bytes) -> Path:
    """A file with exactly this text, UTF-8 unless it is bytes."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def send_rows(folder: Path, name: str, rows: Iterable[Sequence[object]]) -> Path:
    """A file of these rows, the first of which is the header."""
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def bring(engine: Engine, *paths: Path, mapping: Path | None = None) -> ImportReport:
    """Imports and expects that everything came in."""
    report = import_files(engine, paths, mapping=mapping)
    assert report.rejections == []
    assert report.ok
    return report


def counts(report: ImportReport, file: str) -> tuple[int, int, int, int]:
    """Created, updated, unchanged, rejected; their sum is what was read."""
    found = next(each for each in report.files if each.file == file)
    four = (found.created, found.updated, found.unchanged, found.rejected)
    assert found.read == sum(four)
    return four


def told(report: ImportReport) -> list[tuple[int, str | None, str, str]]:
    """Each rejection's line, column, value and reason."""
    return [(each.line, each.column, each.value, each.reason) for each in report.rejections]


T = TypeVar("T", bound=Base)


def every(engine: Engine, model: type[T]) -> list[T]:
    """All rows of a table, in the order in which they were made."""
    with Session(engine, expire_on_commit=False) as session:
        return list(session.scalars(select(model).order_by(*model.__mapper__.primary_key)))


def content(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Every business table's rows, without what keeps books about imports."""
    books = {"import_batches", "audit", "audit_details", "settings", "alembic_version"}
    with engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(table.select().order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
            if table.name not in books
        }


ACCOUNTS = """id,name,owner,arr,currency,renewal_date
1,Alder,Ada Bell,1000,EUR,2026-06-30
2,Birch,Ada Bell,2000,EUR,2026-09-30
"""
"""Two customers."""
