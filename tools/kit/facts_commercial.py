"""What a customer has bought: the contract in force, or whose renewal is overdue, its dates, its lines, its yearly amount."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from database.models import Contract, ContractLine
from metrics.renewals import notice_date
from tools.kit.account_rows import Rows
from tools.kit.cards import Day, Money, Name, Number, Percent, Several, Source, say
from tools.kit.fact import Fact, flag
from tools.kit.overdue import counts, overdue_of

_OUTCOMES = {"renewed": say("renewed"), "lost": say("lost")}


def commercial(rows: Rows, today: date) -> Iterator[Fact]:
    """Contract, term, notice, products, seats and yearly recurring revenue."""
    if rows.account.signed_on:
        source = Source(kind="account", row=f"accounts:{rows.account.id}")
        yield Fact("customer_since", say("Customer since"), Day(on=rows.account.signed_on), source, shareable=True)
    contract = contract_in_question(rows.contracts, today)
    late = overdue_of(rows.account, rows.contracts, today)
    if contract:
        yield from _term(contract, today)
        if contract in late and contract.end_on and not contract.auto_renew:
            since = Day(on=contract.end_on)
            yield Fact("ended_on", say("Renewal overdue since"), since, _source(contract), shareable=True)
    yield from _bought(rows, late, today)


def contract_in_question(contracts: tuple[Contract, ...], today: date) -> Contract | None:
    """The contract in force that ends first, or the one that renews it; without one, the one that ended last."""
    running = [one for one in contracts if _in_force(one.start_on, one.end_on, today) and one.outcome is None]
    in_force = running or [one for one in contracts if _in_force(one.start_on, one.end_on, today)]
    if in_force:
        return _successor(in_force[0], contracts)
    ended = [one for one in contracts if one.end_on and one.end_on < today]
    return ended[-1] if ended else None


def _successor(contract: Contract, contracts: tuple[Contract, ...]) -> Contract:
    if contract.outcome != "renewed" or contract.end_on is None:
        return contract
    later = [one for one in contracts if one.start_on and contract.end_on < one.start_on and one.outcome != "lost"]
    named = [one for one in contracts if one.id == contract.renewed_by_id]
    return (named or later or [contract])[0]


def _in_force(start: date | None, end: date | None, today: date) -> bool:
    return (start is None or start <= today) and (end is None or end >= today)


def _source(contract: Contract) -> Source:
    label = Name(text=contract.number) if contract.number else None
    return Source(kind="contract", label=label, on=contract.start_on, row=f"contracts:{contract.id}")


def _term(contract: Contract, today: date) -> Iterator[Fact]:
    source = _source(contract)
    if contract.number:
        yield Fact("contract_number", say("Contract"), Name(text=contract.number), source, shareable=True)
    if contract.start_on:
        yield Fact("contract_start", say("Contract start"), Day(on=contract.start_on), source, shareable=True)
    if contract.end_on:
        yield Fact("contract_end", say("Contract end"), Day(on=contract.end_on), source, shareable=True)
        if contract.end_on < today or contract.outcome == "renewed":
            yield flag("term_over")
    if contract.payment_terms:
        terms = Name(text=contract.payment_terms)
        yield Fact("payment_terms", say("Payment terms"), terms, source, shareable=True)
    if contract.uplift_cap is not None:
        yield Fact("uplift_cap", say("Uplift cap"), Percent(value=contract.uplift_cap), source)
    yield from _notice(contract, source, today)


def _notice(contract: Contract, source: Source, today: date) -> Iterator[Fact]:
    day = contract.notice_on or (contract.end_on and notice_date(contract.end_on, contract.notice_days))
    if contract.notice_given_on:
        yield Fact("notice_given", say("Notice given"), Day(on=contract.notice_given_on), source)
    open_still = contract.notice_given_on is None and contract.outcome is None
    if day:
        yield Fact("notice_date", say("Notice date"), Day(on=day), source, shareable=True)
        if day >= today and open_still and contract.auto_renew is not False:
            yield flag("notice_open")
    if contract.outcome:
        yield Fact("outcome", say("Renewal"), _OUTCOMES[contract.outcome], source)
    if contract.auto_renew is not None and open_still:
        yield flag("renews_itself" if contract.auto_renew else "must_sign")


def _bought(rows: Rows, late: list[Contract], today: date) -> Iterator[Fact]:
    lines = [line for line in rows.lines if counts(rows.account, line, late, today)]
    if not lines:
        return
    source = next(_source(one) for one in rows.contracts if one.id == lines[0].contract_id)
    products = tuple(dict.fromkeys(line.product for line in lines if line.product))
    if products:
        names = Several(items=tuple(Name(text=product) for product in products))
        yield Fact("products", say("Products"), names, source, shareable=True)
    seats = {line.seats for line in lines}
    if len(seats) == 1 and (each_has := seats.pop()) is not None:
        # Products with different seats have no number of seats in common: those who use one may use the other.
        yield Fact("seats", say("Seats"), Number(value=Decimal(each_has)), source, shareable=True)
    amounts = _by_currency(lines)
    if amounts:
        each = tuple(Money(amount=amount, currency=currency) for currency, amount in amounts.items())
        value = each[0] if len(each) == 1 else Several(items=each)
        yield Fact("amount", say("ARR"), value, source, shareable=True)


def _by_currency(lines: list[ContractLine]) -> dict[str, Decimal]:
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        if line.arr is not None:
            amounts[line.currency] += line.arr
    return dict(sorted(amounts.items()))
