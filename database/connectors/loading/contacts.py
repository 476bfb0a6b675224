"""People at the customers."""

from collections.abc import Sequence

from sqlalchemy import select

from database.connectors.base import Value
from database.models import Contact

from .bulk import among, table_of
from .loader import Later, Loader
from .work import Rows

CONTACTS = table_of(Contact)

FIELDS = {
    "account_id": "account_id",
    "full_name": "name",
    "given_name": "given_name",
    "family_name": "family_name",
    "salutation": "salutation",
    "academic_title": "academic_title",
    "form_of_address": "form_of_address",
    "title": "title",
    "email": "email",
    "phone": "phone",
    "language": "language",
    "role": "role",
    "influence": "influence",
    "sentiment": "sentiment",
    "main": "is_main",
    "left_on": "left_on",
}


class ContactsLoader(Loader):
    """`contacts` of the templates."""

    model = Contact

    def take(self, rows: Rows) -> None:
        """Brings in a block."""
        rows.resolve("account", self.references.accounts, into="account_id")
        names = zip(rows.get("name"), rows.get("given_name"), rows.get("family_name"), strict=True)
        rows.attach("full_name", [name or _full_name(given, family) for name, given, family in names])
        for place, name in enumerate(rows.get("full_name")):
            if not name:
                rows.refuse(place, "name", None, "is empty")
        rows.settle()
        self.save_record(rows, rows.fields(FIELDS), found=self._already_here(rows))
        self.later(rows, "reports_to")

    def resolve_later(self, waiting: Sequence[Later]) -> list[int | str]:
        """Superiors, at the same account."""
        found = self.references.contacts([record.scope for record in waiting if record.scope])
        nobody = "is no contact of the account"
        return [found.get((record.scope or 0, record.value.casefold()), nobody) for record in waiting]

    def _already_here(self, rows: Rows) -> dict[str, int]:
        """Contacts whom people entered here, of the same name at the same account."""
        new = [place for place, known in enumerate(rows.known) if known is None]
        accounts = sorted({row_id for place in new if isinstance(row_id := rows.get("account_id")[place], int)})
        if not accounts:
            return {}
        columns = CONTACTS.c
        query = select(columns.id, columns.account_id, columns.name).where(
            among(self.work.connection, columns.account_id, accounts)
        )
        here: dict[tuple[Value, Value], int] = {
            (account_id, name): row_id for row_id, account_id, name in self.work.connection.execute(query)
        }
        names = list(zip(rows.get("account_id"), rows.get("full_name"), strict=True))
        named = {place: here.get(names[place]) for place in new}
        taken = self.work.known_rows("contacts", [row_id for row_id in named.values() if row_id])
        free = {row_id: rows.keys[place] for place, row_id in named.items() if row_id and row_id not in taken}
        return {key: row_id for row_id, key in free.items()}  # one record each, should two bear the name


def _full_name(given: Value, family: Value) -> str | None:
    """Both parts in the order of their script: a Chinese, Japanese or Korean name starts with the family's."""
    parts = [part for part in (given, family) if isinstance(part, str)]
    if len(parts) == 2 and all("\u3040" <= letter <= "\ud7a3" for letter in "".join(parts)):
        return "".join(reversed(parts))
    return " ".join(parts) or None
