"""What was sold: contracts, their lines, and the rates at which money is added up."""

from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .accounts import Account
from .base import Amount, Base, Currency, Key, Scaled, Short, Versioned

OUTCOMES = ("renewed", "lost")


def last_notice_day(end_on: date | None, notice_days: int | None) -> date | None:
    """The last day on which notice can be given: the term's last day less the notice period; None: not known.
    Whoever writes a contract keeps `notice_on` by this rule."""
    if end_on is None or notice_days is None or notice_days >= end_on.toordinal():
        return None
    return end_on - timedelta(days=notice_days)


class Contract(Versioned, Base):
    """An agreement with a term. What is due for renewal is a contract, not an account."""

    __tablename__ = "contracts"
    __table_args__ = (
        UniqueConstraint("id", "account_id"),
        CheckConstraint(f"outcome IN {OUTCOMES}", name="outcome"),
        CheckConstraint("end_on IS NULL OR start_on IS NULL OR start_on <= end_on", name="term"),
        CheckConstraint("notice_days >= 0", name="notice_days"),
        Index("ix_contracts_account_end", "account_id", "end_on"),
        Index("ix_contracts_end", "end_on"),
        Index("ix_contracts_notice", "notice_on"),
    )
    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    number: Mapped[Short | None]
    start_on: Mapped[date | None]
    end_on: Mapped[date | None]
    """The last day of the term; None: open-ended."""
    notice_days: Mapped[int | None]
    notice_on: Mapped[date | None]
    """The last day on which notice can be given (`metrics.renewals.notice_date`); stored so that it can be searched."""
    auto_renew: Mapped[bool | None]
    uplift_cap: Mapped[Decimal | None] = mapped_column(Scaled(4))
    """Percent points that the price may rise by at renewal."""
    payment_terms: Mapped[Short | None]
    billing: Mapped[Short | None]
    notice_given_on: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(String(10))
    """What became of the renewal: renewed, lost, or None: open."""
    outcome_on: Mapped[date | None]
    renewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("contracts.id"))

    account: Mapped[Account] = relationship()
    lines: Mapped[list["ContractLine"]] = relationship(back_populates="contract")


class ContractLine(Versioned, Base):
    """One product of a contract, with its seats and its yearly recurring revenue."""

    __tablename__ = "contract_lines"
    __table_args__ = (
        ForeignKeyConstraint(["contract_id", "account_id"], ["contracts.id", "contracts.account_id"]),
        CheckConstraint("seats >= 0", name="seats"),
        Index("ix_contract_lines_contract", "contract_id"),
        Index("ix_contract_lines_account_end", "account_id", "end_on"),
    )
    id: Mapped[Key]
    contract_id: Mapped[int]
    account_id: Mapped[int]
    product: Mapped[Short | None]
    seats: Mapped[int | None]
    arr: Mapped[Amount | None]
    """A year's recurring revenue, in `currency`; None: not in the record."""
    currency: Mapped[Currency]
    start_on: Mapped[date | None]
    end_on: Mapped[date | None]
    """The last day on which the line counts; None: open-ended."""
    is_trial: Mapped[bool] = mapped_column(default=False)

    contract: Mapped[Contract] = relationship(back_populates="lines")


class ExchangeRate(Base):
    """What one unit of `currency` was worth in `base` on a day, as configured by the company."""

    __tablename__ = "exchange_rates"
    __table_args__ = (UniqueConstraint("base", "currency", "day"),)
    id: Mapped[Key]
    base: Mapped[Currency]
    currency: Mapped[Currency]
    day: Mapped[date]
    rate: Mapped[Decimal] = mapped_column(Scaled(10))
    source: Mapped[str] = mapped_column(String(120))
