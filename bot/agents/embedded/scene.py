"""What can be heard in a message: language, names, times, amounts, cues; each with its place."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.agents.base import View
from tools.kit.names import Found, Heard

from .amounts import Amount, find_amounts, find_percentages
from .durations import find_days
from .languages import CODES, load
from .message import ACCOUNT, CONTACT, PERSON, Message, readable
from .periods import Day, Time, find_times
from .phrases import Hit
from .spelling import mend

_SIGN = re.compile("[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+|https?://\S+")
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
        return [h for h in self.hits if h.cue == cue and start <= h.start and h.end <= end and self.is_read(h.end - 1)]

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
        found = find_percentages(self.quiet(start, end), self.codes)
        return [one for one in found if start <= one[0] < end and self.is_read(one[0])]

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
    named = _without_values(_names(message, view, nearby), message)
    message.cover_quotations()
    for one, sign in named:
        message.cover(one.start, one.end, sign)
    codes, sure = languages_of(message.low, hint or view.language)
    mend(message, codes)
    scene = Scene(message, codes[0], sure, codes, view)
    for one, sign in named:
        {ACCOUNT: scene.accounts, CONTACT: scene.contacts, PERSON: scene.people}[sign].append(one)
    scene.hits = list(load(codes[0]).lookup.find(message.low))
    scene.hits += [
        hit for each in codes[1:] for hit in load(each).lookup.find(message.low) if not sure or _is_jargon(hit)
    ]
    if end := greeting_end(message.low, codes):
        scene.bodies.append((0, end))
    day = Day(view.today, view.fiscal_year_start)
    scene.times = _merged(time for each in codes for time in find_times(message.low, each, day))
    return scene


_OWN_WORDS = frozenset(
    ["offtopic", "erase", "save", "discard", "more", "thanks", "correction", "followup", "pronoun", "pronoun_them",
     "not_now", "politeness", "howto", "howto_weak", "howto_bot", "help", "help_word", "mine", "mine_strict", "covering",
     "turned", "missing", "compare", "target", "why", "doing"]
)  # fmt: skip


def _is_jargon(hit: Hit) -> bool:
    """Whether a word of another language counts: the field's terms do, "not" and "uber" do not."""
    return hit.cue not in _OWN_WORDS


def _without_bot(text: str, view: View) -> str:
    """The message without mentions of whoever is no colleague: that is the bot."""
    match = _MENTION.match(text)
    while match and not view.names.people(match.group()):
        text = text[match.end() :]
        match = _MENTION.match(text)
    return text


def _names(message: Message, view: View, nearby: Iterable[int]) -> list[tuple[Named, str]]:
    text = _ADDRESS.sub(lambda match: " " * len(match.group()), message.text[:3000])
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


_VALUES = ("region=", "segment=", "industry=", "metric=")
_NUMERALS, _UNIT = re.compile("[〇零一二三四五六七八九十百千万两\\d]+"), re.compile("[万亿千百个家天年月%％]")
_NEAR = 16
"""Letters around a part of a name in which a longer term of the field is looked for."""


def _without_values(named: list[tuple[Named, str]], message: Message) -> list[tuple[Named, str]]:
    """Names less those that are part of a term: "Nord" in "Amérique du Nord" is no customer. A whole name is one."""
    return [
        (one, sign)
        for one, sign in named
        if sign != ACCOUNT or not (_is_count(one, message) or (not _is_whole(one) and _is_in_value(one, message)))
    ]


def _is_count(one: Named, message: Message) -> bool:
    """Numerals before a unit: 一百 in 一百万 is no customer."""
    return bool(_NUMERALS.fullmatch(message.low[one.start : one.end]) and _UNIT.match(message.low, one.end))


def _is_whole(one: Named) -> bool:
    return any(Message(row.name).low == Message(one.text).low for row in one.rows)


def _is_in_value(one: Named, message: Message) -> bool:
    start = max(0, one.start - _NEAR)
    near = message.low[start : one.end + _NEAR]
    hits = [hit for code in CODES for hit in load(code).lookup.find(near) if hit.cue.startswith(_VALUES)]
    small = message.said(one.start, one.end).islower()  # "chez les banques" names no Banque Rivoire
    return any(
        start + hit.start <= one.start
        and one.end <= start + hit.end
        and (small or hit.end - hit.start > one.end - one.start)
        for hit in hits
    )


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


def greeting_end(low: str, codes: Sequence[str], start: int = 0) -> int:
    """Where the words proper begin, behind greetings and "could you please"."""
    place, moved = start, True
    while moved and place < len(low):
        moved = False
        for code in codes:
            match = load(code).greeting.match(low, place)
            if match and match.end() > place:
                place, moved = match.end(), True
    return place if place < len(low) else start


def languages_of(low: str, otherwise: str) -> tuple[tuple[str, ...], bool]:
    """The language of a folded message whose names are covered, then the others whose words may count in it; and
    whether the first is sure."""
    if _SIGN.search(low):
        return ("zh", "en"), True
    said = _WORD.findall(low)
    counts = {code: _common(said, code) for code in CODES if code != "zh"}
    likely = sorted(counts, key=lambda code: -counts[code])
    best, second = counts[likely[0]], counts[likely[1]]
    if best == 0 or best - second < 0.5:
        first = otherwise if counts.get(otherwise, -1.0) == best else likely[0]
        return tuple(dict.fromkeys([first, *likely])), False
    near = [code for code in likely[1:] if counts[code] >= max(1.0, 0.5 * best)]
    return tuple(dict.fromkeys([likely[0], *near, "en"])), best >= 1


def _common(said: Sequence[str], code: str) -> float:
    language = load(code)
    return sum(1.0 if word in language.common else 0.5 if language.knows(word) else 0.0 for word in said[:80])
