"""Which accounts can be among a person's rows, said to the planner: a help to find them by index, no permission.

The restricted session decides what is seen (`access.py`); a query that states this besides is only faster, because the
engines can't look through the predicate's "or". It is made from the very predicates of `access.ACCOUNT`.
"""

from typing import NamedTuple

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from .access import LED_BY_ME, MY_TEAM, POLICIES, SEES_ALL
from .models import Person


class Reach(NamedTuple):
    """Accounts of these owners, or of this team."""

    owners: tuple[int, ...]
    team_id: int | None


def reach(session: Session, person_id: int, policy: str) -> Reach | None:
    """Where this person's accounts are to be found; None: anywhere. Raises ValueError for a policy that is none."""
    if policy not in POLICIES:
        raise ValueError(f"no such policy: {policy}")
    me, setting = str(int(person_id)), f"'{policy}'"
    all_of_them, led, team = (part.format(me=me, policy=setting) for part in (SEES_ALL, LED_BY_ME, MY_TEAM))
    if session.scalar(text(f"SELECT {all_of_them}")):
        return None
    owners = session.scalars(select(Person.id).where(text(f"people.id IN {led}")).order_by(Person.id))
    return Reach(tuple(owners), session.scalar(text(f"SELECT {team}")))
