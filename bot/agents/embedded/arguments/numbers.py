"""Retention, forecast, NPS and the like: which figure, for which period, against what."""

from datetime import date

from bot.agents.embedded.filters import add_filters, plain
from bot.agents.embedded.part import Arguments, Part, as_period
from bot.agents.embedded.periods import Span, Time
from bot.agents.embedded.periods.units import add_months, month_end, whole

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
    if part.has("target") and (percentages := part.scene.percentages_in(part.start, part.end)):
        arguments["target"] = plain(percentages[0][2])
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
    if "nps" in found and len(found) > 1 and "forecast" in found:
        found.remove("forecast")
    return found


def _periods(part: Part, arguments: Arguments, forward: bool) -> None:
    spans: list[tuple[Span, Time]] = []
    for time in part.times():
        if time.kind in ("same_last_year", "same_last_period"):
            if spans:
                arguments["compare_to"] = as_period(earlier(spans[0][0], time.kind))
        else:
            spans.append((time.span(forward), time))
    if spans:
        arguments["period"] = as_period(spans[0][0])
    if len(spans) == 1 and "compare_to" not in arguments and part.has("against_last"):
        arguments["compare_to"] = as_period(before(spans[0][0], part))
    if len(spans) > 1 and part.has("compare"):
        arguments["compare_to"] = as_period(spans[1][0])


def before(span: Span, part: Part) -> Span:
    """The whole unit before the one that a span is (a part of): "this quarter vs last"."""
    if span.start is None or span.end is None:
        return span
    months = (span.end.year - span.start.year) * 12 + span.end.month - span.start.month + 1
    unit = {1: "month", 2: "quarter", 3: "quarter", 6: "half", 12: "year"}.get(months, "quarter")
    return whole(unit, span.start, -1, 1, part.scene.view.fiscal_year_start)


def earlier(span: Span, kind: str) -> Span:
    """The same period a year earlier, or the one of the same length before it."""
    if span.start is None:
        return span
    months = 12
    if kind == "same_last_period" and span.end:
        months = max(1, (span.end.year - span.start.year) * 12 + span.end.month - span.start.month + 1)
    return Span(add_months(span.start, -months), _back(span.end, months))


def _back(day: date | None, months: int) -> date | None:
    """The day months before; the last day of a month stays one."""
    if day is None:
        return None
    moved = add_months(day, -months)
    return month_end(moved) if day == month_end(day) else moved
