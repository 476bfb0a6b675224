"""What stretches of a message are like, by the trained models: for which tool, and whether a new request begins."""

import math
import re
from collections.abc import Iterator, Sequence
from zlib import crc32

from . import classifier
from .bodies import BODY_TOOLS
from .classifier import Classifier, Likeness
from .classifier.words import TIME, pieces, tokens
from .features import features
from .intents import best
from .languages import load
from .scene import Scene

_JOINTS = re.compile(
    r"(?P<hard>(?:(?<!\d)\.|[!?;])+(?=\s|$|[^\w.])|[。！？；\n]+)"
    r"|(?P<and>,\s*(?:and|then|also|plus|und|et|puis|dann|ausserdem)\s+|\s\+\s+|\s*&\s*"
    r"|\s+(?:and|then|plus|also|und|et|puis|sowie|dann)\s+|[,，]\s*(?:再|并|另外|顺便|还有|同时|也)|、)"
    r"|(?P<comma>,\s+|[,，]\s*|\s-\s)|(?P<number>(?<!\w)[(]?[1-5][.)]\s+)"
)
REPEATED = frozenset(["log_note", "draft_email", "change_task", "draft_qbr", "look_up_account", "update_contact"])
"""Tools that a message may ask for twice; of the others a second clause says more of the same."""
NEW = 0.74
"""From this likelihood on a clause is a request of its own: most messages carry one."""
LISTED = 0.65
"""How likely the tool of each must be where three or more things are listed."""
NEW_IN_BODY = 0.9
"""The same behind a note: what stands there may be its next sentence."""
ADDED = 0.45
"""The same behind "and also", where both sides are plainly for different tools."""
_ADDING = re.compile(
    r"\s*(?:(?:and|also|then|plus|und|auch|dann|danach|noch|ausserdem|zudem|et|aussi|puis|ensuite|egalement)\b\s*"
    r"|[再并也]|另外|然后|顺便|顺带|还有|同时)+"
)
"""Words that add something to what was asked."""
CLEAR = 0.5
"""How likely the tool of a new request must be."""
_BULLETS = tuple("-*•·–")
_NUMBER = re.compile(r"\s*[(]?\d{1,2}[.)、]")
_MOST = 12
"""Joints of a message that are looked at: a long note has no more orders in it."""


