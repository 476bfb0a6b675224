"""Names for one asker: candidates out of the index, of which only the visible ones are ever weighed."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from itertools import pairwise

from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

from .folding import Token, is_ideographic, keys, tokens
from .index import FIELDS, NameIndex, Snapshot
from .matching import Candidate, candidates
from .people import colleague_matches, contact_matches, heard_colleagues
from .protocol import Found, Heard

Read = Callable[[], AbstractContextManager[Session]]

_VISIBLE = {
    "accounts": text("SELECT id FROM accounts WHERE id IN :ids").bindparams(bindparam("ids", expanding=True)),
    "contacts": text("SELECT id FROM contacts WHERE id IN :ids").bindparams(bindparam("ids", expanding=True)),
    "people": text("SELECT id FROM people WHERE id IN :ids").bindparams(bindparam("ids", expanding=True)),
}
_PRODUCTS = text("SELECT DISTINCT product FROM contract_lines WHERE product IS NOT NULL ORDER BY product")
_TEAMS = text("SELECT name FROM teams ORDER BY name")
_ALIKE, _AS_NEAR, _NEAR = 85.0, 3.0, 500
"""Of 100: how alike a close spelling must be, and how near the best one; how many names of a word are compared."""
_CHOICES = 12
"""More rows than this are no choice to put before a person: the word means nothing in particular."""


class RestrictedNames:
    """The names that one person may know, for one turn. Made anew each turn; what it remembers is this turn's."""

    def __init__(self, index: NameIndex, read: Read) -> None:
        self._index = index
        self._read = read
        self._seen: dict[str, dict[int, bool]] = {"accounts": {}, "contacts": {}, "people": {}}
        self._vocabulary: dict[str, tuple[str, ...]] = {}
        self._heard: dict[str, tuple[Heard, ...]] = {}

    def accounts(self, written: str) -> tuple[Found, ...]:
        """The accounts that `written` may mean: exact name or alias, else a whole-word part, else a close spelling."""
        names = self._index.current()
        exact = {id_ for key in keys(written) for id_ in names.exact.get(key, ())}
        if rows := self._accounts(exact, names):
            return rows
        for pool in _looser(written, names):
            visible = self._visible("accounts", pool)
            best = max((pool[id_] for id_ in visible), default=0.0)
            if rows := self._accounts([id_ for id_ in visible if pool[id_] >= best - _AS_NEAR], names):
                return rows
        heard = self.heard_accounts(written)
        return heard[0].rows if len(heard) == 1 else ()

    def account(self, account_id: int) -> Found | None:
        """The account of this id, if the asker may see it."""
        rows = self.all_accounts([account_id])
        return rows[0] if rows else None

    def all_accounts(self, ids: Sequence[int]) -> tuple[Found, ...]:
        """The accounts of these ids, in this order, without those that the asker may not see."""
        names = self._index.current()
        known = [id_ for id_ in ids if id_ in names.names]
        rows = {row.id: row for row in self._accounts(known, names)}
        return tuple(rows[id_] for id_ in known if id_ in rows)

    def people(self, written: str) -> tuple[Found, ...]:
        """The colleagues that `written` may mean: <@U…>, full name, first or family name, initials."""
        names = self._index.current()
        ids = colleague_matches(written, names)
        return tuple(
            Found("person", id_, names.people[id_][0], slack_id=names.people[id_][1])
            for id_ in ids
            if id_ in self._visible("people", ids)
        )

    def contacts(self, written: str, account_id: int | None = None) -> tuple[Found, ...]:
        """The contacts that `written` may mean, of one account or of all."""
        names = self._index.current()
        said = tokens(written)
        matches = contact_matches(said, names, None if account_id is None else [account_id], alone=True)
        ids = [id_ for match in matches for id_ in match.ids]
        visible = self._visible("contacts", ids)
        best = max((match.last - match.first for match in matches if visible & set(match.ids)), default=0)
        wanted = [m for m in matches if m.last - m.first == best]
        found = dict.fromkeys(id_ for match in wanted for id_ in match.ids if id_ in visible)
        return tuple(_contact(id_, names) for id_ in found)

    def heard_accounts(self, message: str) -> tuple[Heard, ...]:
        """The accounts named in a message, in order of place, without overlaps."""
        if message not in self._heard:
            names = self._index.current()
            said = tokens(message)
            found = list(candidates(said, names))
            visible = self._visible("accounts", {id_ for one in found for id_ in one.ids})
            self._heard[message] = tuple(
                Heard(
                    said[one.first].start,
                    said[one.last - 1].end,
                    message[said[one.first].start : said[one.last - 1].end],
                    tuple(Found("account", id_, names.names[id_]) for id_ in dict.fromkeys(one.ids)),
                )
                for one in _settled(found, visible, said)
            )
        return self._heard[message]

    def heard_people(self, message: str) -> tuple[Heard, ...]:
        """The colleagues named in a message, in order of place."""
        names = self._index.current()
        found = heard_colleagues(message, names)
        visible = self._visible("people", {id_ for _, _, ids in found for id_ in ids})
        return tuple(
            Heard(
                start,
                end,
                message[start:end],
                tuple(Found("person", i, names.people[i][0], slack_id=names.people[i][1]) for i in ids if i in visible),
            )
            for start, end, ids in found
            if visible & set(ids)
        )

    def heard_contacts(self, message: str, account_id: int | None = None) -> tuple[Heard, ...]:
        """The contacts named in a message: any part of a name where the account is known, else only full names."""
        names = self._index.current()
        said = tokens(message)
        scope = [account_id] if account_id is not None else self._accounts_in(message)
        matches = contact_matches(said, names, scope or None, alone=False)
        visible = self._visible("contacts", {id_ for match in matches for id_ in match.ids})
        return tuple(
            Heard(
                match.start,
                match.end,
                message[match.start : match.end],
                tuple(_contact(id_, names) for id_ in match.ids if id_ in visible),
            )
            for match in matches
            if visible & set(match.ids)
        )

    def vocabulary(self, field: str) -> tuple[str, ...]:
        """The values of `field` in the asker's rows: region, segment, industry, country, currency, product, team."""
        if field not in self._vocabulary:
            self._vocabulary[field] = self._values(field)
        return self._vocabulary[field]

    def _values(self, field: str) -> tuple[str, ...]:
        if field in ("product", "team"):
            with self._read() as session:
                return tuple(session.scalars(_PRODUCTS if field == "product" else _TEAMS))
        if field not in FIELDS:
            return ()
        groups = self._index.current().groups.values()
        visible = self._visible("accounts", {group.representative for group in groups})
        return tuple(sorted({v for g in groups if g.representative in visible for v in g.values[field]}))

    def _accounts_in(self, message: str) -> list[int]:
        return [row.id for heard in self.heard_accounts(message) for row in heard.rows]

    def _accounts(self, ids: Iterable[int], names: Snapshot) -> tuple[Found, ...]:
        wanted = sorted(set(ids))
        visible = self._visible("accounts", wanted)
        return tuple(Found("account", id_, names.names[id_]) for id_ in wanted if id_ in visible)

    def _visible(self, table: str, ids: Iterable[int]) -> set[int]:
        """Those of `ids` that the asker's own session returns."""
        known = self._seen[table]
        wanted = set(ids)
        if unknown := sorted(wanted - known.keys()):
            with self._read() as session:
                seen = set(session.scalars(_VISIBLE[table], {"ids": unknown}))
            known.update({id_: id_ in seen for id_ in unknown})
        return {id_ for id_ in wanted if known[id_]}


