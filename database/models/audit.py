"""Who did what, chained row to row; what can be erased stands apart."""

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import At, Base, Key, Short, now


class AuditRow(Base):
    """One read or write. `digest` covers the row and the one before it, so that a missing row shows."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_person_at", "person_id", "at"), Index("ix_audit_proposal", "proposal_id"))
    id: Mapped[Key]
    at: Mapped[At] = mapped_column(default=now)
    person_id: Mapped[int | None]
    channel: Mapped[Short]
    """Where it was asked: the conversation's key, cli, import …"""
    action: Mapped[Short]
    """read, propose, save, undo, discard, import, refuse …"""
    tool: Mapped[Short]
    agent: Mapped[Short | None]
    proposal_id: Mapped[str | None] = mapped_column(String(40))
    rows: Mapped[str] = mapped_column(Text)
    """Which rows, with versions: "activities:12@1 tasks:7@1"."""
    outcome: Mapped[str] = mapped_column(String(300))
    milliseconds: Mapped[int | None]
    detail_hash: Mapped[str] = mapped_column(String(64))
    """Of salt and detail: verification survives erasure of the detail."""
    digest: Mapped[str] = mapped_column(String(64), unique=True)


class AuditDetail(Base):
    """The personal part of an audit row (arguments as they were said), erasable."""

    __tablename__ = "audit_details"
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), primary_key=True)
    salt: Mapped[str] = mapped_column(String(32))
    detail: Mapped[str] = mapped_column(Text)


class Setting(Base):
    """A fact about the database itself: whether it holds the sample book, when names last changed."""

    __tablename__ = "settings"
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