class Likenesses:
    """The likenesses of one scene's stretches, each asked once."""

    def __init__(self, scene: Scene, model: Classifier | None = None, likelier: str | None = None) -> None:
        """`model`: another than the shipped one, while training. `likelier`: the tool that the conversation leads to."""
        self._likelier = likelier
        self._scene = scene
        self._other = model
        self._known: dict[tuple[int, int], Likeness] = {}
        low = list(scene.message.low)
        for time in scene.times:
            low[time.start : time.end] = TIME * (time.end - time.start)
        self.low = "".join(low)

    def features(self, start: int, end: int) -> list[int]:
        """The features of the words between two places."""
        return pieces(self.low[start:end], features(self._scene, start, end))

    def of(self, start: int, end: int) -> Likeness:
        """What the words between two places are like."""
        if (start, end) not in self._known:
            heard = features(self._scene, start, end)
            model = self._other or classifier.tools()
            learnt = model.likeness(pieces(self.low[start:end], heard))
            self._known[start, end] = learnt if self._other else self._weighed(learnt, heard)
        return self._known[start, end]

    def _weighed(self, learnt: Likeness, heard: frozenset[str]) -> Likeness:
        """What was learnt, weighed with the strongest rule that holds and with the conversation."""
        tool, strength = best(heard)
        odds = dict.fromkeys(learnt.of, 1.0)
        if tool is not None:
            odds[tool] *= math.exp(RULE_WEIGHT * max(0.0, strength - RULE_FROM))
        if self._likelier is not None:
            odds[self._likelier] *= LEANS
        total = sum(chance * odds[label] for label, chance in learnt.of.items())
        return Likeness({label: chance * odds[label] / total for label, chance in learnt.of.items()})

    def begins(self, start: int, place: int, next_: int, end: int) -> bool:
        """Whether a new request begins at `next_`."""
        words = _ADDING.match(self.low, next_, end)
        before, after = self.of(start, place), self.of(words.end() if words else next_, end)
        if after.best in ("followup", "acknowledge") or (before.best == after.best and before.best not in REPEATED):
            return False
        if self._is_item(start, next_):
            return False
        added = words is not None or bool(_ADDING.search(self.low, place, next_))
        clear = after.of[after.best]
        chance = classifier.joints().likeness(self.joint(start, place, next_, end)).of["new"]
        if before.best in BODY_TOOLS and not self._opens(next_):
            return clear >= CLEAR and chance > (NEW if added else NEW_IN_BODY)
        if added and clear >= CLEAR and before.of[before.best] >= LISTED:
            return chance > ADDED
        return chance > NEW and (clear >= CLEAR or (added and chance > NEW_IN_BODY))

    def _opens(self, place: int) -> bool:
        """Whether a verb of asking or a question word stands here."""
        place += len(self.low[place:]) - len(self.low[place:].lstrip())
        return any(load(code).starter.match(self.low, place) for code in self._scene.codes)

    def _is_item(self, start: int, place: int) -> bool:
        """A line of a list below a head: "- Judith pushes for net 60". Numbers may count requests: "1) … 2) …"."""
        line = self.low.rfind("\n", 0, place) + 1
        words = self.low[line : place + 4].lstrip()
        first = not self.low[line:place].strip(" -*•·–()0123456789.、")
        return (
            line > start
            and first
            and (words[:1] in _BULLETS or bool(_NUMBER.match(words)))
            and not _NUMBER.match(self.low, start)
        )

    def joint(self, start: int, place: int, next_: int, end: int) -> list[int]:
        """The features of the joint between `place` and `next_`, behind a request that began at `start` and before
        words that go on until `end`."""
        return [crc32(name.encode()) for name in set(self._joint(start, place, next_, end))]

    def _joint(self, start: int, place: int, next_: int, end: int) -> Iterator[str]:
        left, right, whole = self.of(start, place), self.of(next_, end), self.of(start, end)
        before, after = tokens(self.low[start:place]), tokens(self.low[next_:end])
        sign = "".join(self.low[place:next_].split()) or ("line" if "\n" in self.low[place:next_] else "blank")
        opens = self._opens(next_)
        apart = left.best != right.best
        sure = f"{right.of[right.best]:.1f}"
        yield from (f"sign {sign}", f"left {left.best}", f"right {right.best}", f"pair {left.best} {right.best}")
        yield from (f"apart {apart} {sure}", f"opens {opens} {apart}", f"sign {sign} {apart} {opens}")
        yield from (f"left {left.best} {apart} {opens}", f"right {right.best} {sure}", f"sure {left.of[left.best]:.1f}")
        yield f"goes on {right.of.get('followup', 0.0):.1f}"
        yield f"kept {whole.best == left.best} {whole.of[left.best]:.1f}"
        yield f"body {left.best} {':' in before} {sure}"
        everything = self.of(0, len(self.low))
        yield from (
            f"all {everything.best} {left.best}",
            f"all {everything.best == left.best} {everything.of[left.best]:.1f}",
        )
        yield f"listed {self.low[next_ : next_ + 1] in '-*•·'} {left.best}"
        yield f"names {'§a' in before} {'§a' in after} {apart}"
        yield f"lengths {min(len(before) // 3, 6)} {min(len(after) // 3, 4)}"
        yield from (f"first {word}" for word in after[:1])
        yield " ".join(["begins", *after[:2]])
        yield " ".join(["ends", *before[-1:], sign])


LEANS = 4.0
"""How much likelier what a conversation leads to is than out of the blue."""
RULE_FROM, RULE_WEIGHT = 5.0, 0.2
"""A rule of more than this strength raises its tool's odds: e to the power of the weight times what is above it."""


def stretches(low: str, start: int, stop: int) -> list[tuple[int, int]]:
    """The stretches between the joints: sentences, clauses, what stands before and behind an "and"."""
    found: list[tuple[int, int]] = []
    place = start
    for match in _JOINTS.finditer(low, start, stop):
        if len(found) == _MOST:
            break
        if low[place : match.start()].strip():
            found.append((place, match.start()))
            place = match.end()
        elif not low[start : match.start()].strip():
            place = match.end()
    if low[place:stop].strip():
        found.append((place, stop))
    return found


def requests_in(known: Likenesses, start: int, stop: int) -> list[tuple[int, int]]:
    """Where each request begins and ends."""
    parts = stretches(known.low, start, stop)
    if not parts:
        return [(start, stop)]
    if _is_enumeration(known, parts):
        return parts
    found: list[tuple[int, int]] = []
    begin, end = parts[0]
    for first, last in parts[1:]:
        if known.begins(begin, end, first, last):
            found.append((begin, end))
            begin = first
        end = last
    return [*found, (begin, stop if end == parts[-1][1] else end)]


def _is_enumeration(known: Likenesses, parts: Sequence[tuple[int, int]]) -> bool:
    """ "Their health, open tasks and the last call": three or more stretches, each clearly for another tool."""
    likest = [known.of(start, end) for start, end in parts]
    labels = {one.best for one in likest}
    plain = not labels & BODY_TOOLS and not labels & {
        "decline",
        "acknowledge",
        "followup",
        "draft_email",
        "find_guidance",
    }
    return len(parts) > 2 and len(labels) == len(parts) and plain and all(one.of[one.best] >= LISTED for one in likest)
