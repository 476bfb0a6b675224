"""Accounts, with their other names, and the contract that an account's row may tell of."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, select

from database.connectors.base import Value
from database.models import Account, AccountName, Person

from .bulk import among, insert_columns, table_of, take_ids
from .contracts import prepare_account_contracts, save_account_contracts
from .loader import Later, Loader, note_touched
from .save import Saved
from .work import CREATED, Known, Rows, Work

ACCOUNTS, NAMES = table_of(Account), table_of(AccountName)

FIELDS = {
    "name": "name",
    "owner_id": "owner_id",
    "team_id": "team_id",
    "segment": "segment",
    "region": "region",
    "country": "country",
    "industry": "industry",
    "status": "status",
    "stage": "stage",
    "plan": "plan",
    "currency": "currency",
    "language": "language",
    "fiscal_year_end": "fiscal_year_end",
    "signed_on": "signed_on",
    "health": "health",
    "health_date": "health_on",
    "health_reason": "health_reason",
}


class AccountsLoader(Loader):
    """`accounts` of the templates."""

    model = Account

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._renewed = self._taken_back = 0

    def take(self, rows: Rows) -> None:
        """Brings in a block."""
        _status(rows)
        _currency(rows)
        prepare_account_contracts(rows)
        rows.settle()
        # Owners and teams that are new are made: only for rows that come in, so after all that may be refused.
        rows.resolve("owner", self.references.owners, into="owner_id")
        rows.settle()
        rows.resolve("team", self.references.teams, into="team_id")
        self._team_of_owner(rows)
        found, rekeyed = self._already_here(rows)
        named = bool({"aliases", "legal_name"} & set(rows.columns))
        if named:
            rows.attach("names", _other_names(rows))
        extras = {"names": rows.get("names")} if named else {}
        saved = self.save_record(rows, rows.fields(FIELDS), found=found, rekeyed=rekeyed, extras=extras)
        if extras:
            self._save_names(rows, saved)
        turned = save_account_contracts(self.work, rows)
        self._renewed += len(turned.renewed)
        self._taken_back += turned.taken_back
        self.later(rows, "parent")

    def finish(self) -> None:
        """Parents, and word of what was taken for a renewal."""
        super().finish()
        for count, what in (
            (self._renewed, "moved on by a term: the contract before is renewed, a new one begins"),
            (self._taken_back, "moved back: the contract is the one before again"),
        ):
            if count:
                self.work.file.warnings.append(f"{count} renewal date{'s' * (count > 1)} {what}")

    def resolve_later(self, waiting: Sequence[Later]) -> list[int | str]:
        """Parents, by id or name."""
        found = self.references.accounts([record.value for record in waiting])
        return [found[record.value] for record in waiting]

    def _already_here(self, rows: Rows) -> tuple[dict[str, int], dict[str, Known]]:
        """Rows of the same name that no record of this source stands for, or one that was known by the name alone."""
        new = {
            name: key
            for key, known, name in zip(rows.keys, rows.known, rows.get("name"), strict=True)
            if known is None and isinstance(name, str)
        }
        if not new:
            return {}, {}
        query = select(ACCOUNTS.c.name, ACCOUNTS.c.id).where(among(self.work.connection, ACCOUNTS.c.name, list(new)))
        here: dict[str, list[int]] = {}
        for name, row_id in self.work.connection.execute(query):
            here.setdefault(name, []).append(row_id)
        single = {name: ids[0] for name, ids in here.items() if len(ids) == 1}
        known_as = self.work.known_rows("accounts", list(single.values()))
        found: dict[str, int] = {}
        rekeyed: dict[str, Known] = {}
        for name, row_id in single.items():
            if row_id not in known_as:
                found[new[name]] = row_id
            elif known_as[row_id][0] == name:
                found[new[name]] = row_id
                rekeyed[new[name]] = known_as[row_id][1]
        return found, rekeyed

    def _team_of_owner(self, rows: Rows) -> None:
        """An account without a team belongs to its owner's."""
        owners = rows.get("owner_id")
        ids = sorted({owner for owner in owners if isinstance(owner, int)})
        if not ids:
            return
        people = table_of(Person).c
        query = select(people.id, people.team_id).where(among(self.work.connection, people.id, ids))
        team_of: dict[Value, Value] = dict(self.work.connection.execute(query).all())
        teams = rows.get("team_id")
        rows.attach("team_id", [team or team_of.get(owner) for team, owner in zip(teams, owners, strict=True)])

    def _save_names(self, rows: Rows, saved: Saved) -> None:
        """Adds names that are new there and takes away those that are gone there; what was added here stays."""
        names, ids = rows.get("names"), saved.ids
        changed = [
            place
            for place, before in enumerate(saved.before)
            if saved.outcomes[place] != CREATED and before.get("names", []) != list(_texts(names[place]))
        ]
        here = self._names_of([ids[place] for place in changed])
        fresh: list[tuple[int, str]] = []
        for place, outcome in enumerate(saved.outcomes):
            if outcome == CREATED:
                fresh += [(ids[place], name) for name in _texts(names[place])]
        for place in changed:
            came = _texts(names[place])
            was = saved.before[place].get("names")
            gone = set(was if isinstance(was, list) else []) - set(came)
            fresh += [(ids[place], name) for name in came if name not in here.get(ids[place], set())]
            if gone:
                self.work.connection.execute(
                    delete(NAMES).where(NAMES.c.account_id == ids[place], NAMES.c.name.in_(gone))
                )
        note_touched(self.work, rows, Account, changed)
        columns: dict[str, list[Value]] = {
            "id": [*take_ids(self.work.connection, NAMES, len(fresh))],
            "account_id": [account_id for account_id, _ in fresh],
            "name": [name for _, name in fresh],
        }
        insert_columns(self.work.connection, NAMES, columns, {}, len(fresh))

    def _names_of(self, account_ids: Sequence[int]) -> Mapping[int, set[str]]:
        query = select(NAMES.c.account_id, NAMES.c.name).where(
            among(self.work.connection, NAMES.c.account_id, list(account_ids))
        )
        found: dict[int, set[str]] = {}
        for account_id, name in self.work.connection.execute(query):
            found.setdefault(account_id, set()).add(name)
        return found


def _texts(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _other_names(rows: Rows) -> list[Value]:
    """Aliases and the legal name, without the name itself."""
    names: list[Value] = []
    for name, aliases, legal in zip(rows.get("name"), rows.get("aliases"), rows.get("legal_name"), strict=True):
        every = dict.fromkeys([*_texts(aliases), *([legal] if isinstance(legal, str) else [])])
        every.pop(str(name), None)
        names.append(tuple(every))
    return names


def _status(rows: Rows) -> None:
    """The flag `churned` says what the status does not."""
    if "churned" in rows.columns:
        status = zip(rows.get("status"), rows.get("churned"), strict=True)
        rows.attach("status", ["churned" if gone else said for said, gone in status])


def _currency(rows: Rows) -> None:
    standard = rows.work.feed.defaults.get("currency")
    if standard or "currency" in rows.columns:
        rows.attach("currency", [said or standard for said in rows.get("currency")])
