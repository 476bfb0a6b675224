"""The book of accounts as it can be filtered: arguments that recur, what they mean in the asker's rows, and as SQL."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, field_validator
from pydantic.json_schema import SkipJsonSchema
from sqlalchemy import ColumnElement, or_

from database.models import Account
from tools.kit import choose, tool
from tools.kit.cards import Card, Name, Notice, Several, say
from tools.kit.choose import Owner
from tools.kit.desk import Desk
from tools.kit.money import Amounts, Rates

Health = Literal["red", "amber", "green"]
Sort = Literal["arr_desc", "arr_asc", "renewal_date"]
GroupBy = Literal["owner", "month", "segment", "region"]


class BookArguments(tool.Arguments):
    """What every list of accounts can be narrowed, ordered and grouped by."""

    owner: str | None = Field(None, description='"me", "team", or a colleague\'s name as written')
    region: str | None = None
    segment: str | None = None
    industry: str | None = None
    health: tuple[Health, ...] | None = Field(None, description='"at risk" is red and amber')
    amount_min: Decimal | None = Field(None, ge=0, description="smallest ARR; in `currency`, else compared by rate")
    amount_max: Decimal | None = Field(None, ge=0)
    currency: str | None = Field(None, description="only rows in this currency")
    status: Literal["active", "onboarding", "churned"] | None = None
    sort: Sort | None = None
    top_n: int | None = Field(None, ge=1, le=1000, description="without `sort` the largest by ARR")
    group_by: GroupBy | None = None
    count_only: bool | None = None
    page: Annotated[SkipJsonSchema[int], Field(ge=1)] = 1
    """Which page of the table: only the button beside a long one sets it."""

    @field_validator("health", mode="before")
    @classmethod
    def _one_is_a_list(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value

    @field_validator("currency")
    @classmethod
    def _in_capitals(cls, value: str | None) -> str | None:
        return value.upper() if value else None

    @property
    def order(self) -> Sort | None:
        """The order asked for: the largest first where only a number of rows was said."""
        return self.sort or ("arr_desc" if self.top_n else None)

    @property
    def by_amount(self) -> bool:
        """Whether amounts are compared with one another or with a limit."""
        limited = self.amount_min is not None or self.amount_max is not None
        return limited or self.order in ("arr_desc", "arr_asc")


@dataclass(frozen=True)
class Filters:
    """The arguments as they are meant in the asker's rows: ids instead of names, values as the database spells them."""

    account_id: int | None = None
    owner: Owner | None = None
    region: str | None = None
    country: str | None = None
    segment: str | None = None
    industry: str | None = None
    health: tuple[str, ...] = ()
    status: str | None = None
    currency: str | None = None
    amount_min: Decimal | None = None
    amount_max: Decimal | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """What an account must fulfil, as SQL. Amounts are not among it: they are compared by `keeps`."""
        wanted: list[ColumnElement[bool]] = []
        if self.account_id is not None:
            wanted.append(Account.id == self.account_id)
        if self.owner is not None and self.owner.people is not None:
            owned = Account.owner_id.in_(self.owner.people)
            wanted.append(owned if self.owner.team_id is None else or_(owned, Account.team_id == self.owner.team_id))
        equal = {
            Account.region: self.region,
            Account.country: self.country,
            Account.segment: self.segment,
            Account.industry: self.industry,
            Account.status: self.status,
        }
        wanted += [column == value for column, value in equal.items() if value is not None]
        if self.health:
            wanted.append(Account.health.in_(self.health))
        return wanted

    def keeps(self, amounts: Amounts, rates: Rates) -> bool:
        """Whether a row of these amounts passes the limits.

        With a currency: the row has it, and its amount in it counts. Without: what the row is worth in the reporting
        currency; where a rate is missing its own figures as they stand.
        """
        if self.currency is None and self.amount_min is None and self.amount_max is None:
            return True
        if self.currency is not None:
            if self.currency not in amounts:
                return False
            worth: Decimal | None = amounts[self.currency]
        else:
            worth = comparable(amounts, rates)
        if self.amount_min is None and self.amount_max is None:
            return True
        if worth is None:
            return False
        return (self.amount_min is None or worth >= self.amount_min) and (
            self.amount_max is None or worth <= self.amount_max
        )


def comparable(amounts: Amounts, rates: Rates) -> Decimal | None:
    """What amounts are compared by: their worth in the reporting currency, else the figure as it stands; None: none."""
    worth = rates.worth(amounts)
    return worth if worth is not None else max(amounts.values(), default=None)


def understood(desk: Desk, arguments: BookArguments, account_id: int | None = None) -> Filters | Card:
    """The filters that the arguments mean to this asker; else the card that says which of them means nothing, or asks."""
    owner: Owner | None = None
    if arguments.owner:
        found = choose.owner(desk, arguments.owner)
        if not isinstance(found, Owner):
            return found
        owner = found
    values: dict[str, str | None] = {}
    for name in ("region", "segment", "industry"):
        written: str | None = getattr(arguments, name)
        value = _as_spelt(desk, name, written)
        if written and value is None and name == "region":
            values["country"] = _as_spelt(desk, "country", written)
        if written and value is None and not values.get("country"):
            return _unknown_value(desk, name, written)
        values[name] = value
    return Filters(
        account_id=account_id,
        owner=owner,
        health=arguments.health or (),
        status=arguments.status,
        currency=arguments.currency,
        amount_min=arguments.amount_min,
        amount_max=arguments.amount_max,
        region=values.get("region"),
        country=values.get("country"),
        segment=values.get("segment"),
        industry=values.get("industry"),
    )


def _as_spelt(desk: Desk, name: str, written: str | None) -> str | None:
    if not written:
        return None
    known = {value.casefold(): value for value in desk.names.vocabulary(name)}
    wanted = written.casefold()
    alike = [value for folded, value in known.items() if wanted in folded]
    return known.get(wanted) or (alike[0] if len(alike) == 1 else None)


_NOT_A = {
    "region": say("Region"),
    "segment": say("Segment"),
    "industry": say("Industry"),
}


def _unknown_value(desk: Desk, name: str, written: str) -> Notice:
    known = desk.names.vocabulary(name)
    return Notice(
        level="warning",
        text=say(
            "{field}: “{written}” is not on any account that you can see. There is: {known}.",
            field=_NOT_A[name],
            written=written,
            known=Several(items=tuple(Name(text=value) for value in known[:20])),
        )
        if known
        else say("{field}: no account that you can see has one on record.", field=_NOT_A[name]),
    )
