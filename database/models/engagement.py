"""What happened with a customer, and what was promised: notes, meetings, calls, emails, tasks."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .accounts import Account, Contact
from .base import At, Base, Key, Name, Short, Versioned, now
from .people import Person

ACTIVITY_TYPES = ("note", "meeting", "call", "email")
VISIBILITIES = ("team", "private")


class Activity(Versioned, Base):
    """A note, meeting, call or email. A private one is its author's alone."""

    __tablename__ = "activities"
    __table_args__ = (
        CheckConstraint(f"kind IN {ACTIVITY_TYPES}", name="kind"),
        CheckConstraint(f"visibility IN {VISIBILITIES}", name="visibility"),
        CheckConstraint("visibility <> 'private' OR author_id IS NOT NULL", name="private_has_author"),
        Index("ix_activities_account_day", "account_id", "happened_on"),
        Index("ix_activities_author", "author_id", "happened_on"),
    )
    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(10), default="note")
    subject: Mapped[Name | None]
    body: Mapped[str] = mapped_column(Text)
    """The words as they were written."""
    happened_on: Mapped[date]
    created_at: Mapped[At] = mapped_column(default=now)
    visibility: Mapped[str] = mapped_column(String(10), default="team")
    link: Mapped[str | None] = mapped_column(String(500))

    account: Mapped[Account] = relationship()
    author: Mapped[Person | None] = relationship()
    attendees: Mapped[list["Attendee"]] = relationship(cascade="all, delete-orphan", order_by="Attendee.id")


class Attendee(Base):
    """Who was there: a contact on file, or a name as it was written."""

    __tablename__ = "attendees"
    __table_args__ = (UniqueConstraint("activity_id", "name"), Index("ix_attendees_contact", "contact_id"))
    id: Mapped[Key]
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id", ondelete="CASCADE"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    name: Mapped[Name]

    contact: Mapped[Contact | None] = relationship()


class Task(Versioned, Base):
    """A follow-up that somebody owes a customer or a colleague."""

    __tablename__ = "tasks"
    __table_args__ = (
        Index("ix_tasks_owner_due", "owner_id", "done_at", "due_on"),
        Index("ix_tasks_account", "account_id"),
    )
    id: Mapped[Key]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activities.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    title: Mapped[str] = mapped_column(String(500))
    due_on: Mapped[date | None]
    priority: Mapped[Short | None]
    created_at: Mapped[At] = mapped_column(default=now)
    done_at: Mapped[At | None]

    account: Mapped[Account | None] = relationship()
    owner: Mapped[Person | None] = relationship()
