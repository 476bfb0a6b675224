"""What is to be changed: opportunities, forecasts, hand-offs, ROI, churn, owners."""

import re

from bot.agents.embedded.filters import period_of, plain
from bot.agents.embedded.part import Arguments, Part, as_period, first_day, written

from .book import product
from .clauses import story_span
from .free import find, finds, question_words, trimmed
from .reasons import reason_of

_FORECAST = frozenset(["forecast_update", "from_to", "category", "closing"])
_FORECAST_LABELS = frozenset(["renewal", "metric", "task_move", "field"])


def log_opportunity(part: Part) -> Arguments:
    """An expansion opportunity: product, seats, amount, when it may close. Looks forward."""
    arguments: Arguments = {}
    part.name_account(arguments)
    product(part, arguments)
    if "product" not in arguments and (named := _product(part)):
        arguments["product"] = named
    seats = find(part, "language.seats")
    if seats:
        digits = re.sub(r"\D", "", part.scene.message.low[seats[0] : seats[1]])
        if digits:
            arguments["seats"] = int(digits)
    if money := [amount for amount in part.amounts() if amount.money]:
        arguments["amount"] = plain(money[0].value)
    if found := period_of(part, forward=True):
        arguments["close_period"] = as_period(found[0])
    return arguments


def _product(part: Part) -> str | None:
    """A product that is on no list: what the words call a module, else a capitalised name beside the seats."""
    if named := question_words(part, "language.product"):
        return named
    for start, end in finds(part, "language.product_name"):
        said = trimmed(part.scene.message.said(start, end))
        inside = [h for h in part.scene.hits if start <= h.start and h.end <= end and h.cue != "business"]
        if (
            said[:1].isupper()
            and not inside
            and not any(time.start < end and start < time.end for time in part.times())
        ):
            return said
    return None


def update_forecast(part: Part) -> Arguments:
    """The renewal call of an account: category, amount, date, reason. Looks forward."""
    arguments: Arguments = {}
    part.name_account(arguments)
    if category := _category(part):
        arguments["forecast_category"] = category
    if money := [amount for amount in part.amounts() if amount.money or amount.value >= 1000]:
        arguments["amount"] = plain(money[0].value)
    if day := first_day(part.times(), forward=True):
        arguments["close_date"] = day
    if reason := reason_of(part, _FORECAST, _FORECAST_LABELS):
        arguments["reason"] = reason
    return arguments


def _category(part: Part) -> str | None:
    """The last that was said outside the reason: "from commit to omitted"."""
    told = story_span(part, _FORECAST | {"severity"}, _FORECAST_LABELS) or (part.end, part.end)
    hits = [hit for value in part.values("category") for hit in part.hits(f"category={value}")]
    outside = [hit for hit in hits if not told[0] <= hit.start < told[1]] or hits
    return max(outside, key=lambda hit: hit.start).cue.partition("=")[2] if outside else None


def hand_off(part: Part) -> Arguments:
    """A briefing to Service Manager, Support or Accounting."""
    arguments: Arguments = {}
    part.name_account(arguments)
    to = part.values("to")
    if to:
        arguments["to"] = "service_manager" if "service_manager" in to else to[0]
    else:
        part.missing.append("to")
    if reason := reason_of(part, frozenset(["hand_off", "escalation_open"]), frozenset(["to", "log", "type"])):
        arguments["reason"] = reason
    else:
        part.missing.append("reason")
    return arguments


def record_roi(part: Part) -> Arguments:
    """An entry of the ROI ledger."""
    arguments: Arguments = {}
    part.name_account(arguments)
    if reason := reason_of(part, frozenset(["roi_new", "log"]), frozenset(["note_word", "metric"])):
        arguments["reason"] = reason
    if money := [amount for amount in part.amounts() if amount.money]:
        arguments["amount"] = plain(money[0].value)
    return arguments


def record_churn(part: Part) -> Arguments:
    """Why an account left."""
    arguments: Arguments = {}
    part.name_account(arguments)
    if reason := reason_of(
        part, frozenset(["churn_new", "log"]), frozenset(["note_word", "metric", "status", "contact_left"])
    ):
        arguments["reason"] = reason
    else:
        part.missing.append("reason")
    return arguments


def change_owner(part: Part) -> Arguments:
    """A new owner of an account."""
    arguments: Arguments = {}
    part.name_account(arguments)
    people = part.people()
    if people:
        arguments["to"] = written(people[-1].text)
    else:
        part.missing.append("to")
    if len(people) > 1:
        arguments["owner"] = written(people[0].text)
    return arguments


def cover(part: Part) -> Arguments:
    """A stand-in for a time."""
    arguments: Arguments = {}
    part.name_account(arguments, needed=False)
    people = part.people()
    if people:
        arguments["to"] = written(people[0].text)
    else:
        part.missing.append("to")
    if len(people) > 1:
        arguments["owner"] = written(people[1].text)
    elif part.hits("mine"):
        arguments["owner"] = "me"
    if found := period_of(part, forward=True):
        arguments["period"] = as_period(found[0])
    return arguments
