"""Rows of one name, told apart: "Acme (France)" and "Acme (Germany)", for choosing and for writing the choice down."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select

from database.models import Account, Person, Team
from tools.kit.desk import Desk
from tools.kit.names import Found

_TOLD = re.compile(r"(?P<name>.+\S) ?\((?P<trait>[^()]+)\)", re.DOTALL)

Traits = Sequence[str | None]
"""What could tell a row from its namesakes, the most telling first."""


def labels(desk: Desk, rows: Sequence[Found]) -> dict[int, str]:
    """What to call each row (accounts, or colleagues) where others of the same name stand beside it: the name, and in
    brackets the first trait that no namesake shares, or in the end the number of the row."""
    times = Counter(row.name.casefold() for row in rows)
    namesakes = [row for row in rows if times[row.name.casefold()] > 1]
    traits = _traits(desk, namesakes) if namesakes else {}
    called = {row.id: row.name for row in rows}
    for row in namesakes:
        others = [traits[one.id] for one in namesakes if one.id != row.id and _alike(one, row)]
        called[row.id] = f"{row.name} ({_telling(traits[row.id], others) or f'#{row.id}'})"
    return called


def told(desk: Desk, written: str, rows: Sequence[Found]) -> Found | None:
    """The one of these rows of one name that `written` ("Acme (France)") means by its trait, and so called from then on;
    None where it means none."""
    found = _TOLD.fullmatch(written.strip())
    if not found:
        return None
    namesakes = [row for row in rows if row.name.casefold() == found["name"].casefold()]
    called = labels(desk, namesakes) if len(namesakes) > 1 else {}
    meant = [row for row in namesakes if called.get(row.id, "").casefold() == written.strip().casefold()]
    return replace(meant[0], name=called[meant[0].id]) if meant else None


def bare(written: str) -> str | None:
    """The name of "Acme (France)"; None where nothing stands in brackets at the end."""
    found = _TOLD.fullmatch(written.strip())
    return found["name"] if found else None


def _alike(one: Found, other: Found) -> bool:
    return one.name.casefold() == other.name.casefold()


def _telling(mine: Traits, others: Sequence[Traits]) -> str | None:
    for place, trait in enumerate(mine):
        if trait and all(_folded(trait) != _folded(theirs[place]) for theirs in others):
            return trait
    return None


def _folded(trait: str | None) -> str:
    return (trait or "").casefold()


def _traits(desk: Desk, rows: Sequence[Found]) -> Mapping[int, Traits]:
    ids = [row.id for row in rows]
    accounts = (
        select(Account.id, Account.country, Person.name, Account.region, Account.segment, Account.industry)
        .outerjoin(Person, Person.id == Account.owner_id)
        .where(Account.id.in_(ids))
    )
    people = select(Person.id, Team.name, Person.email).outerjoin(Team, Team.id == Person.team_id)
    with desk.read() as session:
        if rows[0].kind == "person":
            found = session.execute(people.where(Person.id.in_(ids))).all()
            return {row_id: _sound(team, email) for row_id, team, email in found}
        return {row_id: _sound(*traits) for row_id, *traits in session.execute(accounts).all()}


def _sound(*traits: str | None) -> list[str | None]:
    # A bracket within would be taken for the end of the name.
    return [trait.replace("(", "").replace(")", "").strip() if trait else None for trait in traits]
