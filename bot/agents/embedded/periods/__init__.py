"""Times in a message: what days they mean, looking forward and looking back."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from .grammar import Grammar, grammar
from .kinds import KINDS, same
from .said import Day, Meaning, Words
from .units import BeyondCalendarError, Span, add_days, add_months, month_start, whole

__all__ = ["BeyondCalendarError", "Day", "Meaning", "Span", "Time", "find_times"]

_AND = re.compile(r"\s*(?:\+|&|,|，|、|und|et|and|和|及|与)\s*")
_DASH = re.compile(r"\s*(?:-|→|~|～)\s*")
_LISTS = re.compile(
    r"(?<![\w.,])(?:le |the |am |den )?(?P<d>\d{1,2})(?:st|nd|rd|th|er|\.)?\s?(?P<join>or|oder|ou|and|und|et|to|bis|au|-|/|,)\s?(?:le |the |am |den )?$"
)
_SIGN_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


@dataclass(frozen=True, slots=True)
class Time:
    """A time between two places of a message. `kind`: day, end, part, span, until, since, range."""

    start: int
    end: int
    ahead: Span
    back: Span
    kind: str

    def span(self, forward: bool) -> Span:
        """Its days, looking forward or back."""
        return self.ahead if forward else self.back


def find_times(low: str, code: str, day: Day, start: int = 0, end: int | None = None) -> list[Time]:
    """The times between two places of a folded message, in order, without overlaps."""
    rules = grammar(code)
    stop = len(low) if end is None else end
    atoms = _chosen(_atoms(low, rules, day, start, stop))
    atoms = [time for atom in atoms for time in _listed(low, atom, rules, day)]
    return list(_joined(low, atoms, rules, day, start))


def _atoms(low: str, rules: Grammar, day: Day, start: int, stop: int) -> Iterator[Time]:
    for kind, pattern in rules.rules:
        for match in pattern.finditer(low, start, stop):
            if match.end() > match.start() and not _is_another_word(low, match, kind, rules):
                meaning = _meaning(kind, match, rules, day)
                if meaning:
                    yield Time(match.start(), match.end(), meaning.ahead, meaning.back, meaning.kind)


def _meaning(kind: str, match: re.Match[str], rules: Grammar, day: Day) -> Meaning | None:
    words = Words(match, rules.language)
    try:
        if kind in ("iso", "numeric"):
            return _numeric(match, day)
        if kind in ("date", "day_alone"):
            return _date(words, kind, day)
        if kind == "days":
            offset = rules.language.numbers("calendar.days")[match.group("days")]
            return same(Span(add_days(day.today, offset), add_days(day.today, offset)), "day")
        if kind == "week_of":
            return _week_of(match.group("date"), rules, day)
        return KINDS[kind](day, words)
    except (ValueError, KeyError, OverflowError, StopIteration):
        return None  # 31 February, week 77: no time at all


def _is_another_word(low: str, match: re.Match[str], kind: str, rules: Grammar) -> bool:
    """ "may", "march", "so", "mi": only a month or a day where something announces a time."""
    if kind not in ("month", "weekday"):
        return False
    word = match.group().strip()
    if word not in rules.risky:
        return False
    return not rules.announces.search(low[max(0, match.start() - 14) : match.start()])


def _numeric(match: re.Match[str], day: Day) -> Meaning:
    groups = match.groupdict()
    number, month = int(groups["d"]), int(groups["m"])
    if month > 12 >= number:
        number, month = month, number
    text = groups.get("y")
    return _on(number, month, int(text) + (2000 if len(text) == 2 else 0) if text else None, day)


def _on(number: int, month: int, year: int | None, day: Day) -> Meaning:
    if year is not None:
        only = date(year, month, number)
        return same(Span(only, only), "day")
    around = []
    for candidate in range(day.today.year - 4, day.today.year + 5):
        try:
            around.append(date(candidate, month, number))
        except ValueError:
            continue  # 29 February
    ahead = next(one for one in around if one >= day.today)
    back = next(one for one in reversed(around) if one <= day.today)
    return Meaning(Span(ahead, ahead), Span(back, back), "day")


def _date(words: Words, kind: str, day: Day) -> Meaning:
    number = _day_number(words.get("d"))
    direction = words.direction()
    if kind == "day_alone":
        first = month_start(day.today, direction or 0).replace(day=number)
        if direction is not None:
            return same(Span(first, first), "day")
        later = first if first >= day.today else add_months(first, 1)
        earlier = first if first <= day.today else add_months(first, -1)
        return Meaning(Span(later, later), Span(earlier, earlier), "day")
    year = words.year() if direction is None else day.today.year + direction
    return _on(number, words.month(), year, day)


def _day_number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, _, ones = text.rpartition("十")
    if "十" not in text:
        return _SIGN_NUMBERS[text]
    return (_SIGN_NUMBERS[tens] if tens else 1) * 10 + (_SIGN_NUMBERS[ones] if ones else 0)


def _week_of(text: str, rules: Grammar, day: Day) -> Meaning | None:
    times = [time for time in _chosen(_atoms(text, rules, day, 0, len(text))) if time.kind == "day"]
    if not times or times[0].ahead.start is None or times[0].back.start is None:
        return None
    return Meaning(whole("week", times[0].ahead.start), whole("week", times[0].back.start))


def _chosen(atoms: Iterable[Time]) -> list[Time]:
    """The longest of those that overlap; of equally long ones the first that the grammar names."""
    chosen: list[Time] = []
    for atom in sorted(atoms, key=lambda atom: atom.start - atom.end):
        if all(atom.end <= other.start or other.end <= atom.start for other in chosen):
            chosen.append(atom)
    return sorted(chosen, key=lambda atom: atom.start)


def _listed(low: str, atom: Time, rules: Grammar, day: Day) -> list[Time]:
    """ "17 or 18 June", "10.-12. Juni": the first day has no month of its own."""
    if atom.kind != "day" or not atom.ahead.start or not atom.back.start or rules.language.code == "zh":
        return [atom]
    if not rules.date.match(low, atom.start):
        return [atom]
    match = _LISTS.search(low[max(0, atom.start - 16) : atom.start])
    if not match:
        return [atom]
    try:
        ahead = atom.ahead.start.replace(day=int(match.group("d")))
        back = atom.back.start.replace(day=int(match.group("d")))
    except ValueError:
        return [atom]
    place = max(0, atom.start - 16) + match.start()
    if match.group("join") in ("to", "bis", "au", "-"):
        return [Time(place, atom.end, Span(ahead, atom.ahead.end), Span(back, atom.back.end), "range")]
    middle = max(0, atom.start - 16) + match.end("d")
    return [Time(place, middle, Span(ahead, ahead), Span(back, back), "day"), atom]


def _joined(low: str, atoms: Sequence[Time], rules: Grammar, day: Day, floor: int) -> Iterator[Time]:
    place = 0
    while place < len(atoms):
        first = atoms[place]
        following = atoms[place + 1] if place + 1 < len(atoms) else None
        if following and (both := _range(low, first, following, rules)):
            yield both
            place += 2
            continue
        yield _bounded(low, first, rules, day, floor)
        place += 1


def _range(low: str, first: Time, last: Time, rules: Grammar) -> Time | None:
    between = low[first.end : last.start]
    opening = rules.between.search(low[max(0, first.start - 12) : first.start]) if rules.between else None
    listed = _AND.fullmatch(between) is not None
    if listed and not (opening and _says_between(opening.group())):
        return _in_a_row(first, last)
    if not (listed or rules.to.fullmatch(between) or _DASH.fullmatch(between)):
        return None
    if first.kind == "same_last_year" or "since" in (first.kind, last.kind):
        return None
    if first.ahead.start is None or last.ahead.end is None:
        return None
    start = first.start - len(opening.group()) if opening else first.start
    return Time(start, last.end, _from_to(first.ahead, last.ahead), _from_to(first.back, last.back), "range")


def _in_a_row(first: Time, last: Time) -> Time | None:
    """ "Dec + Jan": two units that follow each other are one span."""
    if first.kind != "span" or last.kind != "span":
        return None
    ahead, back = _following(first.ahead, last.ahead), _following(first.back, last.back)
    if ahead is None and back is None:
        return None
    whole_span = ahead or back
    return Time(first.start, last.end, ahead or whole_span, back or whole_span, "range") if whole_span else None


def _following(first: Span, last: Span) -> Span | None:
    if first.end and last.start and add_days(first.end, 1) == last.start:
        return Span(first.start, last.end)
    return None


def _says_between(opening: str) -> bool:
    return opening.strip().startswith(("between", "entre", "zwischen", "从", "在"))


def _from_to(first: Span, last: Span) -> Span:
    start, end = first.start, last.end
    if start and end and start > end:
        # "10 Dec to 20 Jan": the end is in the year after; seen from behind, the start is in the year before
        later = add_months(end, 12)
        return Span(start, later) if later > start else Span(add_months(start, -12), end)
    return Span(start, end)


def _bounded(low: str, atom: Time, rules: Grammar, day: Day, floor: int) -> Time:
    before = low[max(floor, atom.start - 28) : atom.start]
    if atom.kind == "same_last_year":
        return atom
    if rules.until_after and (match := rules.until_after.match(low, atom.end)):
        early = match.group().strip("的 ") in ("之前", "以前", "前") and atom.kind == "span"
        return replace(_until(atom, day, strictly=early), end=match.end())
    if rules.since_after and (match := rules.since_after.match(low, atom.end)):
        return replace(_since(atom), end=match.end())
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


def _until(atom: Time, day: Day, strictly: bool = False) -> Time:
    def limited(span: Span) -> Span:
        end = add_days(span.start, -1) if strictly and span.start else span.end
        if end is None or end < day.today:
            return span
        return Span(day.today, end)

    if atom.kind == "until":
        return atom
    return replace(atom, ahead=limited(atom.ahead), back=limited(atom.back), kind="until")


def _since(atom: Time, after: bool = False) -> Time:
    def opened(span: Span) -> Span:
        if after and span.end:
            return Span(add_days(span.end, 1), None)
        return Span(span.start, None)

    return replace(atom, ahead=opened(atom.ahead), back=opened(atom.back), kind="since")
