"""What is said of renewals: how many became what, what is at stake, when one account renews."""

from collections.abc import Sequence
from datetime import date

from metrics import renewals as metric
from tools.kit.cards import Day, Several, Value, Words, say, say_n
from tools.kit.money import Rates
from tools.kit.renewals import Renewal


def split(found: Sequence[Renewal]) -> Value:
    """5 renewed, 7 open, 1 lost."""
    counted = {state: sum(renewal.state == state for renewal in found) for state in metric.STATES}
    words = {
        "renewed": say_n("{n} renewed", "{n} renewed", counted["renewed"]),
        "open": say_n("{n} open", "{n} open", counted["open"]),
        "lost": say_n("{n} lost", "{n} lost", counted["lost"]),
        "locked_in": say_n("{n} locked in", "{n} locked in", counted["locked_in"]),
    }
    return Several(items=tuple(words[state] for state in metric.STATES if counted[state]), by=", ")


def stake(found: Sequence[Renewal], rates: Rates) -> list[Value]:
    """€1.24M at stake; 3 at risk: nothing where nothing is open."""
    open_ones = [renewal for renewal in found if renewal.at_stake]
    if not open_ones:
        return []
    parts: list[Value] = []
    if any(renewal.arr for renewal in open_ones):
        total = rates.total(renewal.arr for renewal in open_ones)
        parts.append(say("{amount} at stake", amount=total.value(short=True)))
    risky = sum(renewal.at_risk for renewal in open_ones)
    return [*parts, say_n("{n} at risk", "{n} at risk", risky)] if risky else parts


def what_became(renewal: Renewal) -> Words:
    """The state of a renewal with its day: locked in since 2 Jan."""
    line = renewal.line
    if renewal.state == "renewed":
        return say("renewed {day}", day=Day(on=line.outcome_on, short=True)) if line.outcome_on else say("renewed")
    if renewal.state == "lost":
        return say("lost {day}", day=Day(on=line.outcome_on, short=True)) if line.outcome_on else say("lost")
    if renewal.locked_since:
        return say("locked in since {day}", day=Day(on=renewal.locked_since, short=True))
    if line.notice_given_on:
        return say("open, notice given {day}", day=Day(on=line.notice_given_on, short=True))
    if renewal.overdue:
        return say("open, overdue")
    return say("open, renews by itself") if line.auto_renew else say("open")


def amounts(renewal: Renewal) -> Value | None:
    """The contract's ARR in its own currency; None: not in the record."""
    if not renewal.arr:
        return None
    return Rates("", {}).total([renewal.arr]).value()


def when(name: str, renewal: Renewal, today: date) -> Words:
    """When an account renews, in a sentence."""
    line = renewal.line
    end = Day(on=line.end_on)
    amount = amounts(renewal) or say("ARR not in the record")
    if renewal.state == "lost":
        return say("{account} was lost; its contract ends {day} · {arr}", account=name, day=end, arr=amount)
    if renewal.state == "renewed":
        return say("{account} has renewed the contract that ends {day} · {arr}", account=name, day=end, arr=amount)
    if renewal.state == "locked_in":
        state = what_became(renewal)
        return say(
            "{account} renews by itself on {day} · {arr} · {state}", account=name, day=end, arr=amount, state=state
        )
    if line.end_on < today:
        return say(
            "{account} was due on {day}, and nothing is on record since · {arr}", account=name, day=end, arr=amount
        )
    if line.notice_given_on:
        given = Day(on=line.notice_given_on)
        return say(
            "{account} gave notice on {given}; its contract ends {day} · {arr}",
            account=name,
            given=given,
            day=end,
            arr=amount,
        )
    if line.auto_renew:
        return say("{account} renews by itself on {day} · {arr}", account=name, day=end, arr=amount)
    return say("{account} is up for renewal on {day} · {arr}", account=name, day=end, arr=amount)


def until_when(renewal: Renewal, today: date) -> Words | None:
    """Until when it can still be stopped; None where that is past, unknown, or happened."""
    if renewal.state != "open" or renewal.line.notice_on is None or renewal.line.notice_given_on:
        return None
    if renewal.line.notice_on < today:
        return None
    return say("notice is possible until {day}", day=Day(on=renewal.line.notice_on))
