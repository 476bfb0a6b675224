"""The one resolver of accounts, colleagues and contacts: what a written name may mean, to this asker.

Only rows that the asker may see are ever a candidate: a hidden name and one that does not exist get the same answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Kind = Literal["account", "person", "contact"]


@dataclass(frozen=True)
class Found:
    """A row that a name may mean."""

    kind: Kind
    id: int
    name: str
    account_id: int | None = None
    """For a contact: whose."""
    slack_id: str | None = None
    """For a colleague."""


@dataclass(frozen=True)
class Heard:
    """A name inside a message: where it stands, as it was written, and every row that it may mean."""

    start: int
    end: int
    text: str
    rows: tuple[Found, ...]


class Names(Protocol):
    """What a desk's resolver can do. An empty answer: nothing that this asker may see."""

    def accounts(self, written: str) -> tuple[Found, ...]:
        """The accounts that `written` may mean: one, or several equally plausible, or none."""
        ...

    def account(self, account_id: int) -> Found | None:
        """The account of this id, if the asker may see it."""
        ...

    def all_accounts(self, ids: Sequence[int]) -> tuple[Found, ...]:
        """The accounts of these ids, in this order, without those that the asker may not see."""
        ...

    def people(self, written: str) -> tuple[Found, ...]:
        """The colleagues that `written` (a name, a part of it, initials, <@U…>) may mean."""
        ...

    def contacts(self, written: str, account_id: int | None = None) -> tuple[Found, ...]:
        """The contacts that `written` may mean, of one account or of all."""
        ...

    def heard_accounts(self, message: str) -> tuple[Heard, ...]:
        """The accounts named in a message, in order of place, without overlaps."""
        ...

    def heard_people(self, message: str) -> tuple[Heard, ...]:
        """The colleagues named in a message, in order of place."""
        ...

    def heard_contacts(self, message: str, account_id: int | None = None) -> tuple[Heard, ...]:
        """The contacts named in a message, in order of place."""
        ...

    def vocabulary(self, field: str) -> tuple[str, ...]:
        """The values of `field` in the asker's rows: region, segment, industry, country, currency, product, team."""
        ...
