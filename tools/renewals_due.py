"""What renews in a period: what became of it, what is at stake, and whose notice date decides it earlier."""

from collections.abc import Mapping, Sequence
from datetime import date

from pydantic import Field, field_validator
from sqlalchemy.orm import Session

from locales import key
from tools.kit import book, book_words, choose, renewal_cards, renewal_words, renewals
from tools.kit.book import BookArguments, Filters
from tools.kit.cards import Button, Card, Headline, Notice, Several, Span, Table, Value, Words, say, say_n
from tools.kit.desk import Desk
from tools.kit.due import DEFAULT_DAYS, LOOK_AROUND, MOST_LATE, Due, look, neighbour
from tools.kit.money import rates_used
from tools.kit.names import Found
from tools.kit.paging import PAGE, button, counted, more, page_of
from tools.kit.renewals import Renewal
from tools.kit.tool import Period, Tool


class Arguments(BookArguments):
    """A period, or an account whose renewal is asked for, and everything that narrows a list of accounts."""

    period: Period | None = Field(None, description="when the contracts end; without it the next 90 days")
    account: str | None = Field(None, description='one account: "when does it renew"')

    @field_validator("period")
    @classmethod
    def _open_on_both_sides_is_none(cls, value: Period | None) -> Period | None:
        return value if value and (value.start or value.end) else None


def run(desk: Desk, arguments: Arguments) -> Sequence[Card]:
    """The renewals of the period, or of one account."""
    account: Found | None = None
    if arguments.account:
        found = choose.account(desk, arguments.account)
        if not isinstance(found, Found):
            return [found]
        account = found
    filters = book.understood(desk, arguments, account.id if account else None)
    if not isinstance(filters, Filters):
        return [filters]
    with desk.read() as session:
        if account and arguments.period is None:
            return _of_account(desk, session, account, filters)
        due = look(desk, session, arguments, filters, arguments.period)
        if not due.ending:
            return _nothing(session, due)
        if arguments.page > 1:
            return [_table(session, due)]
        return _answer(session, due)


def _answer(session: Session, due: Due) -> list[Card]:
    arguments = due.arguments
    headline = Headline(text=_headline(due), scope=_scope(due), buttons=_whose_buttons(due))
    if arguments.group_by:
        people = renewals.owners(session, {renewal.line.owner_id for renewal in due.ending})
        count = bool(arguments.count_only)
        table = renewal_cards.grouped(due.ending, arguments.group_by, due.rates, people, count)
        return [headline, table, *_remarks(due)]
    if arguments.count_only:
        return [headline, *_remarks(due)]
    blocks = [_table(session, due), *_deciding(session, due), *_late(session, due)]
    return [headline, *blocks, *_remarks(due), *_file(session, due)]


def _headline(due: Due) -> Words:
    """12 contracts end in March 2026: 5 renewed, 7 open · €1.24M at stake · 3 at risk · 4 yours · 8 team."""
    counted = say("{ends}: {split}", ends=_ends(len(due.ending), due.period), split=renewal_words.split(due.ending))
    parts: list[Value] = [counted, *renewal_words.stake(due.ending, due.rates)]
    mine = sum(renewal.line.owner_id == due.asker_id for renewal in due.ending)
    if due.filters.owner is None and 0 < mine < len(due.ending):
        others = len(due.ending) - mine
        parts += [say_n("{n} yours", "{n} yours", mine), say_n("{n} team", "{n} team", others)]
    if due.arguments.count_only and due.deciding:
        parts.append(
            say_n("{n} more has its notice date then", "{n} more have their notice date then", len(due.deciding))
        )
    if due.arguments.count_only and due.late:
        parts.append(say_n("{n} overdue from before", "{n} overdue from before", len(due.late)))
    return say("{parts}", parts=Several(items=tuple(parts), by=" · "))


def _ends(count: int, period: Period) -> Words:
    span = Span(start=period.start, end=period.end, named=True)
    if span.is_month:
        return say_n("{n} contract ends in {month}", "{n} contracts end in {month}", count, month=span)
    return say_n("{n} contract ends", "{n} contracts end", count)


