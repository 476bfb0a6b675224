"""One request while its arguments are read: its words, and what the conversation adds to them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.agents.base import Json
from tools.kit.names import Found

from .amounts import Amount
from .features import Request
from .periods import Span, Time
from .phrases import Hit
from .scene import Named, Scene

Arguments = dict[str, Json]


@dataclass
class Part:
    """A request and its surroundings."""

    scene: Scene
    request: Request
    account: str | None = None
    """The account that the conversation speaks of, as it was written."""
    contact: str | None = None
    """The person that the conversation speaks of."""
    ambiguous: tuple[Found, ...] = field(default=())
    """The rows that the account's name may mean, where it may mean several."""
    items: tuple[str, ...] = ()
    """What the last answer listed, in order."""
    missing: list[str] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Where the request begins."""
        return self.request.start

    @property
    def end(self) -> int:
        """Where its words end; a body is not among them, but a task's is."""
        if self.request.tool == "change_task" and self.request.body:
            return self.request.body[1]
        return self.request.end

    @property
    def text(self) -> str:
        """Its words, as written."""
        return self.scene.message.said(self.start, self.end).strip()

    @property
    def low(self) -> str:
        """Its words, folded, names covered."""
        return self.scene.message.low[self.start : self.end]

    @property
    def today(self) -> str:
        """The day of the asker, as a date is written in arguments."""
        return self.scene.view.today.isoformat()

    def has(self, *cues: str) -> bool:
        """Whether one of the cues was heard."""
        return bool(self.request.features & set(cues))

    def hits(self, cue: str) -> list[Hit]:
        """Where a cue was heard: in the head, or in the words that follow a body."""
        spans = [(self.start, self.end)] + ([self.request.tail] if self.request.tail else [])
        return [hit for start, end in spans for hit in self.scene.within(cue, start, end)]

    def values(self, prefix: str) -> list[str]:
        """The values that cues like "health=red" name, in the order in which they were said."""
        spans = [(self.start, self.end)] + ([self.request.tail] if self.request.tail else [])
        found = [
            hit
            for hit in self.scene.hits
            if hit.cue.startswith(f"{prefix}=")
            and any(start <= hit.start and hit.end <= end for start, end in spans)
            and self.scene.is_read(hit.end - 1)
        ]
        widest = [hit for hit in found if not any(_outdoes(other, hit) for other in found)]
        ordered = sorted(widest, key=lambda hit: (hit.start, hit.start - hit.end))
        return list(dict.fromkeys(hit.cue.partition("=")[2] for hit in ordered))

    def accounts(self) -> list[Named]:
        """The accounts named in the request."""
        scene = self.scene
        return [one for one in scene.accounts if self.start <= one.start < self.end and scene.is_read(one.start)]

    def accounts_in_body(self) -> list[Named]:
        """The accounts named in the body, which count where the head names none."""
        start, end = self.request.body or (0, 0)
        return [one for one in self.scene.accounts if start <= one.start < end]

    def contacts(self) -> list[Named]:
        """The contacts named in the request."""
        scene = self.scene
        return [one for one in scene.contacts if self.start <= one.start < self.end and scene.is_read(one.start)]

    def people(self) -> list[Named]:
        """The colleagues named in the request."""
        scene = self.scene
        return [one for one in scene.people if self.start <= one.start < self.end and scene.is_read(one.start)]

    def times(self) -> list[Time]:
        """The times in the request."""
        return self.scene.times_in(self.start, self.end)

    def amounts(self) -> list[Amount]:
        """The amounts in the request."""
        return self.scene.amounts_in(self.start, self.end)

    def name_account(self, arguments: Arguments, needed: bool = True) -> None:
        """Puts the account into the arguments, or what is missing or ambiguous into this part."""
        named = self.accounts() or self.accounts_in_body()
        if named:
            if len(named[0].rows) > 1:
                self.ambiguous = named[0].rows
            arguments["account"] = written(named[0].text)
        elif self.account:
            arguments["account"] = self.account
        elif needed:
            self.missing.append("account")


def covers(other: Hit, hit: Hit) -> bool:
    """A longer hit of the same kind: "at-risk ARR" is no ARR beside it."""
    return other.start <= hit.start and hit.end <= other.end and other.end - other.start > hit.end - hit.start


def _outdoes(other: Hit, hit: Hit) -> bool:
    """A longer hit that shares words: "clients en cours" is nothing beside "en cours d'onboarding"."""
    return other.start < hit.end and hit.start < other.end and other.end - other.start > hit.end - hit.start


def written(text: str) -> str:
    """A name as it was written, less a possessive."""
    return re.sub(r"['’]s$|['’]$", "", text.strip())


def as_period(span: Span) -> Json:
    """A span as arguments carry it."""
    return {
        "start": span.start.isoformat() if span.start else None,
        "end": span.end.isoformat() if span.end else None,
    }


def first_day(times: Sequence[Time], forward: bool) -> str | None:
    """The day that a time names: a day itself, or the last one of "by …"."""
    for time in times:
        span = time.span(forward)
        if time.kind == "since":
            day = span.start
        elif time.kind in ("day", "end", "until", "range") or span.end is not None:
            day = span.end
        else:
            day = span.start
        if day:
            return day.isoformat()
    return None
