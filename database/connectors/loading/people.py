"""Colleagues: known by their address, or until that is said by their name."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from database.connectors.base import Value
from database.models import Person

from .bulk import among, table_of
from .loader import Later, Loader
from .save import Plain
from .work import Known, Rows

PEOPLE = table_of(Person)

FIELDS = {
    "name": "name",
    "email": "email",
    "role": "role",
    "slack_id": "slack_id",
    "locale": "locale",
    "time_zone": "time_zone",
    "active": "active",
    "team_id": "team_id",
}


class PeopleLoader(Loader):
    """`people` of the templates."""

    model = Person

    def take(self, rows: Rows) -> None:
        """Brings in a block."""
        found, stood = self._already_here(rows)
        self._refuse_taken(rows, found)
        rows.settle()
        # Teams that are new are made: only for rows that come in.
        rows.resolve("team", self.references.teams, into="team_id")
        rekeyed = self._known_by_name(found)
        self.save_record(rows, rows.fields(FIELDS), found=found, rekeyed=rekeyed, stood=stood)
        self.later(rows, "manager")

    def resolve_later(self, waiting: Sequence[Later]) -> list[int | str]:
        """Managers, by address or name."""
        found = self.references.people([record.value for record in waiting])
        return [found[record.value] for record in waiting]

    def _already_here(self, rows: Rows) -> tuple[dict[str, int], dict[str, Mapping[str, Plain]]]:
        """Rows of colleagues who came in as an owner's name, or were made by an administrator: by key, and what in them
        is only a stand-in."""
        emails = [value for value in rows.get("email") if isinstance(value, str)]
        names = [value for value in rows.get("name") if isinstance(value, str)]
        columns = PEOPLE.c
        query = select(columns.id, columns.name, columns.email).where(
            among(self.work.connection, columns.email, emails)
            | among(self.work.connection, columns.name, names)
            | among(self.work.connection, func.lower(columns.name), [name.lower() for name in names])
        )
        here = self.work.connection.execute(query).all()
        by_email = {email: (row_id, name) for row_id, name, email in here if email}
        by_name: dict[str, list[int]] = {}
        for row_id, name, email in here:
            if email is None:
                by_name.setdefault(name.lower(), []).append(row_id)
        found: dict[str, int] = {}
        stood: dict[str, Mapping[str, Plain]] = {}
        for key, known, name, email in zip(rows.keys, rows.known, rows.get("name"), rows.get("email"), strict=True):
            if known:
                continue
            if email in by_email:
                found[key], called = by_email[str(email)]
                stood[key] = {"name": called} if called == email else {}
            elif len(namesakes := by_name.get(str(name).lower(), [])) == 1:
                found[key] = namesakes.pop()
        return found, stood

    def _known_by_name(self, found: Mapping[str, int]) -> dict[str, Known]:
        """What came in before under those rows' names."""
        by_row = self.work.known_rows("people", list(found.values()))
        return {key: by_row[row_id][1] for key, row_id in found.items() if row_id in by_row}

    def _refuse_taken(self, rows: Rows, found: Mapping[str, int]) -> None:
        """An address and a Slack id belong to one colleague."""
        for name, column in (("email", PEOPLE.c.email), ("slack_id", PEOPLE.c.slack_id)):
            values = rows.get(name)
            given = [value for value in values if isinstance(value, str)]
            query = select(column, PEOPLE.c.id).where(among(self.work.connection, column, given))
            holders: dict[Value, int | str] = dict(self.work.connection.execute(query).all())
            for place, value in enumerate(values):
                if value is None:
                    continue
                key, known = rows.keys[place], rows.known[place]
                mine: int | str = known.row_id if known else found.get(key, key)
                if holders.setdefault(value, mine) != mine:
                    rows.refuse(place, name, value, "belongs to another colleague")
