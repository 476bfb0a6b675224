"""Persons in a message: contacts (full name, a part of it, Frau Amstutz, 周经理), colleagues (<@U…>, first names)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .folding import Token, fold, is_ideographic, tokens
from .index import Snapshot
from .ordinary import HONORIFICS, ORDINARY, TITLES

_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
_FEW = 3
"""A family name alone, without the account, means a contact only where so few bear it."""


@dataclass(frozen=True, slots=True)
class PersonMatch:
    """Words `first` to `last` (exclusive), which stand at `start` to `end`, may mean these contacts."""

    first: int
    last: int
    start: int
    end: int
    ids: tuple[int, ...]


def contact_matches(
    said: Sequence[Token], names: Snapshot, accounts: Sequence[int] | None, *, alone: bool
) -> list[PersonMatch]:
    """Contacts named in `said`. `accounts`: whose contacts may go by a part of the name; None: none known.
    `alone`: the words are a name and nothing else, so that ordinary words and small letters count too."""
    scope = {id_ for account in accounts or () for id_ in names.contacts_of.get(account, ())}
    found: list[PersonMatch] = []
    place = 0
    while place < len(said):
        match = _match_at(said, place, names, scope, alone) or _titled(said, place, names, scope)
        if match:
            found.append(match)
        place = match.last if match else place + 1
    return found


def _match_at(said: Sequence[Token], place: int, names: Snapshot, scope: set[int], alone: bool) -> PersonMatch | None:
    token = said[place]
    if is_ideographic(token.key):
        return _signs(said, place, names)
    honorific = token.key in HONORIFICS and place + 1 < len(said)
    first = place + 1 if honorific else place
    ids = set(names.contact_words.get(said[first].key, ()))
    if not ids and said[first].key.endswith("s"):
        ids = set(names.contact_words.get(said[first].key[:-1], ()))
    if not ids:
        return None
    last = first + 1
    while last < len(said) and said[last].start - said[last - 1].end <= 1:
        narrower = ids & set(names.contact_words.get(said[last].key, ()))
        if not narrower:
            break
        ids, last = narrower, last + 1
    if last - first == 1:
        ids = _of_one_word(said, first, ids, scope, honorific, alone)
    elif scope & ids:
        ids &= scope
    return PersonMatch(place, last, token.start, said[last - 1].end, tuple(sorted(ids))) if ids else None


def _of_one_word(
    said: Sequence[Token], place: int, ids: set[int], scope: set[int], honorific: bool, alone: bool
) -> set[int]:
    """A single word is a contact of a known account, or after "Frau" one of few; an ordinary word is itself."""
    token = said[place]
    near = ids & scope
    if honorific or alone:
        return near or (ids if not scope and (alone or len(ids) <= _FEW) else set())
    ordinary = token.key in ORDINARY or len(token.key) < 3
    return near if near and (token.capital or not ordinary) else set()


def _signs(said: Sequence[Token], place: int, names: Snapshot) -> PersonMatch | None:
    for length in (4, 3, 2):
        window = said[place : place + length]
        if len(window) == length and all(is_ideographic(token.key) for token in window):
            ids = names.contact_words.get("".join(token.key for token in window))
            if ids:
                return PersonMatch(place, place + length, window[0].start, window[-1].end, tuple(ids))
    return None


def _titled(said: Sequence[Token], place: int, names: Snapshot, scope: Iterable[int]) -> PersonMatch | None:
    """周经理: a family name and a title, among the contacts of the accounts that are spoken of."""
    surname = said[place].key
    if not is_ideographic(surname):
        return None
    rest = "".join(token.key for token in said[place + 1 : place + 5] if is_ideographic(token.key))
    title = next((title for title in TITLES if rest.startswith(title)), None)
    ids = tuple(sorted(id_ for id_ in scope if names.contacts[id_][0].startswith(surname))) if title else ()
    if not title or not ids:
        return None
    last = place + 1 + len(title)
    return PersonMatch(place, last, said[place].start, said[last - 1].end, ids)


def colleague_matches(written: str, names: Snapshot) -> list[int]:
    """The colleagues that `written` may mean: by mention, full name, a part of the name, or initials."""
    if mention := _MENTION.search(written):
        return [id_ for id_, (_, slack_id) in names.people.items() if slack_id == mention.group(1)]
    said = [token.key for token in tokens(written) if token.key != "s"]
    if not said:
        return []
    full, partly, initials = [], [], []
    for id_, parts in names.people_parts.items():
        if said == parts or "".join(said) == "".join(parts):
            full.append(id_)
        elif all(word in parts or word.removesuffix("s") in parts for word in said):
            partly.append(id_)
        elif len(said) == 1 and said[0] == "".join(part[0] for part in parts) and len(parts) > 1:
            initials.append(id_)
    return full or partly or initials


def heard_colleagues(message: str, names: Snapshot) -> list[tuple[int, int, tuple[int, ...]]]:
    """Colleagues named in a message, as start, end and ids."""
    by_slack = names.people_in_slack
    found = [
        (m.start(), m.end(), (by_slack[m.group(1)],)) for m in _MENTION.finditer(message) if m.group(1) in by_slack
    ]
    plain = _MENTION.sub(lambda match: " " * len(match.group()), message)
    return sorted(found + list(_in_words(tokens(plain), names.people_words)))


def _in_words(said: Sequence[Token], by_word: dict[str, list[int]]) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    place = 0
    while place < len(said):
        token = said[place]
        last = place + 1
        ids = set(_bearers(token, by_word))
        while ids and last < len(said) and (narrower := ids & set(by_word.get(said[last].key, ()))):
            ids, last = narrower, last + 1
        single = last == place + 1
        if ids and not (single and not is_ideographic(token.key) and not _is_name(said, place)):
            yield said[place].start, said[last - 1].end, tuple(sorted(ids))
        place = last


def _bearers(token: Token, by_word: dict[str, list[int]]) -> list[int]:
    if not (token.whole_start and token.whole_end):
        return []
    return by_word.get(token.key) or by_word.get(fold(token.key).removesuffix("s"), [])


def _is_name(said: Sequence[Token], place: int) -> bool:
    """ "mark" is a verb, "Mark" in the middle of a sentence is a colleague."""
    token = said[place]
    if len(token.key) < 2:
        return False
    return token.key not in ORDINARY or (token.capital and place > 0)
