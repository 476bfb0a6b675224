"""What is said of any list of accounts: what it covers, how amounts were compared, whose rows, which file."""

from collections.abc import Sequence, Set
from decimal import Decimal

from tools.kit.book import BookArguments, Filters
from tools.kit.cards import Button, Day, Level, Money, Name, Number, Several, Value, Words, say, say_n
from tools.kit.choose import Owner
from tools.kit.csv_file import FILE_UP_TO
from tools.kit.money import Rates
from tools.kit.paging import button, page_of


def scope(
    arguments: BookArguments, filters: Filters, rates: Rates, currencies: Set[str], first: Value | None = None
) -> Words:
    """What an answer covers, in words: the period, whose accounts, every filter that was said, and by the rates of
    which day amounts in these currencies were compared."""
    missing = rates.lacking(currencies)
    parts: list[Value] = [first] if first else []
    parts.append(_whose(filters.owner))
    parts += [
        Name(text=value)
        for value in (filters.region, filters.country, filters.segment, filters.industry)
        if value is not None
    ]
    if filters.status:
        parts.append(STATUSES[filters.status])
    if filters.health:
        parts.append(Several(items=tuple(Level.model_validate({"level": level}) for level in filters.health), by=" / "))
    parts += _limits(filters, filters.currency or (None if missing else rates.base))
    words = say("{parts}", parts=Several(items=tuple(parts), by=", "))
    by_rate = arguments.by_amount and not arguments.currency and not missing
    return _compared(words, rates, currencies) if by_rate else words


def _compared(words: Words, rates: Rates, currencies: Set[str]) -> Words:
    days = rates.days(currencies - {rates.base})
    if not days:
        return words
    return say(
        "{scope}; amounts compared in {currency} at the rates of {days}",
        scope=words,
        currency=rates.base,
        days=Several(items=tuple(Day(on=day) for day in days)),
    )


STATUSES = {"active": say("active"), "onboarding": say("onboarding"), "churned": say("churned")}


def counted_status(status: str, n: int) -> Words:
    """How many accounts are in a status: 33 active."""
    match status:
        case "active":
            return say_n("{n} active", "{n} active", n)
        case "onboarding":
            return say_n("{n} onboarding", "{n} onboarding", n)
        case _:
            return say_n("{n} churned", "{n} churned", n)


def _whose(owner: Owner | None) -> Words:
    if owner is None:
        return say("all accounts you can see")
    if owner.kind == "me":
        return say("your accounts")
    return say("your team's accounts") if owner.kind == "team" else say("{owner}'s accounts", owner=owner.name)


def _limits(filters: Filters, currency: str | None) -> list[Value]:
    def amount(value: Decimal) -> Value:
        return Money(amount=value, currency=currency) if currency else Number(value=value)

    found: list[Value] = []
    if filters.amount_min is not None:
        found.append(say("from {amount}", amount=amount(filters.amount_min)))
    if filters.amount_max is not None:
        found.append(say("up to {amount}", amount=amount(filters.amount_max)))
    if filters.currency and not found:
        found.append(Name(text=filters.currency))
    return found


def how_compared(arguments: BookArguments, rates: Rates, currencies: Set[str]) -> Words | None:
    """What is said where amounts had to be compared and a rate is missing: then each in its own currency."""
    limited = arguments.amount_min is not None or arguments.amount_max is not None
    missing = rates.lacking(currencies) if limited else rates.apart(currencies)
    if not missing or not arguments.by_amount or arguments.currency:
        return None
    return say(
        "No rate to {base} for {currencies}: each amount is compared in its own currency.",
        base=rates.base,
        currencies=Several(items=tuple(Name(text=currency) for currency in missing)),
    )


def whose_buttons(
    tool_name: str, said: dict[str, object], owner: Owner | None, asker_id: int, owned: Sequence[int | None]
) -> tuple[Button, ...]:
    """Mine and Team, where they would show something else. `owned`: the owners of the rows shown."""
    mine, others = asker_id in owned, any(person != asker_id for person in owned)
    kind = owner.kind if owner else None
    found = []
    if mine and others and kind != "me":
        found.append(button(say("Mine"), tool_name, {**said, "owner": "me"}))
    if kind == "me" or (kind is None and mine and others):
        found.append(button(say("Team"), tool_name, {**said, "owner": "team"}))
    return tuple(found)


def top_title(arguments: BookArguments, found: int, apart: bool) -> Words | None:
    """The title of a table that shows some of the rows; None where it shows all. `apart`: amounts in several currencies
    could not be compared."""
    if arguments.top_n is None or found <= arguments.top_n:
        return None
    match arguments.order:
        case "arr_desc" if apart:
            return say("The {n} largest of each currency", n=arguments.top_n)
        case "arr_asc" if apart:
            return say("The {n} smallest of each currency", n=arguments.top_n)
        case "arr_desc":
            return say("The {n} largest", n=arguments.top_n)
        case "arr_asc":
            return say("The {n} smallest", n=arguments.top_n)
        case _:
            return say("The next {n}", n=arguments.top_n)


def page_title(arguments: BookArguments, found: int, chosen: int, apart: bool) -> Words | None:
    """The title of a page: which rows it holds, from the second on; of the first what was chosen."""
    if arguments.page == 1:
        return top_title(arguments, found, apart)
    rows = page_of(chosen, arguments.page)
    return say("Rows {first} to {last} of {n}", first=rows.start + 1, last=min(rows.stop, chosen), n=chosen)


def file_title(rows: int) -> Words:
    """What a file of so many rows is called: it holds FILE_UP_TO at most."""
    if rows > FILE_UP_TO:
        return say("The first {n} rows as CSV", n=FILE_UP_TO)
    return say_n("{n} row as CSV", "All {n} rows as CSV", rows)
