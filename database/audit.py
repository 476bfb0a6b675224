"""The audit: one row for each read and write, chained, with the personal part in a table of its own."""

import hashlib
import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, insert, select, text
from sqlalchemy.orm import Session

from .models import AuditDetail, AuditRow, now
from .statement import Statement

FIRST = "0" * 64


@dataclass(frozen=True)
class Entry:
    """What is to be remembered. `detail` is the personal part (arguments as they were said)."""

    action: str
    tool: str
    outcome: str
    channel: str
    person_id: int | None = None
    rows: Sequence[tuple[str, int, int]] = ()
    """Table, id and version of each row that was written or shown."""
    spans: Sequence[tuple[str, int, int, int]] = ()
    """Table, first id, last id and version of many rows that were written at once."""
    agent: str | None = None
    proposal_id: str | None = None
    milliseconds: int | None = None
    detail: str = ""


# Every turn that reads or writes appends a row, while all other writers wait.
_FIELDS = [column.name for column in AuditRow.__table__.columns if column.name != "id"]
_LAST = Statement(select(AuditRow.digest).order_by(AuditRow.id.desc()).limit(1))
_APPEND = Statement(insert(AuditRow).values({name: bindparam(name) for name in _FIELDS}).returning(AuditRow.id))
_ADD_DETAIL = Statement(insert(AuditDetail).values({name: bindparam(name) for name in ("audit_id", "salt", "detail")}))


def record(session: Session, entry: Entry) -> None:
    """Appends a row to the chain, inside the caller's transaction."""
    if session.get_bind().dialect.name == "postgresql":
        # One writer at a time, so that each row names the one before it. SQLite's write lock does the same.
        session.execute(text("SELECT pg_advisory_xact_lock(7204371)"))
    session.flush()
    connection = session.connection()
    last = _LAST.rows(connection, {})
    salt = secrets.token_hex(16)
    row = AuditRow(
        at=now(),
        person_id=entry.person_id,
        channel=entry.channel,
        action=entry.action,
        tool=entry.tool,
        agent=entry.agent,
        proposal_id=entry.proposal_id,
        rows=" ".join(
            [f"{table}:{row_id}@{version}" for table, row_id, version in entry.rows]
            + [f"{table}:{first}-{last}@{version}" for table, first, last, version in entry.spans]
        ),
        outcome=entry.outcome[:300],
        milliseconds=entry.milliseconds,
        detail_hash=_hash(salt, entry.detail),
    )
    row.digest = _digest(str(last[0][0]) if last else FIRST, row)
    [(number,)] = _APPEND.rows(connection, {name: getattr(row, name) for name in _FIELDS})
    _ADD_DETAIL.change(connection, {"audit_id": number, "salt": salt, "detail": entry.detail})


def verify(session: Session) -> Iterator[str]:
    """What is wrong with the chain: one sentence for each row that was changed, or is missing before it."""
    before = FIRST
    rows = session.execute(select(AuditRow, AuditDetail).outerjoin(AuditDetail).order_by(AuditRow.id))
    for row, detail in rows.yield_per(1000):
        if _digest(before, row) != row.digest:
            yield f"row {row.id} does not follow from the row before it"
        if detail is not None and _hash(detail.salt, detail.detail) != row.detail_hash:
            yield f"the detail of row {row.id} was changed"
        before = row.digest


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _digest(before: str, row: AuditRow) -> str:
    fields = [row.at.isoformat(), row.person_id, row.channel, row.action, row.tool, row.agent, row.proposal_id]
    fields += [row.rows, row.outcome, row.milliseconds, row.detail_hash]
    return _hash(before, json.dumps(fields, ensure_ascii=False))
