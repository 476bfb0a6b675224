"""Retention, forecast, NPS and the like: which figure, for which period, against what."""

import re
from datetime import date, timedelta

from bot.agents.embedded.filters import add_filters, plain
from bot.agents.embedded.languages import load
from bot.agents.embedded.part import Arguments, Part, as_period
from bot.agents.embedded.periods import Span, Time
from bot.agents.embedded.periods.units import MONTHS_OF, add_days, add_months, month_end, part_of_year, whole, year_of

_WIDER = {
    "churned_arr": "arr",
    "arr_at_risk": "arr",
    "logo_churn": "arr",
    "renewal_rate": "",
    "churn_reasons": "churned_arr",
}


def retention_metrics(part: Part) -> Arguments:
    """Which metrics, when, compared with what, for whom. Looks back, a forecast forward."""
    metrics = _metrics(part)
    arguments: Arguments = {}
    if metrics:
        arguments["metric"] = list(metrics)
    else:
        part.missing.append("metric")
    forward = "forecast" in metrics and len(metrics) == 1
    _periods(part, arguments, forward)
    add_filters(part, arguments, frozenset(["group_by", "owner", "segment", "region"]))
    if (target := _target(part, metrics)) is not None:
        arguments["target"] = plain(target)
    categories = part.values("category")
    if categories and "forecast" in metrics:
        arguments["forecast_categories"] = list(categories)
    return arguments


def _metrics(part: Part) -> list[str]:
    found = part.values("metric")
    for narrow, wide in _WIDER.items():
        if narrow in found and wide in found:
            found.remove(wide)
    if "churn_reasons" in found:
        return ["churn_reasons"]
    if found == ["arr"] and (part.has("at_risk") or part.has("churn_verb") or "churned" in part.values("status")):
        return ["arr_at_risk"] if part.has("at_risk") else ["churned_arr"]
    if "nps" in found and len(found) > 1 and "forecast" in found:
        found.remove("forecast")
    return found


_RATES = frozenset(["grr", "nrr", "renewal_rate", "logo_churn", "nps"])
_BARE = re.compile(r"(?<![a-z0-9_.,:/-])(?P<n>\d{2,3}(?:[.,]\d)?)(?![\d.,]*\d|[a-z0-9_%€$£/:-])")
_NEAR = 14
"""Letters between a rate's name and the number that it is held against."""


def _target(part: Part, metrics: list[str]) -> float | None:
    """The rate that is aimed at: a percentage, or a bare number where a rate is to be reached ("did we hit 105 NRR")."""
    if not _RATES & set(metrics):
        return None
    percentages = part.scene.percentages_in(part.start, part.end)
    if percentages and (part.has("target") or "nps" not in metrics):
        return percentages[0][2]
    quiet = part.scene.quiet(part.start, part.end)
    rates = [hit for hit in part.scene.hits if hit.cue.removeprefix("metric=") in _RATES]
    for match in _BARE.finditer(quiet):
        value = float(match.group("n").replace(",", "."))
        near = any(-_NEAR <= match.start() - hit.end <= _NEAR or 0 <= hit.start - match.end() <= _NEAR for hit in rates)
        if 50 <= value <= 200 and "nps" not in metrics and (near or part.has("target")):
            return value
    return None


def _periods(part: Part, arguments: Arguments, forward: bool) -> None:
    times = part.times()
    own = [time for time in times if time.kind not in _COMPARISONS]
    if not own:
        return
    base = own[0].span(forward)
    if (
        len(times) == 1
        and own[0].rule in ("last", "last_year")
        and _VERSUS.search(part.low[: own[0].start - part.start])
    ):
        # "NRR vs last year": what it is compared with is said, what is compared is the running unit
        arguments["period"], arguments["compare_to"] = as_period(after(base, part)), as_period(base)
        return
    arguments["period"] = as_period(base)
    compared = _compared(part, base, times, own, forward)
    if compared is not None:
        arguments["compare_to"] = as_period(compared)


_COMPARISONS = ("same_last_year", "same_last_period")
_YEARS = ("last", "last_year", "year", "fiscal", "fiscal_last")


