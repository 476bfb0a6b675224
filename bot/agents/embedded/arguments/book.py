"""Lists over the book: renewals, accounts, those at risk, room to grow, tasks."""

import re

from bot.agents.embedded.colleagues import colleague
from bot.agents.embedded.filters import add_filters, add_period, plain, top_n
from bot.agents.embedded.part import Arguments, Part, written

_LIST = frozenset(
    ["owner", "region", "segment", "industry", "health", "amount_min", "amount_max", "status", "sort", "top_n",
     "group_by", "count_only", "currency"]
)  # fmt: skip


def renewals_due(part: Part) -> Arguments:
    """What renews; of one account, or in a period, with all filters of a list. Looks forward."""
    arguments: Arguments = {}
    add_period(part, arguments, forward=True)
    _single(part, arguments)
    add_filters(part, arguments, _LIST - ({"owner"} if "account" in arguments else frozenset()))
    if not arguments and part.has("pronoun", "field=renewal_date") and not part.has("accounts"):
        part.missing.append("account")
    return arguments


def list_accounts(part: Part) -> Arguments:
    """The book, filtered, ordered, grouped, counted."""
    arguments: Arguments = {}
    add_filters(part, arguments, _LIST)
    return arguments


def accounts_at_risk(part: Part) -> Arguments:
    """Who is at risk, gone quiet, or has changed colour. Looks back."""
    arguments: Arguments = {}
    if part.has("inactive"):
        _days(part, arguments, "inactive_days")
    elif part.has("usage_drop"):
        if percentages := part.scene.percentages_in(part.start, part.end):
            arguments["usage_drop_pct"] = plain(percentages[0][2])
    elif part.has("quiet") or _is_age(part):
        _days(part, arguments, "no_contact_days")
    by_days = "inactive_days" in arguments or "no_contact_days" in arguments
    if not by_days:
        add_period(part, arguments, forward=False)
        _open_at_today(part, arguments)
    allowed = _LIST - {"group_by", "count_only", "industry", "currency", "amount_max", "status"}
    turned = part.has("turned") and part.has("health_colour")
    # "at risk" is what the tool lists anyway: only colours that were said narrow it
    coloured = part.has("health_colour") or part.has("not_green")
    add_filters(part, arguments, allowed if coloured and not turned else allowed - {"health"})
    if turned:
        _turned(part, arguments)
    return arguments


def _is_age(part: Part) -> bool:
    """Whether a time is said for which something has not happened: "for two months", not "in the last two months"."""
    times = [(time.start, time.end) for time in part.times() if time.rule in ("past", "rolling", "coming", "in", "ago")]
    found = [one for one in part.scene.days_in(part.start, part.end) if one[2] > 1]
    return not part.has("turned") and any(
        not any(first <= start and end <= last for first, last in times) for start, end, _ in found
    )


def _days(part: Part, arguments: Arguments, name: str) -> None:
    if durations := part.scene.days_in(part.start, part.end):
        arguments[name] = durations[0][2]


def _open_at_today(part: Part, arguments: Arguments) -> None:
    """ "in the last 30 days", "since May": what lasts until today has no end."""
    period = arguments.get("period")
    if isinstance(period, dict) and period["end"] == part.today and period["start"] != part.today:
        arguments["period"] = {**period, "end": None}


def _turned(part: Part, arguments: Arguments) -> None:
    colours = [h for h in part.scene.hits if h.cue.startswith("health=") and part.start <= h.start < part.end]
    ordered = list(dict.fromkeys(h.cue.partition("=")[2] for h in sorted(colours, key=lambda h: h.start)))
    if len(ordered) > 1:
        arguments["from_health"], arguments["to_health"] = ordered[:1], ordered[1:]
    else:
        arguments["to_health"] = ordered


def expansion_opportunities(part: Part) -> Arguments:
    """Where there is room to grow. Looks forward."""
    arguments: Arguments = {}
    _single(part, arguments)
    product(part, arguments)
    add_period(part, arguments, forward=True)
    percentages = part.scene.percentages_in(part.start, part.end)
    if percentages:
        arguments["seat_usage_min_pct"] = plain(percentages[0][2])
    allowed = frozenset(["owner", "industry", "amount_min", "currency", "sort", "top_n"])
    add_filters(part, arguments, allowed - ({"owner"} if "account" in arguments else frozenset()))
    return arguments


_PRODUCT = re.compile(r"(?:for|fur|pour|of|de|on|加购|增购|购买)\s?(?P<q>[a-z][a-z0-9-]{2,})")


def product(part: Part, arguments: Arguments) -> None:
    """A product that was named: one of the database's, or a capitalised word where a product is named."""
    low, message = part.scene.message.low, part.scene.message
    for value in part.scene.view.names.vocabulary("product"):
        if len(value) > 2 and (place := low.find(value.lower(), part.start, part.end)) >= 0:
            arguments["product"] = message.said(place, place + len(value))
            return
    said = part.scene.quiet(part.start, part.end)
    for match in _PRODUCT.finditer(said):
        filters = any(
            hit.start < match.end("q") and match.start("q") < hit.end and "=" in hit.cue for hit in part.scene.hits
        )
        if (
            not filters
            and message.said(*match.span("q"))[:1].isupper()
            and not message.said(*match.span("q")).isupper()
        ):
            arguments["product"] = message.said(*match.span("q"))
            return


def _single(part: Part, arguments: Arguments) -> None:
    part.name_account(arguments, needed=False)
    if "account" in arguments and not part.accounts() and part.has("accounts", "list", "count"):
        del arguments["account"]  # the conversation was about one account, this is about many


def list_tasks(part: Part) -> Arguments:
    """Follow-ups and to-dos. Looks forward."""
    arguments: Arguments = {}
    part.name_account(arguments, needed=False)
    if not part.accounts() and not part.has("pronoun"):
        arguments.pop("account", None)
    if part.people():
        arguments["owner"] = written(part.people()[0].text)
    elif name := colleague(part):
        arguments["owner"] = name
    elif part.hits("team"):
        arguments["owner"] = "team"
    elif part.hits("mine_strict"):
        arguments["owner"] = "me"
    add_period(part, arguments, forward=not part.has("task_finished") or part.has("task_open"))
    if part.has("task_overdue"):
        arguments["status"] = "overdue"
    elif part.has("task_open"):
        arguments["status"] = "open"
    elif part.has("task_done", "task_finished"):
        arguments["status"] = "done"
    return arguments


def my_day(part: Part) -> Arguments:
    """Whom first today. A colleague's day where one is named."""
    arguments: Arguments = {}
    if part.people():
        arguments["owner"] = written(part.people()[0].text)
    if number := top_n(part):
        arguments["top_n"] = number
    return arguments


def scoreboard(part: Part) -> Arguments:
    """The team's or the company's week."""
    arguments: Arguments = {}
    add_filters(part, arguments, frozenset(["owner", "region"]))
    add_period(part, arguments, forward=False)
    return arguments


def find_reference(part: Part) -> Arguments:
    """Customers who agreed to be named."""
    arguments: Arguments = {}
    add_filters(part, arguments, frozenset(["industry", "region"]))
    return arguments
