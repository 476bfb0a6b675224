"""All names in memory, folded: built from the owner's engine once, refreshed when the rows behind them change.

It holds ids and names only, of every row. Nothing of it reaches a person but through `RestrictedNames`.
"""

import gc
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from threading import Lock

from sqlalchemy import Engine

from .folding import CONNECTORS, LEGAL_FORMS, fold, is_ideographic, keys, words

_STAMP = """SELECT
  (SELECT count(*) FROM accounts), (SELECT max(changed_at) FROM accounts),
  (SELECT count(*) FROM account_names), (SELECT max(id) FROM account_names),
  (SELECT count(*) FROM contacts), (SELECT max(changed_at) FROM contacts),
  (SELECT count(*) FROM people), (SELECT max(changed_at) FROM people),
  (SELECT value FROM settings WHERE name = 'names_changed')"""
_PATIENCE = 50
"""The check for changed rows may take this share of the time: one part in fifty."""

Row = Sequence[object]


FIELDS = ("region", "segment", "industry", "country", "currency")


class Group:
    """What is common to the accounts of one owner in one team: an account that stands for all, and their values."""

    def __init__(self, representative: int) -> None:
        self.representative = representative
        self.rows: set[tuple[object, ...]] = set()
        """One account's values, in the order of `FIELDS`; equal ones once."""

    @cached_property
    def values(self) -> dict[str, frozenset[str]]:
        """The values of each field."""
        columns = zip(*self.rows, strict=True)
        return {
            field: frozenset(str(v) for v in column if v is not None)
            for field, column in zip(FIELDS, columns, strict=True)
        }


class Snapshot:
    """The names as they stood at one moment. Ids only leave it as candidates."""

    def __init__(self, accounts: Iterable[Row], aliases: Iterable[Row], contacts: Iterable[Row], people: Iterable[Row]):
        self.names: dict[int, str] = {}
        self.keys_of: dict[int, list[str]] = {}
        self.exact: dict[str, list[int]] = {}
        self.longest: dict[str, int] = {}
        """First word of a key → words of the longest key that starts with it."""
        self.parts: dict[str, list[int]] = {}
        """A word of a name, or two signs in a row → the accounts."""
        self.contacts: dict[int, tuple[str, int]] = {}
        self.contacts_of: dict[int, list[int]] = defaultdict(list)
        self.contact_words: dict[str, list[int]] = {}
        self.people: dict[int, tuple[str, str | None]] = {}
        self.people_parts: dict[int, list[str]] = {}
        self.people_words: dict[str, list[int]] = {}
        self.people_in_slack: dict[str, int] = {}
        self.spellings: dict[tuple[str, int], list[str]] | None = None
        self.groups: dict[tuple[object, object], Group] = {}
        """By owner and team: accounts of one group are seen together or not at all (`database/access.py`)."""
        for id_, name, owner_id, team_id, *values in accounts:
            self.names[_int(id_)] = str(name)
            self._add(_int(id_), str(name))
            group = self.groups.get((owner_id, team_id))
            if group is None:
                group = self.groups[owner_id, team_id] = Group(_int(id_))
            group.rows.add(tuple(values))
        for id_, name in aliases:
            self._add(_int(id_), str(name))
        for id_, account_id, name in contacts:
            self._add_contact(_int(id_), _int(account_id), str(name))
        for id_, name, slack_id in people:
            self._add_person(_int(id_), str(name), None if slack_id is None else str(slack_id))

    def _add(self, id_: int, name: str) -> None:
        for key in keys(name):
            held = self.exact.setdefault(key, [])
            if id_ in held:
                continue
            held.append(id_)
            self.keys_of.setdefault(id_, []).append(key)
            parts = key.split(" ")
            if self.longest.get(parts[0], 0) < len(parts):
                self.longest[parts[0]] = len(parts)
            for part in parts if key.isascii() else _parts(parts):
                if part == "&" or part in LEGAL_FORMS:
                    continue
                posting = self.parts.setdefault(part, [])
                if not posting or posting[-1] != id_:
                    posting.append(id_)

    def _add_contact(self, id_: int, account_id: int, name: str) -> None:
        self.contacts[id_] = (name, account_id)
        self.contacts_of[account_id].append(id_)
        for word in contact_words(name):
            self.contact_words.setdefault(word, []).append(id_)

    def _add_person(self, id_: int, name: str, slack_id: str | None) -> None:
        self.people[id_] = (name, slack_id)
        self.people_parts[id_] = contact_words(name)
        for word in self.people_parts[id_]:
            self.people_words.setdefault(word, []).append(id_)
        if slack_id:
            self.people_in_slack[slack_id] = id_

    def similar_words(self, word: str, room: int) -> list[str]:
        """Words of names that differ from `word` in at most `room` letters; the first letter is the same."""
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        if self.spellings is None:
            spellings: dict[tuple[str, int], list[str]] = defaultdict(list)
            for part in self.parts:
                spellings[part[0], len(part)].append(part)
            self.spellings = spellings
        near: list[str] = []
        for length in range(len(word) - room, len(word) + room + 1):
            pool = self.spellings.get((word[0], length), ())
            found = extract(word, pool, scorer=OSA.distance, processor=None, score_cutoff=room, limit=20)
            near += [match for match, _, _ in found]
        return near


