"""`import csv`: files come in with a progress bar; what was rejected or kept is told row by row."""

import json
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import typer

from bot.commands.progress import Bar
from database.connectors.base import FileReport, ImportReport
from database.connectors.csv import ImportRefusedError, import_files, suggest_mapping
from database.engine import Engine

SHOWN = 20
"""How many rejected rows and conflicts the terminal lists; `--json` lists them all."""


def run_import(
    database: Callable[[], AbstractContextManager[Engine]],
    files: Sequence[Path],
    mapping: Path | None,
    suggest: Path | None,
    *,
    dry_run: bool,
    as_json: bool,
) -> int:
    """The exit status: 0 everything came in, 1 some rows were rejected, 2 nothing was tried and why."""
    try:
        if suggest:
            suggest.write_text(suggest_mapping(files), encoding="utf-8")
            typer.echo(f"Wrote {suggest}. Look it over, then: python -m bot import csv … --mapping {suggest}", err=True)
            return 0
        with database() as engine, Bar(shown=sys.stderr.isatty() and not as_json) as bar:
            report = import_files(engine, files, mapping=mapping, dry_run=dry_run, progress=bar.step)
    except ImportRefusedError as error:
        typer.echo(str(error), err=True)
        return 2
    except OSError as error:
        typer.echo(f"{error.filename}: {error.strerror}", err=True)
        return 2
    if as_json:
        typer.echo(json.dumps(report.to_json(), ensure_ascii=False, default=str))
    else:
        _print(report)
    return 0 if report.ok else 1


def _print(report: ImportReport) -> None:
    if report.dry_run:
        typer.echo("Nothing was changed: this is what an import would do.")
    for file in report.files:
        typer.echo(_line(file))
        for warning in file.warnings:
            typer.echo(f"  note: {warning}")
    for rejection in report.rejections[:SHOWN]:
        column = f", column {rejection.column}" if rejection.column else ""
        typer.echo(
            f"  rejected: {rejection.file}, line {rejection.line}{column}: {rejection.value!r}: {rejection.reason}"
        )
    _rest(len(report.rejections), "rejected rows")
    for conflict in report.conflicts[:SHOWN]:
        whose = f", for {conflict.owner}" if conflict.owner else ""
        typer.echo(
            f"  kept as it is here: {conflict.account or conflict.record}, {conflict.field}{whose}: "
            f"{conflict.ours!r} (the file says {conflict.theirs!r})"
        )
    _rest(len(report.conflicts), "conflicts")


def _line(file: FileReport) -> str:
    counts = f"{file.created:,} new, {file.updated:,} changed, {file.unchanged:,} as before, {file.rejected:,} rejected"
    return f"{file.file} ({file.kind or 'not recognised'}): {file.read:,} rows read: {counts}"


def _rest(count: int, what: str) -> None:
    if count > SHOWN:
        typer.echo(f"  … and {count - SHOWN:,} more {what}; --json lists them all")
