"""The facts of one account as its card shows them, each with its source and day."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from database.models import Contract, ContractLine, UsageMonth
from metrics.adoption import Month, usage_change
from tools.kit import renewal_words
from tools.kit.account_known import Known, here, is_late, of_account, of_contract, of_ticket, open_tickets, runs
from tools.kit.book_words import STATUSES
from tools.kit.cards import (
    Day,
    Fact,
    Level,
    Mention,
    Money,
    Name,
    Percent,
    Several,
    Source,
    Span,
    Value,
    Words,
    say,
    say_n,
)
from tools.kit.facts_usage import month_span, moved, seat_share, usage_source
from tools.kit.history import KINDS
from tools.kit.overdue import counts, overdue_of
from tools.kit.renewals import Renewal

CONTRACTS = 5
"""Contracts and renewals that a card shows one by one."""


def status(known: Known) -> list[Fact]:
    """Customer or not, and in which stage."""
    account = known.rows.account
    value: Value = STATUSES[account.status]
    if account.stage:
        value = Several(items=(value, Name(text=account.stage)), by=" · ")
    facts = [Fact(label=say("Status"), value=value, source=of_account(account))]
    if account.signed_on:
        facts.append(Fact(label=say("Customer since"), value=Day(on=account.signed_on), source=of_account(account)))
    return facts


def owner(known: Known) -> list[Fact]:
    """The colleague who looks after it."""
    account = known.rows.account
    person = account.owner
    value = Mention(name=person.name, slack_id=person.slack_id) if person else None
    return [Fact(label=say("Owner"), value=value, source=of_account(account))]


def arr_in_force(known: Known) -> Value | None:
    """What the account brings a year, as every list counts it, in its currencies; None: not in the record."""
    sums: dict[str, Decimal] = {}
    late = _overdue(known)
    for line in known.rows.lines:
        if line.arr is not None and counts(known.rows.account, line, late, known.today):
            sums[line.currency] = sums.get(line.currency, Decimal(0)) + line.arr
    moneys = tuple(Money(amount=amount, currency=currency) for currency, amount in sums.items())
    return None if not moneys else moneys[0] if len(moneys) == 1 else Several(items=moneys, by=" + ")


def _overdue(known: Known) -> list[Contract]:
    return overdue_of(known.rows.account, known.rows.contracts, known.today)


def arr(known: Known) -> list[Fact]:
    """Yearly recurring revenue today."""
    running = [one for one in known.rows.contracts if runs(one.start_on, one.end_on, known.today)] or _overdue(known)
    source = of_contract(running[0]) if running else None
    return [Fact(label=say("ARR"), value=arr_in_force(known), source=source)]


def plan(known: Known) -> list[Fact]:
    """The plan as the record names it."""
    account = known.rows.account
    value = Name(text=account.plan) if account.plan else None
    return [Fact(label=say("Plan"), value=value, source=of_account(account))]


def contracts(known: Known) -> list[Fact]:
    """Each contract that has not ended, or whose renewal is overdue: its term and what was bought; without one, the last."""
    late = _overdue(known)
    current = [one for one in known.rows.contracts if one in late or one.end_on is None or one.end_on >= known.today]
    shown = current or known.rows.contracts[-1:]
    if not shown:
        return [Fact(label=say("Contract"), value=None)]
    facts = [
        Fact(label=say("Contract"), value=_contract(one, known.lines(one)), source=of_contract(one))
        for one in shown[:CONTRACTS]
    ]
    if len(shown) > CONTRACTS:
        more = say_n("{n} more contract", "{n} more contracts", len(shown) - CONTRACTS)
        facts.append(Fact(label=say("Contracts"), value=more, source=of_contract(shown[CONTRACTS])))
    return facts


def _contract(contract: Contract, bought: Sequence[ContractLine]) -> Value:
    parts: list[Value] = [Span(start=contract.start_on, end=contract.end_on)]
    for line in bought:
        product = Name(text=line.product) if line.product else say("product not in the record")
        trial = [say("trial")] if line.is_trial else []
        seats = [say_n("{n} seat", "{n} seats", line.seats)] if line.seats is not None else []
        parts.append(Several(items=(product, *seats, *trial), by=", "))
    return Several(items=tuple(parts), by=" · ")


def renewal(known: Known) -> Words | None:
    """The next renewal in a few words; None where no contract ends."""
    found = _renewals_shown(known)
    if not found:
        return None
    if found[0].overdue:
        return say("renewal overdue since {day}", day=Day(on=found[0].line.end_on))
    return say("ends {day}, {state}", day=Day(on=found[0].line.end_on), state=renewal_words.what_became(found[0]))


def _renewals_shown(known: Known) -> list[Renewal]:
    """Those that are overdue and those ahead; without any the last one, but for a customer whose contract has no end."""
    found = known.renewals
    ahead = [one for one in found if one.overdue or one.line.end_on >= known.today]
    open_ended = any(one.end_on is None for one in known.rows.contracts)
    return ahead or ([] if open_ended else found[-1:])


def renewals(known: Known) -> list[Fact]:
    """Each renewal ahead, with the day until which notice is possible; without one, the last."""
    found = _renewals_shown(known)
    if not found:
        open_ended = [one for one in known.rows.contracts if one.end_on is None]
        value = say("open-ended: no end on record") if open_ended else None
        return [Fact(label=say("Renewal"), value=value, source=of_contract(open_ended[0]) if open_ended else None)]
    by_id = {one.id: one for one in known.rows.contracts}
    return [
        Fact(label=say("Renewal"), value=_renewal(one, known.today), source=of_contract(by_id[one.line.contract_id]))
        for one in found[:CONTRACTS]
    ]


def _renewal(renewal: Renewal, today: date) -> Value:
    parts: list[Value] = [Day(on=renewal.line.end_on), renewal_words.what_became(renewal)]
    until = renewal_words.until_when(renewal, today)
    return Several(items=tuple(parts + ([until] if until else [])), by=" · ")


def level(known: Known) -> Level:
    """The account's health."""
    return Level.model_validate({"level": known.rows.account.health})


