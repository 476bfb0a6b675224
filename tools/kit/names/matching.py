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
_ALIKE = 88.0
"""Of 100: how alike a mistyped name must be."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words `first` to `last` (exclusive) of a message may mean these accounts."""

    first: int
    last: int
    level: int
    ids: tuple[int, ...]


def candidates(said: Sequence[Token], names: Snapshot) -> list[Candidate]:
    """Every place that may name an account. Overlaps are settled later, among the visible ones."""
    found = list(_exact(said, names))
    taken = {place for one in found for place in range(one.first, one.last)}
    found += _parts(said, names, taken)
    taken |= {place for one in found for place in range(one.first, one.last)}
    return found + list(_typos(said, names, taken))


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


def _parts(said: Sequence[Token], names: Snapshot, taken: set[int]) -> Iterator[Candidate]:
    first = 0
    while first < len(said):
        ids, last = _longest_part(said, first, names) if first not in taken else ([], first + 1)
        if ids:
            yield Candidate(first, last, PART, tuple(ids))
        first = max(last, first + 1)


def _longest_part(said: Sequence[Token], first: int, names: Snapshot) -> tuple[list[int], int]:
    token = said[first]
    if is_ideographic(token.key):
        return _longest_signs(said, first, names)
    if not token.whole_start or token.key == "&":
        return [], first + 1
    key = token.key
    ids = names.parts.get(key, [])
    if not ids and len(key) > 5 and key.endswith("s"):
        key = key[:-1]
        ids = names.parts.get(key, [])
    if not ids or (key in ORDINARY and not _continues(said, first, names, ids)):
        return [], first + 1
    held, phrase, last = ids, key, first + 1
    while last < len(said) and said[last].whole_end:
        longer = f"{phrase} {said[last].key}"
        narrower = [id_ for id_ in held if any(f" {longer} " in f" {name} " for name in names.keys_of[id_])]
        if not narrower:
            break
        held, phrase, last = narrower, longer, last + 1
    if last == first + 1 and not _stands_out(said, first, key, held, names):
        return [], first + 1
    return (held, last) if len(held) <= _MANY else ([], last)


def _continues(said: Sequence[Token], first: int, names: Snapshot, ids: Sequence[int]) -> bool:
    """An ordinary word may begin a part ("Green Harbour" of "Green Harbour Shipping"), not be one."""
    if first + 1 >= len(said) or len(ids) > _MANY or said[first + 1].key in ORDINARY:
        return False
    pair = f" {said[first].key} {said[first + 1].key} "
    return any(pair in f" {name} " for id_ in ids for name in names.keys_of[id_])


def _stands_out(said: Sequence[Token], first: int, key: str, ids: Sequence[int], names: Snapshot) -> bool:
    if key.isdigit() or len(key) < 3:
        return False
    if said[first].capital and first > 0:
        return True
    leads = any(name.startswith(key) for id_ in ids for name in names.keys_of[id_])
    expected = first > 0 and said[first - 1].key in BEFORE_NAME
    return (leads and len(key) > 3) or expected


def _longest_signs(said: Sequence[Token], first: int, names: Snapshot) -> tuple[list[int], int]:
    if first + 1 >= len(said) or not is_ideographic(said[first + 1].key):
        return [], first + 1
    pair = said[first].key + said[first + 1].key
    if pair in ORDINARY_SIGNS:
        return [], first + 1
    phrase, last = f"{said[first].key} {said[first + 1].key}", first + 2
    held = [id_ for id_ in names.parts.get(pair, ()) if any(name.startswith(phrase) for name in names.keys_of[id_])]
    while held and last < len(said):
        longer = f"{phrase} {said[last].key}"
        narrower = [id_ for id_ in held if any(name.startswith(longer) for name in names.keys_of[id_])]
        if not narrower:
            break
        held, phrase, last = narrower, longer, last + 1
    return (held, last) if held and len(held) <= _MANY else ([], first + 1)


def _typos(said: Sequence[Token], names: Snapshot, taken: set[int]) -> Iterator[Candidate]:
    for first in range(min(len(said), _LOOKED_AT)):
        if first in taken or not _may_be_mistyped(said, first):
            continue
        pool = [
            id_
            for word in names.similar_words(said[first].key, _room(said[first].key))
            for id_ in names.parts[word][:_MANY]
        ]
        if pool:
            yield from _best_window(said, first, pool, names, taken)


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


def _best_window(
    said: Sequence[Token], place: int, pool: Sequence[int], names: Snapshot, taken: set[int]
) -> Iterator[Candidate]:
    """The window around a mistyped word that is most like a whole name, or like the head of one."""
    from rapidfuzz.fuzz import ratio

    best: tuple[float, int, int] = (0.0, 0, 0)
    close: dict[tuple[int, int], set[int]] = {}
    for first in range(max(0, place - 2), place + 1):
        for last in range(place + 1, min(len(said), place + 3) + 1):
            if any(spot in taken for spot in range(first, last)):
                continue
            window = " ".join(token.key for token in said[first:last])
            for id_ in pool:
                for name in names.keys_of[id_]:
                    head = " ".join(name.split(" ")[: last - first])
                    alike = max(ratio(window, name), ratio(window, head) - 1)
                    if alike >= _ALIKE or (alike >= 83.0 and last - first == 1 and len(window) >= 5):
                        close.setdefault((first, last), set()).add(id_)
                        best = max(best, (alike + (last - first), first, last))
    if close:
        _, first, last = best
        yield Candidate(first, last, TYPO, tuple(sorted(close[first, last])))
