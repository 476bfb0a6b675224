"""The people at some customers, by every name and address under which a text may speak of them; and whether the asker keeps
private notes. Both are asked before anything goes to a language model."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from database.models import Activity, Contact
from tools.kit.desk import Desk


@dataclass(frozen=True)
class PersonAt:
    """A contact of an account. `addresses` are e-mail and telephone."""

    id: int
    account_id: int
    names: tuple[str, ...]
    """The full name first, then its parts."""
    addresses: tuple[str, ...]


def people_at(desk: Desk, accounts: Collection[int]) -> list[PersonAt]:
    """The contacts of these accounts, as far as the asker may see them."""
    if not accounts:
        return []
    columns = (Contact.name, Contact.family_name, Contact.given_name, Contact.email, Contact.phone)
    with desk.read() as session:
        rows = session.execute(
            select(Contact.id, Contact.account_id, *columns)
            .where(Contact.account_id.in_(accounts))
            .order_by(Contact.id)
        ).all()
    return [
        PersonAt(
            row.id,
            row.account_id,
            tuple(dict.fromkeys(name for name in (row.name, row.family_name, row.given_name) if name)),
            tuple(address for address in (row.email, row.phone) if address),
        )
        for row in rows
    ]


def keeps_private_notes(desk: Desk) -> bool:
    """Whether the asker has any private note at all."""
    with desk.read() as session:
        return session.scalar(select(Activity.id).where(Activity.visibility == "private").limit(1)) is not None
