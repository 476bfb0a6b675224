"""Tells an account's story: its activities, who was there, and the tasks that came out of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from babel.dates import format_date
from babel.numbers import format_currency

from database.models import Activity, Contact, Task

from .contracts import Signed, seats_of
from .customers import Customer
from .people import Cast, Stamp
from .story import Step

_LOCALES = {"en": "en_GB", "fr": "fr_FR", "de": "de_DE", "zh": "zh_Hans_CN"}
_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
"""Where a story offers variants: [one|another]."""


@dataclass(frozen=True)
class Told:
    """One activity, who was there, and the task that came out of it."""

    activity: Activity
    people: tuple[Contact, ...]
    task: Task | None


@dataclass(frozen=True)
class Scene:
    """Where an account's story plays: the account, who looks after it, its people, its figures."""

    customer: Customer
    account_id: int
    owner_id: int
    cast: Cast
    values: Mapping[str, str]


def tell(scene: Scene, signed: Signed, stamps: Mapping[str, Stamp]) -> list[Told]:
    """Everything that happened, oldest first. A task has yet to be told the id of its activity."""
    since = signed.signed_on + timedelta(days=20)
    steps = (*scene.customer.before_the_story(since), *scene.customer.steps)
    return [_told(scene, step, day, stamps) for step, day in sorted(steps, key=lambda each: each[1])]


def _told(scene: Scene, step: Step, day: date, stamps: Mapping[str, Stamp]) -> Told:
    rng, words = scene.customer.rng, step.words(scene.customer.language)
    written_at = datetime.combine(day, time(rng.randint(7, 11), rng.randint(0, 59)), UTC)
    activity = Activity(
        account_id=scene.account_id,
        author_id=scene.owner_id,
        kind=step.kind,
        subject=_filled(scene, words.subject),
        body=_filled(scene, words.body),
        happened_on=day,
        created_at=written_at,
        visibility="private" if step.private else "team",
        **stamps["activities"],
    )
    people = tuple(scene.cast[part] for part in step.with_)
    return Told(activity, people, _task(scene, step, day, written_at, stamps["tasks"]))


def _task(scene: Scene, step: Step, day: date, written_at: datetime, stamp: Stamp) -> Task | None:
    title = step.words(scene.customer.language).task
    if title is None or step.task_due_in is None:
        return None
    due_on = day + timedelta(days=step.task_due_in)
    return Task(
        account_id=scene.account_id,
        owner_id=scene.owner_id,
        contact_id=scene.cast[step.with_[0]].id if step.with_ else None,
        title=_filled(scene, title),
        due_on=due_on,
        priority="high" if scene.customer.health == "red" else "normal",
        created_at=written_at,
        done_at=_done_at(scene, step, due_on, written_at),
        **stamp,
    )


def _done_at(scene: Scene, step: Step, due_on: date, written_at: datetime) -> datetime | None:
    """Some of what was not said to be done got done all the same, so that not every promise is overdue."""
    rng = scene.customer.rng
    if due_on >= scene.customer.today or not (step.task_done or rng.random() < 0.4):
        return None
    return max(written_at, datetime.combine(due_on - timedelta(days=rng.randint(1, 4)), time(14), UTC))


def _filled(scene: Scene, text: str) -> str:
    people: dict[str, str] = {part: contact.name for part, contact in scene.cast.items()}
    chosen = _CHOICE.sub(lambda found: scene.customer.rng.choice(found[1].split("|")), text)
    return chosen.format_map({**people, **scene.values})


def values(customer: Customer, signed: Signed, months: Mapping[date, tuple[int, int]]) -> dict[str, str]:
    """The figures and dates that a story may name, as the account's language writes them."""
    locale = _LOCALES[customer.language]
    active = [users for users, _ in months.values()]
    return {
        "active": str(active[-1] if active else 0),
        "before": str(max(active[-6:], default=0)),
        "seats": str(seats_of(signed, signed.told)),
        "arr": money(signed.arr, customer.market.currency, locale),
        "end": format_date(customer.end_on, "long", locale=locale),
        "notice": format_date(signed.told.notice_on, "long", locale=locale),
        "uplift": str(signed.uplift_cap or 6),
        "competitor": customer.competitor,
        "invoice": f"INV-{customer.today.year - 2000}{_digits(customer.rng)}",
    }


def money(amount: Decimal, currency: str, locale: str) -> str:
    """An amount without decimals, as the locale writes it: £48,000, 48 000 €."""
    pattern = "#,##0 ¤" if locale[:2] in ("fr", "de") else "¤#,##0"
    return str(format_currency(amount, currency, pattern, locale=locale, currency_digits=False))


def _digits(rng: Random) -> str:
    return str(rng.randint(10000, 99999))
