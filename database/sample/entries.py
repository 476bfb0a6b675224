"""One account of the book with all that is decided about it before its rows are stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from database.models import Account, AccountName, Person

from . import book
from .contracts import Signed, sign
from .customers import Customer
from .people import Cast, Stamp
from .signals import usage
from .telling import values


@dataclass
class Entry:
    """An account on its way into the database."""

    customer: Customer
    signed: Signed
    months: Mapping[date, tuple[int, int]]
    """Active users and seats by month."""
    values: Mapping[str, str]
    """The figures and dates that its story names."""
    account: Account
    cast: Cast = field(default_factory=dict)


def entry(customer: Customer, colleagues: Mapping[str, Person], stamp: Stamp) -> Entry:
    """Decides what the customer has bought and how it is used, and makes its account."""
    signed = sign(customer)
    months = usage(customer, signed)
    named = values(customer, signed, months)
    owner = colleagues[customer.owner]
    reason = customer.story.health_reason.in_(customer.language).format_map(named)
    return Entry(customer, signed, months, named, _account(customer, signed, owner, reason, stamp))


def store(session: Session, entries: Sequence[Entry]) -> None:
    """Stores the accounts; groups first, because their members name them."""
    parents = book.customers().parents
    by_name = {each.customer.name: each.account for each in entries}
    session.add_all(account for name, account in by_name.items() if name not in parents)
    session.flush()
    for child, parent in parents.items():
        by_name[child].parent_id = by_name[parent].id
        session.add(by_name[child])
    session.flush()


def _account(customer: Customer, signed: Signed, owner: Person, health_reason: str, stamp: Stamp) -> Account:
    market = customer.market
    return Account(
        name=customer.name,
        owner_id=owner.id,
        team_id=owner.team_id,
        segment=customer.segment.name,
        region=market.region,
        country=market.country,
        industry=customer.industry,
        status=customer.story.status,
        stage=_stage(customer),
        plan=customer.segment.plan,
        currency=market.currency,
        fiscal_year_end=market.fiscal_year_end,
        language=customer.language,
        signed_on=signed.signed_on,
        health=customer.health,
        health_on=None if customer.health is None else max(day for _, day in customer.steps),
        health_reason=health_reason,
        names=[AccountName(name=name) for name in customer.other_names],
        **stamp,
    )


def _stage(customer: Customer) -> str:
    if customer.story.status != "active":
        return "Onboarding" if customer.story.status == "onboarding" else "Left"
    if customer.due.renewal in ("open", "notice", "late") and (customer.end_on - customer.today).days <= 90:
        return "Renewal"
    return "Growth" if customer.story.usage in ("rises", "full") else "Adoption"
