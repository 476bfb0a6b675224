"""The reasons for attention, in words."""

from datetime import date
from decimal import Decimal

from metrics.attention import Reason
from tools.kit.cards import Day, Percent, Words, say, say_n
from tools.kit.choose import Owner


def whose(owner: Owner) -> Words:
    """Whose accounts were looked at."""
    match owner.kind:
        case "me":
            return say("your accounts")
        case "team":
            return say("your team's accounts")
        case _:
            return say("{owner}'s accounts", owner=owner.name)


def why(reason: Reason, today: date) -> Words:
    """A reason as it is read: what, and on which day or how much."""
    days, count = reason.days or 0, reason.count or 0
    day = Day(on=reason.on or today, short=True)
    match reason.cause:
        case "notice_given":
            return say("notice given {day}", day=day)
        case "notice_date":
            return say_n(
                "notice possible for {n} more day ({day})", "notice possible for {n} more days ({day})", days, day=day
            )
        case "renewal" if days < 0:
            return say_n("renewal overdue by {n} day", "renewal overdue by {n} days", -days)
        case "renewal":
            return say_n("renewal in {n} day ({day})", "renewal in {n} days ({day})", days, day=day)
        case "red":
            return say("health red")
        case "amber":
            return say("health amber")
        case "late_tickets":
            return say_n("{n} support case late", "{n} support cases late", count)
        case "overdue_tasks":
            return say_n("{n} follow-up overdue since {day}", "{n} follow-ups overdue since {day}", count, day=day)
        case "gone_quiet" if reason.days is None:
            return say("no touch on record")
        case "gone_quiet":
            return say_n("no touch for {n} day", "no touch for {n} days", days)
        case "usage_down":
            return say("usage down {percent}", percent=Percent(value=abs(reason.percent or Decimal(0))))