def _contact(id_: int, names: Snapshot) -> Found:
    name, account_id = names.contacts[id_]
    return Found("contact", id_, name, account_id=account_id)


def _settled(found: Sequence[Candidate], visible: set[int], said: Sequence[Token]) -> list[Candidate]:
    """The visible candidates without overlaps: exact before part before typo, and the longest of a level."""
    seen = [replace(one, ids=tuple(id_ for id_ in one.ids if id_ in visible)) for one in found]
    chosen: list[Candidate] = []
    for one in sorted(seen, key=lambda one: (one.level, -one.alike, said[one.first].start - said[one.last - 1].end)):
        same = next((other for other in chosen if one.alike and _as_alike(one, other)), None)
        free = all(one.last <= other.first or other.last <= one.first for other in chosen)
        if one.ids and len(one.ids) <= _CHOICES and free:
            chosen.append(one)
        elif one.ids and same and not set(one.ids) & set(same.ids):
            chosen[chosen.index(same)] = replace(same, ids=(*same.ids, *one.ids))
    return sorted(chosen, key=lambda one: one.first)


def _as_alike(one: Candidate, other: Candidate) -> bool:
    """Two typos of the same words that are equally near: neither is picked."""
    return (one.first, one.last, one.level) == (other.first, other.last, other.level) and other.alike - one.alike < 1


def _looser(written: str, names: Snapshot) -> Iterable[dict[int, float]]:
    """What a name given on its own may also be, and how alike: a whole-word part of names, then a close spelling."""
    from rapidfuzz.fuzz import ratio

    key = " ".join(token.key for token in tokens(written))
    parts = [part for part in key.split(" ") if part]
    if not parts:
        return
    pool: set[int] | None = None
    for part in _postings(parts):
        ids = set(names.parts.get(part, ()))
        pool = ids if pool is None else pool & ids
    yield {i: 100.0 for i in pool or () if any(f" {key} " in f" {name} " for name in names.keys_of[i])}
    near: set[int] = set()
    for part in parts:
        if part.isalpha() and len(part) > 3 and not is_ideographic(part):
            for word in names.similar_words(part, 1 if len(part) < 8 else 2):
                near.update(names.parts[word][:_NEAR])
    scored = {i: max(ratio(key, name) for name in names.keys_of[i]) for i in near}
    yield {i: alike for i, alike in scored.items() if alike >= _ALIKE}


def _postings(parts: Sequence[str]) -> list[str]:
    plain = [part for part in parts if not is_ideographic(part) and part != "&"]
    signs = [a + b for a, b in pairwise(parts) if is_ideographic(a) and is_ideographic(b)]
    return plain + signs
