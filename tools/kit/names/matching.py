"""Where a message may name customers: candidates of three levels, before anybody's rights are looked at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .folding import Token, is_ideographic
from .index import Snapshot
from .ordinary import (
    AFTER_CALENDAR_DATE,
    BEFORE_CALENDAR_NAME,
    BEFORE_NAME,
    CALENDAR,
    COLOURS,
    ORDINARY,
    ORDINARY_SIGNS,
)

EXACT, PART, TYPO = 0, 1, 2
_MANY = 500
"""A word that stands in more names than this says nothing."""
_LOOKED_AT = 60
"""Words of a message in which typos are looked for; a long note is no list of names."""
_ALIKE, _ALIKE_ALONE = 88.0, 83.0
"""Of 100: how alike a mistyped name must be; one word of it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words `first` to `last` (exclusive) of a message may mean these accounts."""

    first: int
    last: int
    level: int
    ids: tuple[int, ...]
    alike: float = 0.0
    """Of a typo: how much it is like the name, 0 to 100."""


def candidates(said: Sequence[Token], names: Snapshot) -> Iterator[Candidate]:
    """Every place that may name an account, at every length. Overlaps are settled later, among the visible ones: what
    a hidden name would have claimed must not keep a visible one from being heard."""
    yield from _exact(said, names)
    for first in range(len(said)):
        yield from _parts(said, first, names)
    yield from _typos(said, names)


def _exact(said: Sequence[Token], names: Snapshot) -> Iterator[Candidate]:
    for first, token in enumerate(said):
        if not token.whole_start:
            continue
        most = max(names.longest.get(token.key, 0), 2 if not is_ideographic(token.key) else 0)
        for length in range(min(most, len(said) - first), 0, -1):
            window = said[first : first + length]
            if not window[-1].whole_end:
                continue
            ids = _look_up(window, names)
            if ids and _is_meant(said, first, length):
                yield Candidate(first, first + length, EXACT, tuple(ids))


def _look_up(window: Sequence[Token], names: Snapshot) -> list[int]:
    key = " ".join(token.key for token in window)
    ids = names.exact.get(key)
    if not ids and len(key) > 4 and key.endswith("s") and not is_ideographic(key[-1]):
        ids = names.exact.get(key[:-1])  # "Alpenfirns Vertrag"
    if not ids and len(window) == 2 and len(key) > 6 and window[0].key not in ORDINARY:
        ids = names.exact.get(key.replace(" ", ""))  # "Cloud Peak"
    return ids or []


def _is_meant(said: Sequence[Token], first: int, length: int) -> bool:
    """Whether words that also are ordinary ones are the name here."""
    window = said[first : first + length]
    keys = [token.key for token in window if token.key != "&"]
    if any(is_ideographic(key) for key in keys):
        return len(keys) > 1 and not (len(keys) == 2 and "".join(keys) in ORDINARY_SIGNS)
    if any(key not in ORDINARY and not key.isdigit() and len(key) > 2 for key in keys):
        return True
    capital = all(token.capital for token in window if token.key.isalpha() and token.key != "&")
    before = said[first - 1].key if first else ""
    after = said[first + length].key if first + length < len(said) else ""
    possessive = after == "s" and said[first + length].start == window[-1].end + 1
    if len(keys) > 1:
        return capital or (before in BEFORE_CALENDAR_NAME and keys[0] not in ("next", "last", "this"))
    key = keys[0]
    if key in CALENDAR or key in COLOURS:
        dated = after in AFTER_CALENDAR_DATE or (after.isdigit() and before not in BEFORE_CALENDAR_NAME)
        announced = possessive or before in BEFORE_CALENDAR_NAME
        return capital and (window[0].bracketed or (announced and not dated))
    if key.isdigit():
        return possessive or before in BEFORE_NAME - {"from", "in", "of", "de", "von", "d"}
    return capital and (len(key) > 1 or possessive)


def _parts(said: Sequence[Token], first: int, names: Snapshot) -> Iterator[Candidate]:
    token = said[first]
    if is_ideographic(token.key):
        yield from _signs(said, first, names)
        return
    if not token.whole_start or token.key == "&":
        return
    key = token.key
    held: Sequence[int] = names.parts.get(key, ())
    if not held and len(key) > 5 and key.endswith("s"):
        key = key[:-1]
        held = names.parts.get(key, ())
    if not held or len(held) > _MANY:
        return
    if key not in ORDINARY and (alone := _standing_alone(said, first, key, held, names)):
        yield Candidate(first, first + 1, PART, tuple(alone))
    phrase, last = key, first + 1
    while last < len(said) and said[last].whole_end:
        phrase = f"{phrase} {said[last].key}"
        held = [id_ for id_ in held if any(f" {phrase} " in f" {name} " for name in names.keys_of[id_])]
        if not held:
            return
        last += 1
        if any(word.key not in ORDINARY and word.key != "&" for word in said[first:last]):
            yield Candidate(first, last, PART, tuple(held))


def _standing_alone(said: Sequence[Token], first: int, key: str, ids: Sequence[int], names: Snapshot) -> Sequence[int]:
    """The names that one word of them may mean: those that begin with it; others only where a name is expected."""
    if key.isdigit() or len(key) < 3:
        return ()
    capital = said[first].capital
    if capital and first > 0 and said[first - 1].key in BEFORE_NAME:
        return ids
    if not capital and len(key) < 4:
        return ()
    return [id_ for id_ in ids if any(name.startswith(key) for name in names.keys_of[id_])]


def _signs(said: Sequence[Token], first: int, names: Snapshot) -> Iterator[Candidate]:
    """The head of a name in a script without spaces, two signs at least."""
    if first + 1 >= len(said) or not is_ideographic(said[first + 1].key):
        return
    pair = said[first].key + said[first + 1].key
    if pair in ORDINARY_SIGNS:
        return
    phrase, last = f"{said[first].key} {said[first + 1].key}", first + 2
    held = [id_ for id_ in names.parts.get(pair, ()) if any(name.startswith(phrase) for name in names.keys_of[id_])]
    while held and len(held) <= _MANY:
        yield Candidate(first, last, PART, tuple(held))
        if last >= len(said):
            return
        phrase, last = f"{phrase} {said[last].key}", last + 1
        held = [id_ for id_ in held if any(name.startswith(phrase) for name in names.keys_of[id_])]


def _typos(said: Sequence[Token], names: Snapshot) -> Iterator[Candidate]:
    for first in range(min(len(said), _LOOKED_AT)):
        if _may_be_mistyped(said, first):
            near = names.similar_words(said[first].key, _room(said[first].key))
            pool = [id_ for word in near for id_ in names.parts[word][:_MANY]]
            yield from _windows(said, first, pool, names)


def _may_be_mistyped(said: Sequence[Token], place: int) -> bool:
    token = said[place]
    key = token.key
    if not (key.isalpha() and token.whole_start and token.whole_end) or is_ideographic(key) or key in ORDINARY:
        return False
    expected = place > 0 and said[place - 1].key in BEFORE_NAME
    return len(key) >= 5 and (token.capital or expected or _beside_part(said, place))


def _beside_part(said: Sequence[Token], place: int) -> bool:
    return place > 0 and (said[place - 1].capital or said[place - 1].key in ORDINARY)


def _room(key: str) -> int:
    return 1 if len(key) < 8 else 2


def _windows(said: Sequence[Token], place: int, pool: Sequence[int], names: Snapshot) -> Iterator[Candidate]:
    """The windows around a mistyped word that are like a whole name, or like the head of one."""
    from rapidfuzz.fuzz import ratio

    for first in range(max(0, place - 2), place + 1):
        for last in range(place + 1, min(len(said), place + 3) + 1):
            window = " ".join(token.key for token in said[first:last])
            close: dict[int, float] = {}
            for id_ in pool:
                for name in names.keys_of[id_]:
                    head = " ".join(name.split(" ")[: last - first])
                    alike = max(ratio(window, name), ratio(window, head) - 1)
                    if alike >= _ALIKE or (alike >= _ALIKE_ALONE and last - first == 1 and len(window) >= 5):
                        close[id_] = max(close.get(id_, 0.0), alike)
            for id_, alike in close.items():
                yield Candidate(first, last, TYPO, (id_,), alike + last - first)
