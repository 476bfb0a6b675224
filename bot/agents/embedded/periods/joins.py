"""Times joined to spans: from one to another, until, since, a list of days or of units in a row."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from .grammar import Grammar
from .said import Day
from .units import Span, add_days, add_months, month_end

_AND = re.compile(r"\s*(?:\+|&|,|，|、|/|und|et|and|or|ou|oder|或|和|及|与)\s*(?:im |in |en |the |le )?")
_DASH = re.compile(r"\s*(?:-|→|~|～|\.\.+|…)\s*")
_BEFORE_A_DATE = re.compile(
    r"(?<![\w.,])(?:le |the |am |den )?(?P<d>\d{1,2})(?:st|nd|rd|th|er|\.)?\s?"
    r"(?P<join>or|oder|ou|and|und|et|,)\s?(?:le |the |am |den )?$"
)
_INSIDE = re.compile(r"[\s,，的]*(?:(?:between|from|on|zwischen(?: dem)?|vom|von|am|entre(?: le)?|du|le) )?")
_COMPARISONS = ("same_last_year", "same_last_period")


@dataclass(frozen=True, slots=True)
class Time:
    """A time between two places of a message. `kind`: day, end, start, part, span, until, since, range, or a
    comparison; `rule`: the kind of expression that it is."""

    start: int
    end: int
    ahead: Span
    back: Span
    kind: str
    rule: str = ""

    def span(self, forward: bool) -> Span:
        """Its days, looking forward or back."""
        return self.ahead if forward else self.back


def listed(low: str, atom: Time, rules: Grammar, floor: int = 0) -> list[Time]:
    """ "17 or 18 June": the first day has no month of its own. Nothing before `floor` is looked at."""
    if atom.rule != "date" or not atom.ahead.start or not atom.back.start or rules.language.code == "zh":
        return [atom]
    place = max(floor, atom.start - 16)
    match = _BEFORE_A_DATE.search(low[place : atom.start])
    if not match:
        return [atom]
    try:
        ahead = atom.ahead.start.replace(day=int(match.group("d")))
        back = atom.back.start.replace(day=int(match.group("d")))
    except ValueError:
        return [atom]
    first = Time(place + match.start(), place + match.end("d"), Span(ahead, ahead), Span(back, back), "day", "date")
    return [first, atom]


def joined(low: str, atoms: Sequence[Time], rules: Grammar, day: Day, floor: int) -> Iterator[Time]:
    """The times with what stands before and after them: "from … to …", "by …", "… onwards"."""
    place = 0
    while place < len(atoms):
        time, place = atoms[place], place + 1
        united = False
        while place < len(atoms) and (both := _range(low, time, atoms[place], rules)):
            time, place, united = both, place + 1, both.kind != "day"
            if both.kind == "range" and both.rule != "row":
                break
        if not united:
            time = _bounded(low, time, rules, day, floor)
        if time.kind != "now":
            yield time


def _range(low: str, first: Time, last: Time, rules: Grammar) -> Time | None:
    between = low[first.end : last.start]
    opening = rules.between.search(low[max(0, first.start - 16) : first.start]) if rules.between else None
    if _INSIDE.fullmatch(between) and (inside := _within(first, last) or _end_of_day(low, first, last)):
        return inside
    if not between.strip() and _FROM.match(low, first.start) and (opened := _TO.match(low, last.start)):
        between = opened.group()  # "du T1 au T2": the words around are the quarters' own
    is_list = _AND.fullmatch(between) is not None
    inner = re.search(r"(?:between|zwischen|entre) ", low[first.start : first.end])  # "next week between Mon and Wed"
    inner = inner or re.match(r"之?间", low[last.end :])
    if is_list and not inner and not (opening and _says_between(opening.group())):
        return _in_a_row(first, last)
    if not (is_list or rules.to.fullmatch(between) or _DASH.fullmatch(between)):
        return None
    if {first.kind, last.kind} & {"since", *_COMPARISONS}:
        return None
    first, last = _same_year(low, _before(first, last), _after(first, last))
    if first.ahead.start is None or last.ahead.end is None:
        return None
    start = first.start - len(opening.group()) if opening else first.start
    return Time(start, last.end, _ahead(first, last), _back(first, last), "range")


def _within(first: Time, last: Time) -> Time | None:
    """ "next week, Wednesday", "next month from 4 to 23": the days lie in the unit named before them."""
    start, end = first.ahead.start, first.ahead.end
    if first.rule not in ("this", "next", "last", "step") or start is None or end is None:
        return None
    if last.rule == "weekday" and add_days(start, 6) == end and last.ahead.start:
        days = [add_days(start, last.ahead.start.weekday())] * 2
    elif last.rule in ("days", "day_alone") and start.day == 1 and end == month_end(start):
        days = [start.replace(day=min(edge.day, end.day)) for edge in (last.ahead.start, last.ahead.end) if edge]
    else:
        return None
    span = Span(days[0], days[-1])
    return Time(first.start, last.end, span, span, "day" if span.is_day else "range", last.rule)


_FROM = re.compile(r"(?:du|de|d'|from|vom|von) ")
_TO = re.compile(r"(?:au|a|jusqu'au|to|bis) ")
_CLOSE = re.compile(r"(?:cob|eob|eod|(?:close|end) of (?:business|play|day|the day))$")


def _end_of_day(low: str, first: Time, last: Time) -> Time | None:
    """ "Close of business Friday": the close of a day that is named is that day."""
    closes = first.rule == "days_away" and _CLOSE.match(low[first.start : first.end])
    return replace(last, start=first.start) if closes and last.kind == "day" else None


def _after(first: Time, last: Time) -> Time:
    """The end of a range that has no month or week of its own takes it from the start: "12号到3号", "Wed to Fri"."""
    if last.rule == "day_alone" and first.rule in ("date", "day_alone", "nth") and last.ahead.end:
        ends = [_same_month(span.start, last.ahead.end.day) for span in (first.ahead, first.back)]
        return replace(last, ahead=Span(ends[0], ends[0]), back=Span(ends[1], ends[1]))
    if last.rule == "weekday" and first.rule in ("weekday", "weekday_of") and last.ahead.end:
        ends = [_same_week(span.start, last.ahead.end.weekday()) for span in (first.ahead, first.back)]
        return replace(last, ahead=Span(ends[0], ends[0]), back=Span(ends[1], ends[1]))
    return last


def _before(first: Time, last: Time) -> Time:
    """ "Mon to Wed next week": the first day lies in the week of the last."""
    if last.rule != "weekday_of" or first.rule != "weekday" or not last.ahead.end or not first.ahead.start:
        return first
    day = add_days(last.ahead.end, -((last.ahead.end.weekday() - first.ahead.start.weekday()) % 7))
    return replace(first, ahead=Span(day, day), back=Span(day, day))


_NAMED_YEAR = re.compile(
    r"(?<!\d)20\d\d(?!\d)|['/.]\d\d$|[二2][零〇0][零〇一二三四五六七八九]{2}|\d\d年|[今明去前后]年"
)
_OF_A_YEAR = frozenset(["date", "numeric", "month", "quarter", "half", "part_of_month", "days", "holiday", "week"])


def _same_year(low: str, first: Time, last: Time) -> tuple[Time, Time]:
    """A year that is named on one side only holds for both: "Oct 10 to Nov 20, 2027", "June 2025 to August"."""
    named = [_NAMED_YEAR.search(low[time.start : time.end]) is not None for time in (first, last)]
    start, end = first.ahead.start, last.ahead.end
    if named[0] == named[1] or not {first.rule, last.rule} <= _OF_A_YEAR or start is None or end is None:
        return first, last
    if named[1]:
        moved = add_months(start, 12 * (end.year - start.year))
        moved = add_months(moved, -12) if moved > end else moved
        return replace(first, ahead=Span(moved, None), back=Span(moved, None)), last
    months = 12 * (start.year - end.year)
    moved = _whole_months(end, months)
    moved = _whole_months(end, months + 12) if moved < start else moved
    return first, replace(last, ahead=Span(None, moved), back=Span(None, moved))


def _whole_months(day: date, months: int) -> date:
    moved = add_months(day, months)
    return month_end(moved) if day == month_end(day) else moved


def _same_month(start: date | None, number: int) -> date | None:
    if start is None:
        return None
    month = start if number >= start.day else add_months(start.replace(day=1), 1)
    return month.replace(day=min(number, month_end(month).day))


def _same_week(start: date | None, weekday: int) -> date | None:
    return start and add_days(start, (weekday - start.weekday()) % 7)


def _in_a_row(first: Time, last: Time) -> Time | None:
    """ "Dec + Jan": two units that follow each other are one span."""
    if {first.kind, last.kind} - {"span", "range"}:
        return None
    ahead, back = _following(first.ahead, last.ahead), _following(first.back, last.back)
    if ahead is None and back is None:
        return None
    whole_span = ahead or back
    if whole_span is None:
        return None
    return Time(first.start, last.end, ahead or whole_span, back or whole_span, "range", "row")


def _following(first: Span, last: Span) -> Span | None:
    if first.end and last.start and add_days(first.end, 1) == last.start:
        return Span(first.start, last.end)
    return None


def _says_between(opening: str) -> bool:
    return opening.strip().startswith(("between", "entre", "zwischen", "从", "在"))


def _ahead(first: Time, last: Time) -> Span:
    """From one time to another, looking ahead; if it has begun and not ended, its start is behind."""
    start, end = first.ahead.start, last.ahead.end
    if start and end and start > end:
        start = first.back.start if first.back.start and first.back.start <= end else add_months(start, -12)
    return _in_order(start, end)


def _back(first: Time, last: Time) -> Span:
    """The same looking back: its end is still to come."""
    start, end = first.back.start, last.back.end
    if start and end and start > end:
        end = last.ahead.end if last.ahead.end and last.ahead.end >= start else _whole_months(end, 12)
    return _in_order(start, end)


def _in_order(start: date | None, end: date | None) -> Span:
    return Span(end, start) if start and end and start > end else Span(start, end)


def _bounded(low: str, atom: Time, rules: Grammar, day: Day, floor: int) -> Time:
    before = low[max(floor, atom.start - 28) : atom.start]
    if atom.kind in _COMPARISONS or atom.kind == "range":
        return atom
    if rules.until_after and (match := rules.until_after.match(low, atom.end)):
        strict = match.group().strip("的 ") in ("之前", "以前", "前") and (
            atom.kind == "span" or atom.rule == "holiday"
        )
        return replace(_until(atom, day, strictly=strict), end=match.end())
    if rules.since_after and (match := rules.since_after.match(low, atom.end)):
        after = atom.rule in ("holiday", "spring_festival") and match.group().strip("的 ") in _AFTER
        return replace(_since(atom, after), end=match.end())
    if rules.before and (match := rules.before.search(before)):
        return replace(_until(atom, day, strictly=atom.kind != "end"), start=atom.start - len(match.group()))
    if rules.until and (match := rules.until.search(before)):
        return replace(_until(atom, day), start=atom.start - len(match.group()))
    if rules.since and (match := rules.since.search(before)):
        word = match.group().strip()
        onward = low[atom.end : atom.end + 8].strip().startswith(("on", "forward", "an"))
        if word.startswith(("from", "von")) and atom.kind in ("span", "part") and not onward:
            return atom  # "notes from October" are those of October
        after = word.startswith(("after", "nach", "apres"))
        return replace(_since(atom, after), start=atom.start - len(match.group()))
    return atom


_AFTER = ("之后", "以后", "后")


def _until(atom: Time, day: Day, strictly: bool = False) -> Time:
    def limited(span: Span) -> Span:
        end = add_days(span.start, -1) if strictly and span.start else span.end
        if end is None:
            return span
        return Span(day.today if end >= day.today else None, end)

    if atom.kind == "until":
        return atom
    return replace(atom, ahead=limited(atom.ahead), back=limited(atom.back), kind="until")


def _since(atom: Time, after: bool = False) -> Time:
    def opened(span: Span) -> Span:
        if after and span.end:
            return Span(add_days(span.end, 1), None)
        return Span(span.start, None)

    return replace(atom, ahead=opened(atom.ahead), back=opened(atom.back), kind="since")