def health(known: Known) -> list[Fact]:
    """The level with the reason on record; unknown is said, and is not green."""
    account = known.rows.account
    value: Value = level(known)
    if account.health_reason:
        value = Several(items=(value, Name(text=account.health_reason)), by=" · ")
    label = Name(text=account.source)
    source = Source(kind="account", label=label, on=account.health_on, row=f"accounts:{account.id}")
    return [Fact(label=say("Health"), value=value, source=source)]


def drivers(known: Known) -> list[Fact]:
    """What moves the health, as far as it is measured: use of the product and support."""
    return [*_usage(known), *_support(known)]


def _usage(known: Known) -> list[Fact]:
    """The last complete month of active users, or of uses where people were not counted."""
    counted = [(one, one.active_users) for one in known.rows.months if one.active_users is not None]
    counted = counted or [(one, one.events) for one in known.rows.months if one.events is not None]
    change = usage_change([Month(one.month, value or 0) for one, value in counted], known.today)
    if change is None:
        return [Fact(label=say("Usage"), value=None)]
    last = next(one for one, _ in counted if one.month == change.month)
    month = month_span(change.month)
    if last.active_users is not None:
        first = say_n("{n} active user in {month}", "{n} active users in {month}", change.value, month=month)
    else:
        first = say_n("used once in {month}", "used {n} times in {month}", change.value, month=month)
    parts: list[Value] = [
        first,
        say_n(
            "{change} against the month before",
            "{change} against the mean of the {n} months before",
            change.base_months,
            change=moved(change.percent),
        ),
        *_seats(last),
    ]
    return [Fact(label=say("Usage"), value=Several(items=tuple(parts), by=" · "), source=usage_source(last))]


def _seats(month: UsageMonth) -> list[Value]:
    share = seat_share(month)
    return [] if share is None else [say("{percent} of {n} seats", percent=Percent(value=share), n=month.seats or 0)]


def _support(known: Known) -> list[Fact]:
    opened = open_tickets(known)
    late = [ticket for ticket in opened if is_late(ticket, known.now)]
    text = say_n("{n} open case", "{n} open cases", len(opened))
    value: Value = Several(items=(text, say_n("{n} late", "{n} late", len(late))), by=", ") if late else text
    source = of_ticket(opened[-1]) if opened else None
    return [Fact(label=say("Support"), value=value, source=source)]


def people(known: Known) -> list[Fact]:
    """Who is there, the main contact first, in a line; the table beside it has the rest."""
    present = here(known.rows.contacts)
    if not present:
        return [Fact(label=say("People"), value=None)]
    first = present[0]
    about = [Name(text=text) for text in (first.name, first.title, first.role) if text]
    parts: list[Value] = [Several(items=tuple(about), by=", ")]
    if len(present) > 1:
        parts.append(say_n("{n} more", "{n} more", len(present) - 1))
    left = len(known.rows.contacts) - len(present)
    if left:
        parts.append(say_n("{n} has left", "{n} have left", left))
    source = Source(kind="contact", label=Name(text=first.source), row=f"contacts:{first.id}")
    return [Fact(label=say("People"), value=Several(items=tuple(parts), by=" · "), source=source)]


def last_touch(known: Known) -> list[Fact]:
    """The latest note, meeting, call or email, with what it was about."""
    if known.touched is None:
        return [Fact(label=say("Last touch"), value=None)]
    days = (known.today - known.touched).days
    parts: list[Value] = [Day(on=known.touched), say_n("{n} day ago", "{n} days ago", days)]
    talk = next((one for one in known.rows.talks if one.happened_on == known.touched), None)
    if talk is None:
        return [Fact(label=say("Last touch"), value=Several(items=tuple(parts), by=" · "))]
    parts[1:1] = [KINDS[talk.kind]]
    about = (talk.subject or talk.body).strip().split("\n")[0]
    parts.append(Name(text=about if len(about) <= 120 else about[:119].rstrip() + "…"))
    source = Source.model_validate({"kind": talk.kind, "on": talk.happened_on, "row": f"activities:{talk.id}"})
    return [Fact(label=say("Last touch"), value=Several(items=tuple(parts), by=" · "), source=source)]


def open_items(known: Known) -> list[Fact]:
    """How many follow-ups and support cases are open."""
    tasks = known.rows.tasks
    overdue = sum(task.due_on is not None and task.due_on < known.today for task in tasks)
    promised: Value = say_n("{n} follow-up", "{n} follow-ups", len(tasks))
    if overdue:
        promised = say("{items} ({overdue})", items=promised, overdue=say_n("{n} overdue", "{n} overdue", overdue))
    parts = (promised, say_n("{n} open case", "{n} open cases", len(open_tickets(known))))
    return [Fact(label=say("Open items"), value=Several(items=parts, by=", "))]
