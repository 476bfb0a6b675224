"""The book: accounts by owner, region, segment, industry, health, amount; counted, grouped, in order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from locales import key
from tools.kit import book, book_words, portfolio, portfolio_cards
from tools.kit.book import BookArguments, Filters
from tools.kit.cards import (
    Button,
    Card,
    Headline,
    Mention,
    Notice,
    Several,
    Table,
    Value,
    Words,
    say,
    say_n,
)
from tools.kit.csv_file import FILE_UP_TO
from tools.kit.desk import Desk
from tools.kit.money import Rates, load_rates, rates_used
from tools.kit.paging import PAGE, counted, more, page_of
from tools.kit.portfolio import Holding
from tools.kit.renewals import owners
from tools.kit.tool import Tool


class Arguments(BookArguments):
    """Everything that narrows a list of accounts."""


@dataclass(frozen=True)
class Listed:
    """What was asked and what was found, in the order to show it."""

    arguments: Arguments
    filters: Filters
    rates: Rates
    held: Sequence[Holding]
    ends: Mapping[int, date]
    """When the next contract of the rows to show ends, or since when its renewal is overdue."""
    people: Mapping[int, Mention]
    chosen: Sequence[Holding]
    """The first of them, where a number was said."""
    currencies: frozenset[str]
    today: date


def run(desk: Desk, arguments: Arguments) -> Sequence[Card]:
    """The accounts of the filters."""
    filters = book.understood(desk, arguments)
    if not isinstance(filters, Filters):
        return [filters]
    with desk.read() as session:
        rates = load_rates(session, desk.company.currency, desk.today)
        held = portfolio.load(session, filters, desk.today, rates)
        if not held:
            return [_nothing(desk, session, arguments, filters, rates)]
        ends = portfolio.next_ends(session, filters, desk.today) if _needs_all_ends(arguments) else {}
        ordered = portfolio.in_order(held, arguments.order, desk.asker.id, rates, ends)
        chosen = rates.top(ordered, arguments.top_n, lambda one: one.arr)
        if not _needs_all_ends(arguments):
            ends = portfolio.next_ends(session, filters, desk.today, {one.head.id for one in chosen[:FILE_UP_TO]})
        people = owners(session, {one.head.owner_id for one in held})
    currencies = frozenset(code for one in held for code in one.arr)
    listed = Listed(arguments, filters, rates, ordered, ends, people, chosen, currencies, desk.today)
    if arguments.page > 1:
        return [_table(listed)]
    headline = Headline(text=_headline(desk, listed), scope=_scope(listed), buttons=_buttons(desk, listed))
    if arguments.group_by:
        count = bool(arguments.count_only)
        table = portfolio_cards.grouped(held, arguments.group_by, rates, ends, people, count)
        return [headline, table, *_remarks(listed)]
    if arguments.count_only:
        return [headline, *_remarks(listed)]
    return [headline, _table(listed), *_remarks(listed), *_file(listed)]


def _needs_all_ends(arguments: Arguments) -> bool:
    return arguments.order == "renewal_date" or arguments.group_by == "month"


def _headline(desk: Desk, listed: Listed) -> Words:
    """36 accounts: 33 active, 2 onboarding, 1 churned · €4.2M ARR · 8 at risk · 14 yours · 22 team."""
    held = listed.held
    counts = portfolio.counted(held)
    count = say_n("{n} account", "{n} accounts", len(held))
    said = [book_words.counted_status(status, number) for status, number in counts.items() if number]
    parts: list[Value] = [say("{count}: {split}", count=count, split=Several(items=tuple(said), by=", "))]
    if any(one.arr for one in held):
        parts.append(say("{amount} ARR", amount=listed.rates.total(one.arr for one in held).value(short=True)))
    risky = sum(one.at_risk for one in held)
    if risky:
        parts.append(say_n("{n} at risk", "{n} at risk", risky))
    mine = sum(one.head.owner_id == desk.asker.id for one in held)
    if listed.filters.owner is None and 0 < mine < len(held):
        parts += [say_n("{n} yours", "{n} yours", mine), say_n("{n} team", "{n} team", len(held) - mine)]
    return say("{parts}", parts=Several(items=tuple(parts), by=" · "))


def _scope(listed: Listed) -> Words:
    return book_words.scope(listed.arguments, listed.filters, listed.rates, listed.currencies)


def _buttons(desk: Desk, listed: Listed) -> tuple[Button, ...]:
    owned = [one.head.owner_id for one in listed.held]
    said = _said(listed)
    return book_words.whose_buttons(TOOL.name, said, listed.filters.owner, desk.asker.id, owned)


def _said(listed: Listed) -> dict[str, object]:
    return listed.arguments.model_dump(mode="json", exclude_none=True, exclude={"page"})


def _table(listed: Listed) -> Table:
    arguments = listed.arguments
    chosen = listed.chosen
    rows = chosen[page_of(len(chosen), arguments.page)]
    return Table(
        title=book_words.page_title(
            arguments, len(listed.held), len(chosen), apart=bool(listed.rates.apart(listed.currencies))
        ),
        columns=portfolio_cards.COLUMNS,
        rows=tuple(portfolio_cards.row(one, listed.ends, listed.people, listed.today) for one in rows),
        total=counted(len(chosen), arguments.page, len(rows)),
        more=more(TOOL.name, _said(listed), len(chosen), arguments.page),
    )


def _remarks(listed: Listed) -> Iterator[Card]:
    words = book_words.how_compared(listed.arguments, listed.rates, listed.currencies) or rates_used(
        listed.rates.total(one.arr for one in listed.held), listed.rates.base
    )
    if words:
        yield Notice(text=words)


def _file(listed: Listed) -> Iterator[Card]:
    chosen = listed.chosen
    if len(chosen) > PAGE:
        yield portfolio_cards.file(chosen, listed.ends, listed.people)


def _nothing(desk: Desk, session: Session, arguments: Arguments, filters: Filters, rates: Rates) -> Headline:
    """No account fits: with how many there are without one of the filters."""
    none = say("No account fits")
    scope = book_words.scope(arguments, filters, rates, set())
    for words, wider in _wider(filters):
        found = portfolio.load(session, wider, desk.today, rates)
        if found:
            return Headline(text=say("{none}; {without}: {n}", none=none, without=words, n=len(found)), scope=scope)
    return Headline(text=none, scope=scope)


def _wider(filters: Filters) -> Iterator[tuple[Words, Filters]]:
    """The filters with one left out, the one that a person gives up first before the others."""
    if filters.amount_min is not None or filters.amount_max is not None:
        yield say("without the amount limit"), replace(filters, amount_min=None, amount_max=None)
    if filters.currency:
        yield say("in any currency"), replace(filters, currency=None)
    if filters.health:
        yield say("of any health"), replace(filters, health=())
    if filters.status:
        yield say("of any status"), replace(filters, status=None)
    if filters.industry:
        yield say("of any industry"), replace(filters, industry=None)
    if filters.segment:
        yield say("of any segment"), replace(filters, segment=None)
    if filters.region or filters.country:
        yield say("of any region"), replace(filters, region=None, country=None)
    if filters.owner:
        yield say("of any owner"), replace(filters, owner=None)


TOOL = Tool(
    name="list_accounts",
    does=key("The book of accounts, filtered, grouped, counted, in order"),
    arguments=Arguments,
    run=run,
    reads=("accounts", "contracts"),
    examples={
        "en": (
            "our 10 biggest customers by ARR",
            "red accounts in EMEA",
            "active accounts per owner, just the numbers",
        ),
        "fr": ("mes comptes orange", "combien de clients par région ?"),
        "de": ("unsere zehn größten Kunden", "die roten Kunden in DACH"),
        "zh": ("我名下有几个黄色的客户", "按地区分一下客户"),
    },
)
