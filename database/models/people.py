"""Colleagues and their teams: who asks, who owns, who leads whom."""

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base, Key, Name, Versioned

ROLES = (
    "csm",
    "manager",
    "director",
    "service_manager",
    "support",
    "accounting",
    "product",
    "partner",
)


class Team(Versioned, Base):
    """A group of colleagues who share accounts."""

    __tablename__ = "teams"
    id: Mapped[Key]
    name: Mapped[Name] = mapped_column(unique=True)


class Person(Versioned, Base):
    """A colleague. What they may see follows from role, team and manager (`database/access.py`)."""

    __tablename__ = "people"
    __table_args__ = (CheckConstraint(f"role IN {ROLES}", name="role"),)
    id: Mapped[Key]
    name: Mapped[Name]
    email: Mapped[str | None] = mapped_column(String(320), unique=True)
    """Lower case. None for an owner who is only known by name so far."""
    slack_id: Mapped[str | None] = mapped_column(String(40), unique=True)
    role: Mapped[str] = mapped_column(String(20), default="csm")
    is_admin: Mapped[bool] = mapped_column(Boolean, default=False)
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)
    locale: Mapped[str] = mapped_column(String(20), default="en")
    time_zone: Mapped[str] = mapped_column(String(60), default="UTC")

    team: Mapped[Team | None] = relationship()
    manager: Mapped["Person | None"] = relationship(remote_side="Person.id")