def _compared(part: Part, base: Span, times: list[Time], own: list[Time], forward: bool) -> Span | None:
    """What the first period is to be compared with, if with anything."""
    base = Span(base.start, base.end or part.scene.view.today)
    kinds = [time.kind for time in times if time.kind in _COMPARISONS]
    others = [(time, time.span(forward)) for time in own[1:]]
    if "same_last_year" in kinds:
        year = next((span.start for time, span in others if time.rule in _YEARS and span.start), None)
        return _years_before(base, base.start.year - year.year if base.start and year else 1)
    if "same_last_period" in kinds:
        return before(base, part)
    to_date = [time for time in own if time.rule.startswith("todate")]
    if len(to_date) > 1 and (year := next((span.start for time, span in others if time.rule in _YEARS), None)):
        return _years_before(base, max(1, base.start.year - year.year) if base.start else 1)
    if others and part.has("compare"):
        time, span = others[0]
        if span == base:
            return before(base, part)
        if time.rule in _YEARS and _is_short(own[0], base) and _is_year(span) and base.start and span.start:
            return _years_before(base, max(1, base.start.year - span.start.year))
        return span
    if others:
        return None
    return _ordinal_alone(part, own[0], base) or (before(base, part) if part.has("against_last") else None)


def _is_short(time: Time, span: Span) -> bool:
    """Whether a period is a part of a year that stands for itself, not one that is counted up to today."""
    days = (span.end - span.start).days if span.start and span.end else 0
    return 0 < days < 200 and not time.rule.startswith("todate")


def _is_year(span: Span) -> bool:
    return span.start is not None and span.end is not None and 360 < (span.end - span.start).days < 367


def _ordinal_alone(part: Part, time: Time, base: Span) -> Span | None:
    """ "in the third quarter, compared with the second": the quarter that only an ordinal names."""
    if time.rule not in ("quarter", "half") or base.start is None or not part.has("compare"):
        return None
    parts = 4 if time.rule == "quarter" else 2
    rest = part.scene.message.low[time.end : part.end]
    for code in part.scene.codes:
        ordinals = load(code).numbers("calendar.ordinals")
        for word in re.findall(r"[^\W\d_]+", rest):
            if 1 <= ordinals.get(word, 0) <= parts:
                start = part.scene.view.fiscal_year_start
                return part_of_year(year_of(base.start, start), ordinals[word], parts, start)
    return None


def before(span: Span, part: Part) -> Span:
    """What lies before a span: the whole unit before a whole unit, as many days before any other."""
    if span.start is None or span.end is None:
        return span
    start, end, first = span.start, span.end, part.scene.view.fiscal_year_start
    if start.day == 1:
        months = (end.year - start.year) * 12 + end.month - start.month + 1
        if end == month_end(end):
            return Span(add_months(start, -months), add_days(start, -1))
        unit = next((unit for unit, length in MONTHS_OF.items() if length >= months), "year")
        return whole(unit, start, -1, 1, first)
    return Span(start - (end - start) - timedelta(days=1), add_days(start, -1))


_VERSUS = re.compile(
    r"(?:\b(?:vs\.?|versus|against|compared (?:to|with)|than|gegenuber(?: dem)?|ggu\.?|verglichen mit(?: dem)?|im vergleich zum?|"
    r"par rapport (?:a|au)|compare[es]* (?:a|au|avec)|contre)|(?:对比|相比|比|较|跟|和|与))\s*(?:the |le |la |l'|dem |den |zum )?$"
)


def after(span: Span, part: Part) -> Span:
    """The whole unit after a whole unit."""
    if span.start is None or span.end is None:
        return span
    months = (span.end.year - span.start.year) * 12 + span.end.month - span.start.month + 1
    if span.start.day == 1 and span.end == month_end(span.end):
        return Span(add_days(span.end, 1), month_end(add_months(span.end, months)))
    return Span(add_days(span.end, 1), add_days(span.end, (span.end - span.start).days + 1))


def _years_before(span: Span, years: int) -> Span:
    """The same days of an earlier year; the last day of a month stays one."""
    return Span(_back(span.start, 12 * years), _back(span.end, 12 * years, is_end=True))


def _back(day: date | None, months: int, *, is_end: bool = False) -> date | None:
    if day is None:
        return None
    moved = add_months(day, -months)
    return month_end(moved) if is_end and day == month_end(day) else moved
