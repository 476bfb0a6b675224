"""From a name as it was written to one row: or the card that says there is none, or asks which."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select

from database.models import Person
from tools.kit import apart
from tools.kit.cards import Card, Choice, Name, Notice, Question, say
from tools.kit.desk import Desk
from tools.kit.names import Found

TOO_MANY = 8
"""More candidates than this are not offered one by one."""


@dataclass(frozen=True)
class Owner:
    """Whose rows are meant: the people (None: everybody's, nobody's own included), and for a team the team that an
    account itself may name."""

    kind: Literal["me", "team", "person"]
    people: tuple[int, ...] | None
    team_id: int | None = None
    name: str = ""


def account(desk: Desk, written: str) -> Found | Card:
    """The one account that `written` means to this asker; else the card to show instead.

    An account that the asker may not see and one that does not exist get the same answer.
    """
    name = apart.bare(written)
    namesake = apart.told(desk, written, desk.names.accounts(name)) if name else None
    return namesake or _one(
        desk,
        desk.names.accounts(written),
        no_account(written),
        Question(text=say("Which account do you mean by “{name}”?", name=written), fills="account"),
    )


def no_account(written: str) -> Notice:
    """What is said of an account that this asker may not see, and of one that does not exist."""
    return Notice(level="warning", text=say("No account that you can see is called “{name}”.", name=written))


def owner(desk: Desk, written: str) -> Owner | Card:
    """The people whose rows `written` ("me", "team" or a colleague's name) means; else the card to show instead."""
    if written == "me":
        return Owner("me", (desk.asker.id,))
    if written == "team":
        return Owner("team", _team(desk), desk.asker.team_id)
    name = apart.bare(written)
    namesake = apart.told(desk, written, desk.names.people(name)) if name else None
    found = namesake or _one(
        desk,
        desk.names.people(written),
        Notice(level="warning", text=say("I know no colleague called “{name}”.", name=written)),
        Question(text=say("Which colleague do you mean by “{name}”?", name=written), fills="owner"),
    )
    return Owner("person", (found.id,), name=found.name) if isinstance(found, Found) else found


def _one(desk: Desk, found: tuple[Found, ...], none: Notice, which: Question) -> Found | Card:
    if len(found) == 1:
        return found[0]
    if not found:
        return none
    called = apart.labels(desk, found)
    in_order = sorted(called.values())[:TOO_MANY]
    choices = tuple(Choice(label=Name(text=name), say=name) for name in in_order)
    return which.model_copy(update={"choices": choices})


def _team(desk: Desk) -> tuple[int, ...] | None:
    """The asker, everybody below them, and everybody of their team; a director's team is the company."""
    if desk.asker.role == "director":
        return None
    with desk.read() as session:
        people = session.execute(select(Person.id, Person.manager_id, Person.team_id)).all()
    mine = {desk.asker.id} | {person for person, _, team in people if team is not None and team == desk.asker.team_id}
    below = {desk.asker.id}
    while more := {person for person, manager, _ in people if manager in below} - below:
        below |= more
    return tuple(sorted(mine | below))