def _parts(key: Sequence[str]) -> Iterable[str]:
    for place, word in enumerate(key):
        if is_ideographic(word):
            if place + 1 < len(key) and is_ideographic(key[place + 1]):
                yield word + key[place + 1]
        elif word not in CONNECTORS:
            yield word


def contact_words(name: str) -> list[str]:
    """The words under which a person is found: "Philippe Garnier-Roux" by each of three, 林晓 as one."""
    if not name.isascii() and all(is_ideographic(sign) for sign in name.replace(" ", "")):
        return [name.replace(" ", "")]
    found = words(name)
    if not name.isascii():
        found += [word for word in words(fold(name)) if word not in found]
    return found


def _int(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"an id is a whole number, not {value!r}")
    return value


class NameIndex:
    """One a process. Thread-safe; built at the first question."""

    def __init__(self, owner: Engine) -> None:
        self._owner = owner
        self._lock = Lock()
        self._snapshot: Snapshot | None = None
        self._stamp: Row = ()
        self._next_check = 0.0

    def current(self) -> Snapshot:
        """The names as they stand now, within the patience of the check."""
        with self._lock:
            if self._snapshot is None or time.monotonic() >= self._next_check:
                self._refresh()
            if self._snapshot is None:
                raise RuntimeError("the index of names was not built")
            return self._snapshot

    def _refresh(self) -> None:
        collecting = gc.isenabled()
        gc.disable()  # hundreds of thousands of small objects that all stay: searching them for garbage takes longer
        try:
            self._read_again()
        finally:
            if collecting:
                gc.enable()

    def _read_again(self) -> None:
        began = time.monotonic()
        # A raw connection: the owner's transactions take the write lock, and reading names must not wait for it.
        connection = self._owner.raw_connection()
        try:
            cursor = connection.cursor()

            def rows(query: str) -> list[Row]:
                cursor.execute(query)
                return list(cursor.fetchall())

            stamp = rows(_STAMP)[0]
            self._next_check = time.monotonic() + _PATIENCE * (time.monotonic() - began)
            if self._snapshot is None or tuple(stamp) != tuple(self._stamp):
                self._snapshot = Snapshot(
                    rows(
                        "SELECT id, name, owner_id, team_id, region, segment, industry, country, currency FROM accounts"
                    ),
                    rows("SELECT account_id, name FROM account_names"),
                    rows("SELECT id, account_id, name FROM contacts"),
                    rows("SELECT id, name, slack_id FROM people"),
                )
                self._stamp = stamp
        finally:
            connection.close()
