"""Support cases, why accounts left, and exchange rates."""

from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import insert, select, update

from database.connectors.base import Value
from database.models import ChurnRecord, ExchangeRate, Ticket

from .bulk import table_of
from .loader import Loader
from .work import CREATED, UNCHANGED, UPDATED, Rows

RATES = table_of(ExchangeRate)

TICKET_FIELDS = {
    "account_id": "account_id",
    "case": "number",
    "subject": "subject",
    "priority": "priority",
    "opened_at": "opened_at",
    "closed_at": "closed_at",
    "due_at": "due_at",
    "first_response_minutes": "first_response_minutes",
    "resolution_hours": "resolution_hours",
    "satisfaction": "satisfaction",
    "escalated": "escalated",
}

CHURN_FIELDS = {
    "account_id": "account_id",
    "date": "left_on",
    "reason": "stated_reason",
    "root_reason": "root_reason",
    "competitor": "competitor",
    "feedback": "feedback",
    "preventable": "preventable",
    "came_back": "came_back",
    "after_upgrade": "after_upgrade",
    "after_downgrade": "after_downgrade",
    "refund": "refund",
    "currency": "currency",
    "details": "details",
}


class TicketsLoader(Loader):
    """`tickets` of the templates."""

    model = Ticket

    def take(self, rows: Rows) -> None:
        """Brings in a block."""
        rows.resolve("account", self.references.accounts, into="account_id")
        for place, value in enumerate(rows.get("satisfaction")):
            if isinstance(value, int) and not 1 <= value <= 5:
                rows.refuse(place, "satisfaction", value, "is not between 1 and 5")
        rows.settle()
        numbers, ids = rows.get("number"), rows.get("id")
        said = [number or (str(row_id)[:80] if row_id else None) for number, row_id in zip(numbers, ids, strict=True)]
        rows.attach("case", said)
        self.save_record(rows, rows.fields(TICKET_FIELDS))


class ChurnLoader(Loader):
    """`churn` of the templates."""

    model = ChurnRecord

    def take(self, rows: Rows) -> None:
        """Brings in a block."""
        rows.resolve("account", self.references.accounts, into="account_id")
        standard = self.work.feed.defaults.get("currency")
        rows.attach("currency", [said or standard for said in rows.get("currency")])
        for place, (refund, currency) in enumerate(zip(rows.get("refund"), rows.get("currency"), strict=True)):
            if refund is not None and currency is None:
                rows.refuse(place, "refund", refund, "has no currency; a mapping's `currency` can say it")
        rows.settle()
        self.save_record(rows, rows.fields(CHURN_FIELDS))


class _Rate(NamedTuple):
    id: int
    rate: Decimal


class RatesLoader(Loader):
    """`rates` of the templates. A rate is what it is on its day: it has no version, and nobody edits it here."""

    model = ExchangeRate
    remembers = False

    def take(self, rows: Rows) -> None:
        """Brings in a block."""
        columns = RATES.c
        query = select(columns.base, columns.currency, columns.day, columns.id, columns.rate)
        here: dict[tuple[Value, ...], _Rate] = {
            (base, currency, day): _Rate(row_id, rate)
            for base, currency, day, row_id, rate in self.work.connection.execute(query)
        }
        for place, rate in enumerate(rows.get("rate")):
            if isinstance(rate, Decimal) and rate <= 0:
                rows.refuse(place, "rate", rate, "is not positive")
        rows.settle()
        names = [rows.get(name) for name in ("base", "currency", "date", "rate")]
        for place, (base, currency, day, rate) in enumerate(zip(*names, strict=True)):
            known = here.get((base, currency, day))
            values = {"base": base, "currency": currency, "day": day, "rate": rate, "source": self.work.source}
            if known is None:
                self.work.file.rows["exchange_rates"] = self.work.file.rows.get("exchange_rates", 0) + 1
                self.work.connection.execute(insert(RATES).values(**values))
            elif known.rate != rate:
                self.work.connection.execute(update(RATES).where(RATES.c.id == known.id).values(**values))
            rows.outcomes[place] = CREATED if known is None else UNCHANGED if known.rate == rate else UPDATED
