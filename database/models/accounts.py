"""Customers and the people at them."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base, Currency, Key, Name, Short, Versioned
from .people import Person, Team

HEALTH = ("red", "amber", "green")
STATUSES = ("active", "onboarding", "churned")


class Account(Versioned, Base):
    """A customer. ARR is not here: it is the sum of the contract lines in force."""

    __tablename__ = "accounts"
    __table_args__ = (
        CheckConstraint(f"health IN {HEALTH}", name="health"),
        CheckConstraint(f"status IN {STATUSES}", name="status"),
        Index("ix_accounts_owner_status", "owner_id", "status"),
    )
    id: Mapped[Key]
    name: Mapped[Name] = mapped_column(index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)
    segment: Mapped[Short | None]
    region: Mapped[Short | None]
    country: Mapped[Short | None]
    industry: Mapped[Short | None]
    status: Mapped[str] = mapped_column(String(20), default="active")
    stage: Mapped[Short | None]
    """Lifecycle stage in the company's own words, as the CRM names it."""
    plan: Mapped[Short | None]
    currency: Mapped[Currency | None]
    fiscal_year_end: Mapped[str | None] = mapped_column(String(5))
    """The customer's own, as MM-DD."""
    language: Mapped[str | None] = mapped_column(String(5))
    signed_on: Mapped[date | None]
    health: Mapped[str | None] = mapped_column(String(5))
    """red, amber, green, or None: unknown."""
    health_on: Mapped[date | None]
    health_reason: Mapped[str | None] = mapped_column(String(500))

    owner: Mapped[Person | None] = relationship()
    team: Mapped[Team | None] = relationship()
    names: Mapped[list["AccountName"]] = relationship(back_populates="account", cascade="all, delete-orphan")


class AccountName(Base):
    """Another name that people use for an account: alias, legal name, former name."""

    __tablename__ = "account_names"
    __table_args__ = (UniqueConstraint("account_id", "name"),)
    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    name: Mapped[Name]

    account: Mapped[Account] = relationship(back_populates="names")


class Contact(Versioned, Base):
    """A person at the customer."""

    __tablename__ = "contacts"
    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    name: Mapped[Name]
    """In full, as that person writes it."""
    family_name: Mapped[Name | None]
    given_name: Mapped[Name | None]
    salutation: Mapped[str | None] = mapped_column(String(10))
    """"ms", "mr", or None: unknown, then a letter uses the full name."""
    academic_title: Mapped[Short | None]
    form_of_address: Mapped[str | None] = mapped_column(String(10))
    """"formal" or "first_name"; None: what is usual in the language."""
    title: Mapped[Name | None]
    email: Mapped[str | None] = mapped_column(String(320))
    phone: Mapped[Short | None]
    language: Mapped[str | None] = mapped_column(String(5))
    role: Mapped[Short | None]
    """champion, decision maker, economic buyer, procurement, user …"""
    influence: Mapped[Short | None]
    sentiment: Mapped[Short | None]
    is_main: Mapped[bool] = mapped_column(default=False)
    reports_to_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    left_on: Mapped[date | None]

    account: Mapped[Account] = relationship()