def _scope(due: Due) -> Words:
    span = Span(start=due.period.start, end=due.period.end)
    said: Value = span if due.period_said else say("the next {n} days ({span})", n=DEFAULT_DAYS, span=span)
    return book_words.scope(due.arguments, due.filters, due.rates, _currencies(due), said)


def _currencies(due: Due) -> set[str]:
    return {code for renewal in due.ending for code in renewal.arr}


def _apart(due: Due) -> tuple[str, ...]:
    return renewals.without_rate(due.ending, due.rates)


def _whose_buttons(due: Due) -> tuple[Button, ...]:
    owned = [renewal.line.owner_id for renewal in due.ending]
    return book_words.whose_buttons(TOOL.name, _said(due), due.filters.owner, due.asker_id, owned)


def _said(due: Due) -> dict[str, object]:
    return due.arguments.model_dump(mode="json", exclude_none=True, exclude={"page"})


def _table(session: Session, due: Due) -> Table:
    arguments = due.arguments
    chosen = due.rates.top(due.ending, arguments.top_n, lambda one: one.arr)
    rows = chosen[page_of(len(chosen), arguments.page)]
    title = book_words.page_title(arguments, len(due.ending), len(chosen), apart=bool(_apart(due)))
    table = _as_table(session, rows, due.today, title)
    turned = more(TOOL.name, _said(due), len(chosen), arguments.page)
    return table.model_copy(update={"total": counted(len(chosen), arguments.page, len(rows)), "more": turned})


def _as_table(session: Session, rows: Sequence[Renewal], today: date, title: Words | None) -> Table:
    touches = renewals.last_touches(session, {renewal.line.account_id for renewal in rows}, today)
    people = renewals.owners(session, {renewal.line.owner_id for renewal in rows})
    shown = tuple(renewal_cards.row(renewal, touches, people) for renewal in rows)
    return Table(title=title, columns=renewal_cards.COLUMNS, rows=shown, total=len(rows))


def _late(session: Session, due: Due) -> list[Card]:
    """What ended before this period and is still open: nobody asked, and nobody should forget."""
    if not due.late and due.late_count > MOST_LATE:
        text = say_n(
            "{n} contract ended before and is open on record.", "{n} contracts ended before and are open on record.",
            due.late_count,
        )  # fmt: skip
        return [Notice(level="warning", text=text)]
    if not due.late:
        return []
    ends = [renewal.line.end_on for renewal in due.late]
    total = due.rates.total(renewal.arr for renewal in due.late).value(short=True)
    title = say_n(
        "Overdue from before: {n} (ended {span}) · {amount}",
        "Overdue from before: {n} (ended {span}) · {amount}",
        len(ends),
        span=Span(start=min(ends), end=max(ends)),
        amount=total,
    )
    table = _as_table(session, due.late[-PAGE:], due.today, title)
    return [table.model_copy(update={"total": len(due.late)})]


def _deciding(session: Session, due: Due) -> list[Card]:
    """The second block, which saves accounts: what can be stopped or saved only until a day of this period."""
    if not due.deciding:
        return []
    ends = [renewal.line.end_on for renewal in due.deciding]
    title = say_n(
        "Notice date in this period: {n} (ending {span})",
        "Notice date in this period: {n} (ending {span})",
        len(ends),
        span=Span(start=min(ends), end=max(ends)),
    )
    ahead = sum(_notice_ahead(renewal, due.today) for renewal in due.deciding)
    if ahead and ahead < len(ends):
        title = say("{title}, {ahead}", title=title, ahead=say_n("{n} still ahead", "{n} still ahead", ahead))
    soonest = sorted(due.deciding, key=lambda one: (not _notice_ahead(one, due.today), one.line.notice_on or date.max))
    table = _as_table(session, soonest[:PAGE], due.today, title)
    return [table.model_copy(update={"total": len(soonest)})]


def _notice_ahead(renewal: Renewal, today: date) -> bool:
    line = renewal.line
    return renewal.at_stake and not line.notice_given_on and line.notice_on is not None and line.notice_on >= today


