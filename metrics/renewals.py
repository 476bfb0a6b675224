"""The renewal of a contract: until when it can be stopped, what became of it, whether its revenue is at stake.

The notice date, not the end, is the deadline of a contract that renews by itself: past it, the contract is locked in
since that date and no longer at stake.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

State = Literal["open", "renewed", "lost", "locked_in"]
STATES: tuple[State, ...] = ("renewed", "open", "lost", "locked_in")
"""In the order in which a headline names them."""


@dataclass(frozen=True)
class Term:
    """What decides a renewal: the dates and terms of one contract."""

    end_on: date
    """The last day of the term."""
    notice_on: date | None = None
    """The last day on which notice can be given; None: not in the record."""
    auto_renew: bool | None = None
    notice_given_on: date | None = None
    outcome: str | None = None
    """"renewed", "lost", or None while nothing is on record."""
    account_left: bool = False
    """The customer is on record as churned."""
    followed: bool = False
    """A later contract of the customer's took its place."""


def notice_date(end_on: date, notice_days: int | None) -> date | None:
    """The last day on which notice can be given: end − notice days. None where the notice period is unknown."""
    return None if notice_days is None else end_on - timedelta(days=notice_days)


def locked_since(term: Term, today: date) -> date | None:
    """The day on which an auto-renewal could be stopped for the last time, once that day is past; else None.

    Without a notice date in the record it is the end of the term. A contract to which notice was given is not locked in.
    """
    if not term.auto_renew or term.notice_given_on is not None:
        return None
    last_chance = term.notice_on or term.end_on
    return last_chance if today > last_chance else None


def state(term: Term, today: date) -> State:
    """What became of the renewal: its recorded outcome; else lost with the customer; else renewed by the contract that took
    its place; else locked in; else open."""
    if term.outcome == "renewed":
        return "renewed"
    if term.outcome == "lost" or term.account_left:
        return "lost"
    if term.followed:
        return "renewed"
    return "locked_in" if locked_since(term, today) else "open"


def at_stake(term: Term, today: date) -> bool:
    """Whether the contract's revenue can still be won or lost: open renewals alone, those under notice among them."""
    return state(term, today) == "open"


def is_overdue(term: Term, today: date) -> bool:
    """Whether the term is over while its renewal is open and no notice was given: nobody knows what became of it."""
    return state(term, today) == "open" and term.end_on < today and term.notice_given_on is None
