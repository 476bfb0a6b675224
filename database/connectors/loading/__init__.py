"""Brings feeds in: one transaction a feed, one batch, one audit row; what can't come in is told, record by record."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from uuid import uuid4

from sqlalchemy import Engine, select
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from database.audit import Entry, record
from database.connectors.base import (
    Block,
    Feed,
    FileReport,
    ImportRefusedError,
    ImportReport,
    Progress,
    Rejection,
    quiet,
)
from database.connectors.templates import ORDER
from database.engine import reading, transaction
from database.models import ImportBatch, Setting, now

from .accounts import AccountsLoader
from .bulk import prepare
from .contacts import ContactsLoader
from .contracts import ContractsLoader
from .engagement import ActivitiesLoader, TasksLoader
from .loader import Loader
from .people import PeopleLoader
from .sift import Sifted, sifted
from .signals import ChurnLoader, RatesLoader, TicketsLoader
from .usage import UsageLoader
from .work import EXTERNAL, UNCHANGED, Rows, Run, Work

LOADERS: dict[str, type[Loader]] = {
    "people": PeopleLoader,
    "rates": RatesLoader,
    "accounts": AccountsLoader,
    "contacts": ContactsLoader,
    "contracts": ContractsLoader,
    "activities": ActivitiesLoader,
    "tasks": TasksLoader,
    "tickets": TicketsLoader,
    "usage": UsageLoader,
    "churn": ChurnLoader,
}

NAMED = ("people", "accounts", "contacts")
"""Kinds, and tables, whose names the resolver of names knows."""


def load(
    engine: Engine, feeds: Sequence[Feed], report: ImportReport, *, dry_run: bool = False, progress: Progress = quiet
) -> None:
    """Brings all feeds in, those first to which others refer, and adds what became of them to `report`.

    A feed comes in whole, less its rejected records, or not at all. With `dry_run` everything is tried, and taken back.
    Raises ImportRefusedError where the database holds the sample book.
    """
    report.dry_run = dry_run
    run = Run(report, progress, several_usage=sum(feed.kind == "usage" for feed in feeds) > 1)
    with ExitStack() as stack:
        tried = stack.enter_context(Session(engine)) if dry_run else None
        for feed in sorted(feeds, key=lambda feed: ORDER[feed.kind]):
            told = len(report.rejections), len(report.conflicts)
            try:
                file = _bring(engine, tried, feed, run)
            except (IntegrityError, DataError) as error:
                del report.rejections[told[0] :], report.conflicts[told[1] :]
                reason = f"nothing of it came in: {str(error.orig).splitlines()[0]}"
                report.rejections.append(Rejection(feed.name, 0, None, "", reason))
                file = FileReport(feed.name, feed.kind, read=feed.total, rejected=feed.total)
            report.rejections[told[0] :] = sorted(report.rejections[told[0] :], key=lambda rejection: rejection.line)
            report.files.append(file)


@contextmanager
def _session(engine: Engine, tried: Session | None) -> Iterator[Session]:
    if tried is None:
        with transaction(engine) as session:
            yield session
    else:
        with tried.begin_nested():
            yield tried


def _bring(engine: Engine, tried: Session | None, feed: Feed, run: Run) -> FileReport:
    """One feed in one transaction; where writers stand in line, what needs no writing is done before it."""
    if tried is None and engine.dialect.name == "sqlite":
        with reading(engine) as session:
            work = Work(session, feed, None, now(), run)
            loader = LOADERS[feed.kind](work)
            if loader.stages:
                _take_all(work, loader, feed.blocks(work.refuse))
                session.close()
                with transaction(engine) as writing:
                    return _finish(writing, _begin(writing, work), loader)
            if loader.remembers and _came_before(work, loader):
                with sifted(work, loader) as found:
                    session.close()
                    with transaction(engine) as writing:
                        return _load(writing, feed, run, found)
    with _session(engine, tried) as session:
        return _load(session, feed, run)


def _came_before(work: Work, loader: Loader) -> bool:
    """Whether any record of this kind came from this system before: without, all of a feed is new."""
    columns = EXTERNAL.c
    query = select(columns.id).where(columns.system == work.feed.system, columns.kind == loader.record_kind)
    return work.session.scalar(query.limit(1)) is not None


def _load(session: Session, feed: Feed, run: Run, found: Sifted | None = None) -> FileReport:
    """The whole feed, or what is left of it."""
    work = _begin(session, Work(session, feed, None, now(), run))
    loader = LOADERS[feed.kind](work)
    if found:
        found.tell(work)
    _take_all(work, loader, found.blocks() if found else feed.blocks(work.refuse))
    return _finish(session, work, loader)


def _begin(session: Session, work: Work) -> Work:
    """The batch, and from now on the work writes."""
    prepare(session.connection())
    feed = work.feed
    batch = ImportBatch(
        system=feed.system, name=feed.name[:300], kind=feed.kind, digest=feed.digest, at=work.now, as_of=feed.as_of
    )
    session.add(batch)
    session.flush()
    work.write(session, batch)
    return work


def _take_all(work: Work, loader: Loader, blocks: Iterable[Block]) -> None:
    for block in blocks:
        _take(work, loader, block)
        work.run.progress(work.feed.name, work.done, work.feed.total)


def _finish(session: Session, work: Work, loader: Loader) -> FileReport:
    loader.finish()
    work.run.progress(work.feed.name, work.feed.total, work.feed.total)
    file, batch = work.file, work.batch
    file.read = file.created + file.updated + file.unchanged + file.rejected
    batch.created, batch.updated, batch.unchanged = file.created, file.updated, file.unchanged
    batch.rejected = file.rejected
    _remember(session, work)
    return file


def _take(work: Work, loader: Loader, block: Block) -> None:
    known = work.known(loader.record_kind, block.keys) if loader.remembers else {}
    places = [
        place
        for place, (key, digest) in enumerate(zip(block.keys, block.digests, strict=True))
        if (entry := known.get(key)) is None or entry.digest != digest
    ]
    work.tally([UNCHANGED], len(block.keys) - len(places))
    work.done += len(block.keys)
    if not places:
        return
    columns, problems = block.read(places)
    rows = Rows(
        work,
        [block.lines[place] for place in places],
        [block.keys[place] for place in places],
        [block.digests[place] for place in places],
        columns,
    )
    rows.known = [known.get(key) for key in rows.keys]
    for place, problem in problems.items():
        rows.refuse(place, *problem)
    rows.settle()
    if len(rows):
        loader.take(rows)
        rows.settle()
        if loader.tallies:
            work.tally(rows.outcomes)


def _remember(session: Session, work: Work) -> None:
    """One audit row for the batch, and word to the resolver of names."""
    spans = [(table, first, last, version) for (table, version), all_ in work.spans.items() for first, last in all_]
    file = work.file
    outcome = (
        f"{work.feed.name}: {file.created} created, {file.updated} updated, {file.unchanged} unchanged, "
        f"{file.rejected} rejected"
    )
    record(session, Entry("import", f"import {work.feed.system}", outcome, channel="import", spans=spans))
    named = {table for table, _ in work.spans} & set(NAMED)
    if named or (work.feed.kind in NAMED and file.created + file.updated):
        session.merge(Setting(name="names_changed", value=uuid4().hex))


def refuse_sample(engine: Engine) -> None:
    """Raises ImportRefusedError where the database holds the sample book: made-up and real customers never mix."""
    with reading(engine) as session:
        if session.scalar(select(Setting.value).where(Setting.name == "sample")) == "true":
            raise ImportRefusedError("This database holds the sample book; import into a database of your own.")
