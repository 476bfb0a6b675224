"""The account card: who owns it, what it brings, when it renews, how it is, who is there, what is open."""

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from pydantic import Field, field_validator

from locales import key
from tools.kit import account_card, account_tables, choose, tool
from tools.kit.account_known import Known
from tools.kit.account_rows import read_account
from tools.kit.cards import Button, Card, Fact, Facts, Headline, Name, Several, Value, Words, say
from tools.kit.desk import Desk
from tools.kit.names import Found
from tools.kit.paging import button
from tools.kit.renewals import last_touches
from tools.kit.tool import Tool

Field_ = Literal[
    "owner", "arr", "plan", "contract", "renewal_date", "health", "drivers", "people", "last_touch", "open_items", "status"
]  # fmt: skip


class Arguments(tool.Arguments):
    """Which account, and which of its facts were asked for."""

    account: str
    fields: tuple[Field_, ...] | None = Field(None, description="the facts asked for; without them all")

    @field_validator("fields", mode="before")
    @classmethod
    def _one_is_a_list(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value


def run(desk: Desk, arguments: Arguments) -> Sequence[Card]:
    """The card of one account; or, of what was asked, those facts with a way to the rest."""
    found = choose.account(desk, arguments.account)
    if not isinstance(found, Found):
        return [found]
    with desk.read() as session:
        rows = read_account(session, found.id, desk.today, desk.today)
        touched = last_touches(session, [found.id], desk.today).get(found.id)
    if rows is None:
        return [choose.no_account(arguments.account)]
    known = Known(rows, desk.today, desk.now, touched)
    return _asked(known, arguments.fields) if arguments.fields else _whole(known)


def _asked(known: Known, fields: Iterable[Field_]) -> list[Card]:
    facts = [fact for field in dict.fromkeys(fields) for fact in FACTS[field](known)]
    whole = button(say("The whole card"), TOOL.name, {"account": known.name})
    return [Facts(title=Name(text=known.name), facts=tuple(facts), buttons=(whole,)), *_tables(known, set(fields))]


def _whole(known: Known) -> list[Card]:
    facts = [fact for make in FACTS.values() for fact in make(known)]
    cards: list[Card] = [Headline(text=_headline(known)), Facts(facts=tuple(facts), buttons=_next(known))]
    return [*cards, *_tables(known, {"people", "open_items"})]


def _headline(known: Known) -> Words:
    """Harbour Foods · 48,000 € ARR · red · open, renews 30 June 2026."""
    parts: list[Value] = [Name(text=known.name)]
    amount = account_card.arr_in_force(known)
    if amount:
        parts.append(say("{amount} ARR", amount=amount))
    parts.append(account_card.level(known))
    renewal = account_card.renewal(known)
    if renewal:
        parts.append(renewal)
    return say("{parts}", parts=Several(items=tuple(parts), by=" · "))


def _next(known: Known) -> tuple[Button, ...]:
    said = {"account": known.name}
    return (
        button(say("History"), "account_history", said),
        button(say("Draft an email"), "draft_email", {**said, "purpose": "check_in"}),
        button(say("Draft a QBR"), "draft_qbr", said),
    )


def _tables(known: Known, fields: set[str]) -> list[Card]:
    tables = []
    if "people" in fields:
        tables.append(account_tables.people_table(known))
    if "open_items" in fields:
        tables.append(account_tables.open_table(known))
    return [table for table in tables if table is not None]


FACTS: dict[Field_, Callable[[Known], list[Fact]]] = {
    "status": account_card.status,
    "owner": account_card.owner,
    "arr": account_card.arr,
    "plan": account_card.plan,
    "contract": account_card.contracts,
    "renewal_date": account_card.renewals,
    "health": account_card.health,
    "drivers": account_card.drivers,
    "people": account_card.people,
    "last_touch": account_card.last_touch,
    "open_items": account_card.open_items,
}

TOOL = Tool(
    name="look_up_account",
    does=key(
        "One account's card: owner, ARR, plan, contract, renewal, health with drivers, people, last touch, open items"
    ),
    arguments=Arguments,
    run=run,
    reads=("accounts", "contracts", "contacts"),
    examples={
        "en": ("who owns Acme", "give me the rundown on Acme before my call", "is Acme still a customer?"),
        "fr": ("fiche client Acme", "qui s'occupe d'Acme ?"),
        "de": ("Kundenübersicht Acme", "wer betreut Acme?"),
        "zh": ("Acme 的客户资料", "Acme 的客户经理是谁？"),
    },
)
