"""What can be heard in a message: language, names, times, amounts, cues; each with its place."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.agents.base import View
from tools.kit.names import Found, Heard

from .amounts import Amount, find_amounts, find_days, find_percentages
from .languages import CODES, load
from .message import ACCOUNT, CONTACT, PERSON, Message, readable
from .periods import Day, Time, find_times
from .phrases import Hit
from .spelling import mend

_SIGN = re.compile("[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>[\s,:]*")


@dataclass(frozen=True, slots=True)
class Named:
    """A name at its place in `low`."""

    start: int
    end: int
    text: str
    rows: tuple[Found, ...]

    @property
    def only(self) -> Found | None:
        """The one row that it means, if it is one."""
        return self.rows[0] if len(self.rows) == 1 else None


@dataclass
class Scene:
    """A message with everything that was heard in it. Places are places in `message.low`."""

    message: Message
    code: str
    """The language of the message."""
    sure: bool
    codes: tuple[str, ...]
    """The languages whose words count here."""
    view: View
    accounts: list[Named] = field(default_factory=list)
    contacts: list[Named] = field(default_factory=list)
    people: list[Named] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)
    bodies: list[tuple[int, int]] = field(default_factory=list)
    """What is kept as it was written and not read."""

    def within(self, cue: str, start: int, end: int) -> list[Hit]:
        """The hits of a cue between two places, outside every body."""
        return [h for h in self.hits if h.cue == cue and start <= h.start and h.end <= end and self.is_read(h.start)]

    def is_read(self, place: int) -> bool:
        """Whether a place lies outside every body."""
        return not any(first <= place < last for first, last in self.bodies)

    def times_in(self, start: int, end: int) -> list[Time]:
        """The times between two places, outside every body."""
        return [time for time in self.times if start <= time.start and time.end <= end and self.is_read(time.start)]

    def amounts_in(self, start: int, end: int) -> list[Amount]:
        """The amounts between two places, read the way the message's language writes numbers."""
        found = find_amounts(self.quiet(start, end), self.code)
        return [amount for amount in found if start <= amount.start < end]

    def percentages_in(self, start: int, end: int) -> list[tuple[int, int, float]]:
        """Percentages between two places."""
        return [one for one in find_percentages(self.message.low) if start <= one[0] < end and self.is_read(one[0])]

    def days_in(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """Durations between two places, in days."""
        found = [one for code in self.codes for one in find_days(self.message.low, code)]
        return [one for one in found if start <= one[0] < end and self.is_read(one[0])]

    def quiet(self, start: int, end: int) -> str:
        """The folded words between two places; times, bodies and what lies outside are blank."""
        letters = [" "] * len(self.message.low)
        letters[start:end] = self.message.low[start:end]
        for first, last in [*((time.start, time.end) for time in self.times), *self.bodies]:
            letters[first:last] = " " * (last - first)
        return "".join(letters)


def look(raw: str, view: View, nearby: Iterable[int] = (), hint: str | None = None) -> Scene:
    """Hears a message. `nearby`: accounts of which the conversation speaks; `hint`: its language."""
    message = Message(_without_bot(readable(raw), view))
    named = _names(message, view, nearby)
    message.cover_quotations()
    for one, sign in named:
        message.cover(one.start, one.end, sign)
    code, sure = language_of(message.low, hint or view.language)
    codes = (
        tuple(dict.fromkeys([code, "en"])) if sure else tuple(dict.fromkeys([code, *(c for c in CODES if c != "zh")]))
    )
    mend(message, codes)
    scene = Scene(message, code, sure, codes, view)
    for one, sign in named:
        {ACCOUNT: scene.accounts, CONTACT: scene.contacts, PERSON: scene.people}[sign].append(one)
    scene.hits = [hit for each in codes for hit in load(each).lookup.find(message.low)]
    day = Day(view.today, view.fiscal_year_start)
    scene.times = _merged(time for each in codes for time in find_times(message.low, each, day))
    return scene


def _without_bot(text: str, view: View) -> str:
    """The message without mentions of whoever is no colleague: that is the bot."""
    match = _MENTION.match(text)
    while match and not view.names.people(match.group()):
        text = text[match.end() :]
        match = _MENTION.match(text)
    return text


def _names(message: Message, view: View, nearby: Iterable[int]) -> list[tuple[Named, str]]:
    text = message.text[:3000]
    heard_accounts = view.names.heard_accounts(text)
    contacts = list(view.names.heard_contacts(text))
    for account_id in dict.fromkeys(nearby):
        contacts += view.names.heard_contacts(text, account_id)
    contacts = _longest(contacts)
    accounts = [one for one in heard_accounts if not any(_inside(one, other) for other in contacts)]
    contacts = [one for one in contacts if not any(_overlap(one, other) for other in accounts)]
    people = [one for one in view.names.heard_people(text) if not any(_overlap(one, o) for o in (*accounts, *contacts))]
    listed = [(accounts, ACCOUNT), (contacts, CONTACT), (people, PERSON)]
    return [(_placed(one, message), sign) for group, sign in listed for one in group]


def _longest(heard: Sequence[Heard]) -> list[Heard]:
    chosen: list[Heard] = []
    for one in sorted(heard, key=lambda one: one.start - one.end):
        if not any(_overlap(one, other) for other in chosen):
            chosen.append(one)
    return sorted(chosen, key=lambda one: one.start)


def _inside(one: Heard, other: Heard) -> bool:
    return other.start <= one.start and one.end <= other.end and other.end - other.start > one.end - one.start


def _overlap(one: Heard, other: Heard) -> bool:
    return one.start < other.end and other.start < one.end


def _placed(one: Heard, message: Message) -> Named:
    return Named(message.place(one.start), message.place(one.end), one.text, one.rows)


def _merged(times: Iterable[Time]) -> list[Time]:
    chosen: list[Time] = []
    for time in sorted(times, key=lambda time: time.start - time.end):
        if all(time.end <= other.start or other.end <= time.start for other in chosen):
            chosen.append(time)
    return sorted(chosen, key=lambda time: time.start)


def language_of(low: str, otherwise: str) -> tuple[str, bool]:
    """The language of a folded message whose names are covered, and whether that is sure."""
    if _SIGN.search(low):
        return "zh", True
    said = _WORD.findall(low)
    counts = {code: _common(said, code) for code in CODES if code != "zh"}
    best = max(counts, key=lambda code: counts[code])
    second = max(count for code, count in counts.items() if code != best)
    if counts[best] == 0 or counts[best] - second < 0.5:
        return (otherwise if otherwise in CODES and otherwise != "zh" else best), False
    return best, counts[best] >= 1


def _common(said: Sequence[str], code: str) -> float:
    language = load(code)
    common, known = language.common, language.vocabulary
    return sum(1.0 if word in common else 0.4 if word in known else 0.0 for word in said[:80])
