"""Whom to look after first today, and why; what is due, and what is not saved yet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from database.models import ProposalRow, Task
from locales import key
from metrics import attention
from metrics.attention import Cause, Reason
from tools.kit import choose, day_words, proposals, signals, tool
from tools.kit.cards import (
    Button,
    Card,
    Column,
    Day,
    Headline,
    Mention,
    Name,
    Notice,
    Row,
    Several,
    Source,
    Table,
    Value,
    Words,
    say,
    say_n,
)
from tools.kit.choose import Owner
from tools.kit.desk import Desk
from tools.kit.money import Rates, load_rates
from tools.kit.paging import PAGE, button
from tools.kit.renewals import owners
from tools.kit.signals import Looked
from tools.kit.tool import Tool

FIRST = 5
"""Names where no number was said."""
BEGINNING = 60
"""Characters of an unsaved text by which it is known again."""
REASONS = 3
"""Of one account, the weightiest are shown."""


class Arguments(tool.Arguments):
    """Whose day; how many names."""

    owner: str | None = Field(None, description='"me" (the default), "team", or a colleague\'s name')
    top_n: int | None = Field(None, ge=1, le=20)
    unsaved: SkipJsonSchema[bool] = False
    """The drafts that wait, whole: only the button beside their list sets it."""


@dataclass(frozen=True)
class First:
    """An account with the reasons for looking after it, the weightiest first."""

    looked: Looked
    reasons: tuple[Reason, ...]
    worth: Decimal

    @property
    def points(self) -> int:
        """Its attention."""
        return attention.points(self.reasons)


def run(desk: Desk, arguments: Arguments) -> Sequence[Card]:
    """The names, then what is due today, then what waits to be saved."""
    owner = choose.owner(desk, arguments.owner or "me")
    if not isinstance(owner, Owner):
        return [owner]
    with desk.read() as session:
        waiting = proposals.waiting(session, desk.asker.id, desk.now)
        if arguments.unsaved:
            return [proposals.card_of(row) for row in waiting] or [Notice(text=say("Everything is saved."))]
        if arguments.owner is None and not signals.count_accounts(session, owner):
            team = choose.owner(desk, "team")
            owner = team if isinstance(team, Owner) else owner
        return [
            *_names(desk, session, owner, arguments.top_n or FIRST),
            *_due(desk, session, owner),
            *_unsaved(waiting),
        ]


def _names(desk: Desk, session: Session, owner: Owner, top_n: int) -> Iterator[Card]:
    rates = load_rates(session, desk.company.currency, desk.today)
    looked = signals.look(desk, session, owner)
    found = sorted(_judged(desk, looked, rates), key=lambda one: (-one.points, -one.worth, one.looked.name))
    scope = say("{whose} · {looked}", whose=day_words.whose(owner), looked=say("by renewals, notice dates, health, "
                "support, follow-ups, silence and usage"))  # fmt: skip
    if not found:
        yield Headline(text=say("No account needs you first today"), scope=scope)
        return
    first = found[:top_n]
    people = owners(session, {one.looked.owner_id for one in first}) if owner.kind != "me" else {}
    if len(found) > len(first):
        text = say(
            "{first} of the {n} accounts that need attention, the most urgent first", first=len(first), n=len(found)
        )
    else:
        text = say_n("{n} account needs attention", "{n} accounts need attention, the most urgent first", len(found))
    yield Headline(text=text, scope=scope)
    yield _table(first, people, desk.today)


def _judged(desk: Desk, looked: Sequence[Looked], rates: Rates) -> Iterator[First]:
    for one in looked:
        reasons = attention.reasons(one.signals, desk.today, desk.company.quiet_after_days)
        if reasons:
            yield First(one, reasons, rates.worth(one.arr) or Decimal(0))


def _table(first: Sequence[First], people: dict[int, Mention], today: date) -> Table:
    labels = [say("Account"), say("Why"), say("ARR"), *([say("Owner")] if people else [])]
    columns = tuple(Column(label=label, align="right" if place == 2 else "left") for place, label in enumerate(labels))
    rows = tuple(_row(one, people, today) for one in first)
    return Table(columns=columns, rows=rows, total=len(rows), buttons=tuple(_next(one) for one in first))


def _row(one: First, people: dict[int, Mention], today: date) -> Row:
    looked = one.looked
    why = Several(items=tuple(day_words.why(reason, today) for reason in one.reasons[:REASONS]), by=" · ")
    arr = Rates("", {}).total([looked.arr]).value() if looked.arr else None
    owner = [people.get(looked.owner_id or 0)] if people else []
    cells: tuple[Value | None, ...] = (Name(text=looked.name), why, arr, *owner)
    source = Source(kind="account", row=f"accounts:{looked.id}")
    return Row(cells=cells, ref=f"accounts:{looked.id}", source=source)


def _next(one: First) -> Button:
    """The next click, from the weightiest reason."""
    name = one.looked.name
    label, tool_name, more = NEXT[one.reasons[0].cause]
    return button(say("{account}: {next}", account=name, next=label), tool_name, {"account": name, **more})


Next = tuple[Words, str, dict[str, object]]
_ANSWER: Next = (say("answer the notice"), "draft_email", {"purpose": "reply_churn_risk"})
_RENEW: Next = (say("draft the renewal email"), "draft_email", {"purpose": "renewal_notice"})
_CHECK_IN: Next = (say("draft a check-in"), "draft_email", {"purpose": "check_in"})
_LOOK: Next = (say("open the account"), "look_up_account", {})
NEXT: dict[Cause, Next] = {
    "notice_given": _ANSWER,
    "notice_date": _RENEW,
    "renewal": _RENEW,
    "red": _LOOK,
    "amber": _LOOK,
    "late_tickets": _LOOK,
    "overdue_tasks": _LOOK,
    "gone_quiet": _CHECK_IN,
    "usage_down": _CHECK_IN,
}


def _due(desk: Desk, session: Session, owner: Owner) -> Iterator[Card]:
    """The follow-ups that are due today or overdue, the oldest first."""
    query = (
        select(Task)
        .where(Task.done_at.is_(None), Task.due_on <= desk.today)
        .options(joinedload(Task.account), joinedload(Task.owner))
        .order_by(Task.due_on, Task.id)
    )
    if owner.people is not None:
        query = query.where(Task.owner_id.in_(owner.people))
    tasks = list(session.scalars(query))
    if not tasks:
        yield Notice(text=say("No follow-up is due today."))
        return
    overdue = sum(task.due_on is not None and task.due_on < desk.today for task in tasks)
    title = say_n("{n} follow-up due", "{n} follow-ups due", len(tasks))
    if overdue:
        title = say("{due}, {overdue}", due=title, overdue=say_n("{n} overdue", "{n} overdue", overdue))
    labels = [say("What"), say("Account"), say("Due"), *([say("Who")] if owner.kind != "me" else [])]
    rows = tuple(_task(task, with_owner=owner.kind != "me") for task in tasks[:PAGE])
    yield Table(title=title, columns=tuple(Column(label=label) for label in labels), rows=rows, total=len(tasks))


def _task(task: Task, with_owner: bool) -> Row:
    cells: list[Value | None] = [
        Name(text=task.title),
        Name(text=task.account.name) if task.account else None,
        Day(on=task.due_on) if task.due_on else None,
    ]
    if with_owner:
        cells.append(Mention(name=task.owner.name, slack_id=task.owner.slack_id) if task.owner else None)
    return Row(cells=tuple(cells), ref=f"tasks:{task.id}", source=Source(kind="task", row=f"tasks:{task.id}"))


def _unsaved(waiting: Sequence[ProposalRow]) -> Iterator[Card]:
    """What this person wrote and has not saved yet."""
    if not waiting:
        return
    rows = tuple(
        Row(cells=(proposals.card_of(row).title, _beginning(row), Day(on=row.created_at.date())))
        for row in waiting[:PAGE]
    )
    yield Table(
        title=say_n("{n} not saved yet", "{n} not saved yet", len(waiting)),
        columns=tuple(Column(label=label) for label in (say("What"), say("Text"), say("Since"))),
        rows=rows,
        total=len(waiting),
        buttons=(button(say("Show them"), TOOL.name, {"unsaved": True}),),
    )


def _beginning(row: ProposalRow) -> Name | None:
    body = proposals.content_of(row).get("body")
    if not isinstance(body, str):
        return None
    line = " ".join(body.split())
    return Name(text=line if len(line) <= BEGINNING else f"{line[: BEGINNING - 1].rstrip()}…")


TOOL = Tool(
    name="my_day",
    does=key("Whom to look after first today and why; what is due, what is not saved yet"),
    arguments=Arguments,
    run=run,
    reads=("accounts", "contracts", "activities"),
    examples={
        "en": ("who should I call first today?", "my day", "what's on for my team today"),
        "fr": ("par qui commencer aujourd'hui ?", "ma journée"),
        "de": ("wen soll ich heute zuerst anrufen?", "mein Tag"),
        "zh": ("今天先联系谁？", "我今天要做什么"),
    },
)
