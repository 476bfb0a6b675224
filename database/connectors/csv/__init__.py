"""CSV files in and out.

`import_files` brings files in, `suggest_mapping` proposes which of a company's columns is which of ours,
`export_changes` writes what people changed here for a CRM's loader.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import Engine

from database.connectors.base import (
    FileReport,
    ImportRefusedError,
    ImportReport,
    MappingError,
    Progress,
    Rejection,
    quiet,
)
from database.connectors.export import export_changes
from database.connectors.loading import load, refuse_sample

from .feed import CsvFeed
from .mapping import Rules, UnknownColumnsError, plan, read_rules
from .reading import UnreadableFileError, look
from .suggest import suggest_mapping

__all__ = [
    "ImportRefusedError",
    "ImportReport",
    "MappingError",
    "export_changes",
    "import_files",
    "suggest_mapping",
]

SUFFIXES = (".csv", ".tsv")


def import_files(
    engine: Engine,
    paths: Iterable[Path],
    *,
    mapping: Path | None = None,
    dry_run: bool = False,
    progress: Progress = quiet,
) -> ImportReport:
    """Brings in CSV files, and all those of folders, in the order that their kinds need.

    Rejected rows are in the report, with file, line, column, value and reason; the rest of their file comes in, in one
    transaction. Raises ImportRefusedError (the database holds the sample book, a path does not exist) and MappingError.
    """
    refuse_sample(engine)
    rules = read_rules(mapping) if mapping else Rules()
    report = ImportReport()
    feeds = []
    for path, name in named(paths):
        try:
            rule = rules.rule(path)
            layout = look(path, rule.encoding, rule.delimiter) if rule else look(path)
            feeds.append(CsvFeed(layout, plan(layout, rules), rules, name))
        except (UnreadableFileError, UnknownColumnsError) as error:
            report.files.append(FileReport(name))
            report.rejections.append(Rejection(name, 0, None, "", str(error)))
    load(engine, feeds, report, dry_run=dry_run, progress=progress)
    return report


def named(paths: Iterable[Path]) -> list[tuple[Path, str]]:
    """The files that are meant, each once, and what the report calls them. Raises ImportRefusedError."""
    files = list(dict.fromkeys(file for path in paths for file in _files(path)))
    if not files:
        raise ImportRefusedError("There is no CSV file there.")
    times = Counter(file.name for file in files)
    return [(file, file.name if times[file.name] == 1 else str(file)) for file in files]


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        found = sorted(file for file in path.iterdir() if file.is_file() and file.suffix.lower() in SUFFIXES)
        yield from found
    elif path.is_file():
        yield path
    else:
        raise ImportRefusedError(f"{path} does not exist.")
