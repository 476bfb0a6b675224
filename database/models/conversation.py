"""What was said, what was proposed, and what waits to be answered or sent."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import At, Base, Key, Moment, Short, now

PROPOSAL_STATES = ("pending", "saved", "discarded", "expired", "undone", "replaced")
WORK_STATES = ("waiting", "leased", "done", "failed", "refused")


class ProposalRow(Base):
    """A change that somebody was shown and may save: the very bytes, bound to person, target and version."""

    __tablename__ = "proposals"
    __table_args__ = (
        CheckConstraint(f"state IN {PROPOSAL_STATES}", name="state"),
        Index("ix_proposals_person_state", "person_id", "state", "created_at"),
    )
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    tool: Mapped[Short]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    order_key: Mapped[str] = mapped_column(String(200))
    arguments: Mapped[str] = mapped_column(Text)
    """The call that made it (JSON), so that a correction can be a whole call again."""
    content: Mapped[str] = mapped_column(Text)
    """What will be written (canonical JSON)."""
    content_hash: Mapped[str] = mapped_column(String(64))
    target: Mapped[str | None] = mapped_column(String(80))
    """"table:id" of the row that the change was made against; None for a new row."""
    target_version: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(10), default="pending")
    created_at: Mapped[At] = mapped_column(default=now)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    decided_at: Mapped[At | None]
    written: Mapped[str | None] = mapped_column(Text)
    """The rows that saving wrote, with their versions (JSON), for Undo."""


class Turn(Base):
    """One message and its answer, as one person's memory of one conversation."""

    __tablename__ = "transcript"
    __table_args__ = (Index("ix_transcript_conversation", "order_key", "person_id", "id"),)
    id: Mapped[Key]
    token: Mapped[str] = mapped_column(String(40), unique=True)
    """What the answer's buttons carry: it names the turn and tells nothing."""
    order_key: Mapped[str] = mapped_column(String(200))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[At] = mapped_column(default=now)
    said: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(5))
    calls: Mapped[str] = mapped_column(Text)
    """The calls that were run, and what was asked back with the call that waits for it (JSON)."""
    shown: Mapped[str] = mapped_column(Text)
    """Row ids, buttons and proposals that the answer showed (JSON); no row's content."""


class InboxItem(Base):
    """Something that was accepted and will be answered, once: a message, a click, a command, a job."""

    __tablename__ = "inbox"
    __table_args__ = (
        CheckConstraint(f"state IN {WORK_STATES}", name="state"),
        UniqueConstraint("identity"),
        Index("ix_inbox_waiting", "state", "not_before", "order_key", "order_by"),
        Index("ix_inbox_conversation", "order_key", "state", "order_by", "id"),
    )
    id: Mapped[Key]
    identity: Mapped[str] = mapped_column(String(200))
    kind: Mapped[Short]
    order_key: Mapped[str] = mapped_column(String(200))
    order_by: Mapped[str] = mapped_column(String(40))
    """Place in its conversation: Slack's ts, action_ts, else the time of arrival; compared as text of equal width."""
    payload: Mapped[str] = mapped_column(Text)
    received_at: Mapped[At] = mapped_column(default=now)
    not_before: Mapped[At] = mapped_column(default=now)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    lease_until: Mapped[At | None]
    fence: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    reference: Mapped[Short | None]
    done_at: Mapped[At | None]


class OutboxItem(Base):
    """Something to be sent, bound to its recipient and audience."""

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint(f"state IN {WORK_STATES}", name="state"),
        UniqueConstraint("inbox_id", "seq"),
        Index("ix_outbox_waiting", "state", "not_before", "id"),
        Index("ix_outbox_channel", "channel", "state", "id"),
        Index("ix_outbox_about", "about"),
    )
    id: Mapped[Key]
    inbox_id: Mapped[int | None] = mapped_column(ForeignKey("inbox.id"))
    seq: Mapped[int] = mapped_column(default=0)
    method: Mapped[Short]
    """The Web API method, as chat.postMessage."""
    channel: Mapped[Short]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    audience: Mapped[Short]
    payload: Mapped[str] = mapped_column(Text)
    created_at: Mapped[At] = mapped_column(default=now)
    not_before: Mapped[At] = mapped_column(default=now)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    sent_ts: Mapped[Short | None]
    about: Mapped[Short | None]
    """The proposal that the message asks about, so that the message can be updated once that is decided."""
    problem: Mapped[str | None] = mapped_column(String(300))
    done_at: Mapped[At | None]