def _remarks(due: Due) -> list[Card]:
    found: list[Card] = []
    open_ones = [renewal.arr for renewal in due.ending if renewal.at_stake]
    both = due.rates.total([*open_ones, *(renewal.arr for renewal in due.late)])
    # Rates may cover the overdue ones as well; totals a currency are those of the period alone.
    total = due.rates.total(open_ones) if both.missing else both
    rates = book_words.how_compared(due.arguments, due.rates, _currencies(due)) or rates_used(total, due.rates.base)
    if rates:
        found.append(Notice(text=rates))
    unknown = sum(not renewal.arr for renewal in due.ending)
    if unknown:
        text = say_n("{n} contract has no ARR on record.", "{n} contracts have no ARR on record.", unknown)
        found.append(Notice(text=text))
    return found


def _file(session: Session, due: Due) -> list[Card]:
    chosen = due.rates.top(due.ending, due.arguments.top_n, lambda one: one.arr)
    if len(chosen) <= PAGE:
        return []
    few = len(chosen) <= renewal_cards.TOUCHES_UP_TO
    ids = {renewal.line.account_id for renewal in chosen} if few else set()
    touches = renewals.last_touches(session, ids, due.today)
    people = renewals.owners(session, {renewal.line.owner_id for renewal in chosen})
    edges = [day.isoformat() for day in (due.period.start, due.period.end) if day]
    return [renewal_cards.file(f"renewals-{'-to-'.join(edges)}.csv", chosen, touches, people)]


def _nothing(session: Session, due: Due) -> list[Card]:
    """None in March; 4 in April: with the way there."""
    near = neighbour(session, due)
    period = Span(start=due.period.start, end=due.period.end, named=True)
    none = say("No contract ends in {month}", month=period) if period.is_month else say("No contract ends then")
    if near is None:
        return [Headline(text=none, scope=_scope(due)), *_deciding(session, due), *_late(session, due)]
    span, count = near
    text = say("{none}; {n} in {month}", none=none, n=count, month=span)
    there = {**_said(due), "period": span.model_dump(mode="json", include={"start", "end"})}
    buttons = (button(say("Show {month}", month=span), TOOL.name, there),)
    headline = Headline(text=text, scope=_scope(due), buttons=buttons)
    return [headline, *_deciding(session, due), *_late(session, due)]


def _of_account(desk: Desk, session: Session, account: Found, filters: Filters) -> Sequence[Card]:
    """When one account renews: its next undecided contract in a sentence, then all that is not long past."""
    query = renewals.renewal_query(filters, Period(start=desk.today - LOOK_AROUND))
    found = renewals.load(session, query, desk.today)
    if not found:
        return [Headline(text=say("{account} has no contract with an end date on record.", account=account.name))]
    undecided = [renewal for renewal in found if renewal.state in ("open", "locked_in")]
    ahead = [renewal for renewal in undecided if renewal.line.end_on >= desk.today]
    first = (ahead or undecided[-1:] or found[-1:])[0]
    said: Mapping[str, object] = {"account": account.name}
    buttons = [button(say("The account"), "look_up_account", said)]
    if first.at_stake:
        letter = {**said, "purpose": "renewal_notice"}
        buttons.append(button(say("Draft the renewal email"), "draft_email", letter))
    return [
        Headline(
            text=renewal_words.when(account.name, first, desk.today),
            scope=renewal_words.until_when(first, desk.today),
            buttons=tuple(buttons),
        ),
        _as_table(session, found, desk.today, None),
    ]


TOOL = Tool(
    name="renewals_due",
    does=key(
        "What renews in a period, with ARR at stake, health, notice date, last touch and owner; or when one account does"
    ),
    arguments=Arguments,
    run=run,
    reads=("contracts", "accounts"),
    examples={
        "en": ("which accounts renew this month", "red renewals next quarter, biggest first", "when does Acme renew?"),
        "fr": ("quels comptes arrivent à échéance le mois prochain ?", "échéances du T3 par responsable"),
        "de": ("welche Verträge laufen im Juli aus?", "Verlängerungen über 50.000 € bis Jahresende"),
        "zh": ("下个月有哪些客户要续约？", "第三季度续约金额最大的五家"),
    },
)
