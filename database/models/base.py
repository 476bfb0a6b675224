"""What every table shares: names of constraints, exact amounts, moments in UTC, row versions."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated

from sqlalchemy import BigInteger, DateTime, Dialect, ForeignKey, Integer, MetaData, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column


class InexactAmountError(ValueError):
    """An amount has more decimals than the column keeps, so that storing it would change it."""


class Scaled(TypeDecorator[Decimal]):
    """A decimal kept as a whole number of 10^-places, because SQLite would keep a NUMERIC as a float."""

    impl = BigInteger
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        scaled = Decimal(value).scaleb(self.places)
        if scaled != scaled.to_integral_value():
            raise InexactAmountError(f"{value} has more than {self.places} decimals")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-self.places).normalize() + 0


class Moment(TypeDecorator[datetime]):
    """A point in time: always aware, always stored as UTC (SQLite would drop the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        value = value.astimezone(UTC)
        return value if dialect.name != "sqlite" else value.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


AMOUNT_PLACES = 4
"""Decimals of every money column: enough for each ISO 4217 currency."""

Key = Annotated[int, mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)]
Short = Annotated[str, mapped_column(String(80))]
Name = Annotated[str, mapped_column(String(300))]
Currency = Annotated[str, mapped_column(String(3))]
Amount = Annotated[Decimal, mapped_column(Scaled(AMOUNT_PLACES))]
At = Annotated[datetime, mapped_column(Moment)]


class Base(DeclarativeBase):
    """The root of all tables; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Versioned:
    """A business row: its version (raised by every write, compared before the next) and where it is from."""

    version: Mapped[int] = mapped_column(default=1)
    source: Mapped[str] = mapped_column(String(120), default="steward")
    """The file or system that the row came from; "steward" for what people entered here."""
    changed_at: Mapped[At] = mapped_column(default=now, onupdate=now)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batches.id"), index=True)
    """The import that last wrote the row; None for what people entered here."""

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, object]:
        return {"version_id_col": cls.version}
