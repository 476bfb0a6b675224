"""What the product and the service desk tell of a customer: usage, tickets, why they left."""

from datetime import date
from decimal import Decimal

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .accounts import Account
from .base import Amount, At, Base, Currency, Key, Scaled, Short, Versioned


class UsageMonth(Versioned, Base):
    """An account's use of the product in one calendar month. What was not measured is None, never 0."""

    __tablename__ = "usage_months"
    __table_args__ = (UniqueConstraint("account_id", "month"),)
    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    month: Mapped[date]
    """The month's first day."""
    active_users: Mapped[int | None]
    seats: Mapped[int | None]
    events: Mapped[int | None] = mapped_column(BigInteger)
    """How often features were used."""
    seconds: Mapped[int | None] = mapped_column(BigInteger)
    errors: Mapped[int | None] = mapped_column(BigInteger)
    features: Mapped[int | None]
    """How many different features were used."""

    account: Mapped[Account] = relationship()


class Ticket(Versioned, Base):
    """A support case."""

    __tablename__ = "tickets"
    __table_args__ = (Index("ix_tickets_account_opened", "account_id", "opened_at"),)
    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    number: Mapped[Short | None]
    subject: Mapped[str | None] = mapped_column(String(500))
    priority: Mapped[Short | None]
    """low, medium, high, urgent."""
    opened_at: Mapped[At]
    closed_at: Mapped[At | None]
    due_at: Mapped[At | None]
    first_response_minutes: Mapped[int | None]
    resolution_hours: Mapped[Decimal | None] = mapped_column(Scaled(4))
    satisfaction: Mapped[int | None]
    """1 to 5."""
    escalated: Mapped[bool] = mapped_column(default=False)

    account: Mapped[Account] = relationship()


class ChurnRecord(Versioned, Base):
    """Why an account left, as it said and as it was."""

    __tablename__ = "churn_records"
    __table_args__ = (
        Index("ix_churn_records_account", "account_id"),
        CheckConstraint("refund IS NULL OR currency IS NOT NULL", name="refund_currency"),
    )
    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    left_on: Mapped[date]
    stated_reason: Mapped[Short | None]
    root_reason: Mapped[Short | None]
    competitor: Mapped[Short | None]
    feedback: Mapped[str | None] = mapped_column(Text)
    preventable: Mapped[bool | None]
    came_back: Mapped[bool | None]
    after_upgrade: Mapped[bool | None]
    after_downgrade: Mapped[bool | None]
    refund: Mapped[Amount | None]
    currency: Mapped[Currency | None]
    details: Mapped[str | None] = mapped_column(String(500))

    account: Mapped[Account] = relationship()
