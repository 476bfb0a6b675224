"""What names in records mean: accounts, colleagues, teams, contracts, contacts. An id counts first, then a name."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from database.connectors.base import Value
from database.models import Account, AccountName, Contact, Contract, ContractLine, Person, Team

from .bulk import among, insert_columns, table_of, take_ids
from .save import Part, save
from .work import EXTERNAL, Rows, Work

REMEMBERED = 200_000
"""How many names of accounts are remembered before they are looked up anew."""

Answer = int | str
"""An id, or why there is none."""

ACCOUNTS, NAMES, LINES = table_of(Account), table_of(AccountName), table_of(ContractLine)


class References:
    """Looks names up, many at once, and remembers them for one feed."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self._accounts: dict[str, Answer] = {}
        self._people: dict[str, set[int]] | None = None
        self._person_ids: dict[str, int] = {}

    def accounts(self, names: Sequence[str]) -> Mapping[str, Answer]:
        """Account ids, by external id, name or alias."""
        if len(self._accounts) > REMEMBERED:
            self._accounts.clear()
        open_ = [name for name in names if name not in self._accounts]
        found: dict[str, Answer] = {}
        theirs = (EXTERNAL.c.system == self.work.feed.system, EXTERNAL.c.kind == "accounts")
        for query in (
            select(EXTERNAL.c.external_id, ACCOUNTS.c.id)
            .join(ACCOUNTS, EXTERNAL.c.row_id == ACCOUNTS.c.id)
            .where(*theirs),
            select(ACCOUNTS.c.name, ACCOUNTS.c.id),
            select(NAMES.c.name, NAMES.c.account_id),
        ):
            left = [name for name in open_ if name not in found]
            if left:
                rows = self.work.connection.execute(
                    query.where(among(self.work.connection, query.selected_columns[0], left))
                )
                found |= _unambiguous(((name, row_id) for name, row_id in rows), "account")
        self._accounts |= {name: found.get(name, "is no account that is known") for name in open_}
        return {name: self._accounts[name] for name in names}

    def contract_accounts(self, names: Sequence[str]) -> Mapping[str, Answer]:
        """Account ids, by the external id of a contract line or a contract, or by a contract's number."""
        found: dict[str, Answer] = {}
        for kind, table in (("contract_lines", LINES), ("contracts", table_of(Contract))):
            ids = self._by_external_id(kind, [name for name in names if name not in found])
            query = select(table.c.id, table.c.account_id)
            rows = self.work.connection.execute(
                query.where(among(self.work.connection, table.c.id, list(ids.values())))
            )
            accounts = dict(rows.all())
            found |= {name: accounts[row_id] for name, row_id in ids.items() if row_id in accounts}
        left = [name for name in names if name not in found]
        contracts = table_of(Contract).c
        rows = self.work.connection.execute(
            select(contracts.number, contracts.account_id).where(among(self.work.connection, contracts.number, left))
        )
        found |= _unambiguous(((number, account_id) for number, account_id in rows), "contract")
        return {name: found.get(name, "is no contract that is known") for name in names}

    def contacts(self, account_ids: Iterable[int]) -> Mapping[tuple[int, str], Answer]:
        """Contact ids, by account id and name, e-mail or external id (all lower case)."""
        table = table_of(Contact).c
        ids = sorted(set(account_ids))
        rows = self.work.connection.execute(
            select(table.account_id, table.id, table.name, table.email).where(
                among(self.work.connection, table.account_id, ids)
            )
        ).all()
        external = self.work.known_rows("contacts", [row_id for _, row_id, _, _ in rows])
        found: dict[tuple[int, str], set[int]] = defaultdict(set)
        for account_id, row_id, name, email in rows:
            for word in (name, email, *(external[row_id][:1] if row_id in external else ())):
                if isinstance(word, str):
                    found[account_id, word.casefold()].add(row_id)
        several = "means more than one contact of the account"
        return {key: next(iter(ids)) if len(ids) == 1 else several for key, ids in found.items()}

    def people(self, names: Sequence[str]) -> Mapping[str, Answer]:
        """Colleagues' ids, by external id, e-mail or name."""
        return {name: self._person(name) for name in names}

    def owners(self, names: Sequence[str]) -> Mapping[str, Answer]:
        """The same; who is not known becomes a colleague with role csm."""
        answers = dict(self.people(names))
        new = sorted(name for name, answer in answers.items() if answer == UNKNOWN_PERSON)
        if new:
            made = self._make_people(new)
            answers |= made
        return answers

    def teams(self, names: Sequence[str]) -> Mapping[str, Answer]:
        """Teams' ids; a team that is not known is made."""
        table, connection = table_of(Team), self.work.connection
        rows = connection.execute(select(table.c.name, table.c.id).where(among(connection, table.c.name, list(names))))
        found: dict[str, Answer] = dict(rows.all())
        new = sorted(set(names) - set(found))
        if new:
            ids = take_ids(connection, table, len(new))
            same: dict[str, Value] = {
                "source": self.work.source,
                "batch_id": self.work.batch_id,
                "changed_at": self.work.now,
            }
            insert_columns(connection, table, {"id": ids, "name": new}, same, len(new))
            self.work.wrote("teams", ids, 1)
            self.work.file.rows["teams"] = self.work.file.rows.get("teams", 0) + len(new)
            found |= dict(zip(new, ids, strict=True))
        return found

    def _by_external_id(self, kind: str, names: Sequence[str]) -> dict[str, int]:
        return {name: known.row_id for name, known in self.work.known(kind, names).items()}

    def _person(self, name: str) -> Answer:
        if self._people is None:
            self._people = self._directory()
        if name in self._person_ids:
            return self._person_ids[name]
        ids = self._people.get(name.casefold(), set())
        if len(ids) > 1:
            return "is the name of more than one colleague; use the e-mail address"
        return next(iter(ids)) if ids else UNKNOWN_PERSON

    def _directory(self) -> dict[str, set[int]]:
        """Everybody by name and address; a company's colleagues are few."""
        found: dict[str, set[int]] = defaultdict(set)
        for row_id, name, email in self.work.session.execute(select(Person.id, Person.name, Person.email)):
            for word in (name, email):
                if word:
                    found[word.casefold()].add(row_id)
        columns = EXTERNAL.c
        rows = self.work.connection.execute(
            select(columns.external_id, columns.row_id).where(
                columns.system == self.work.feed.system, columns.kind == "people"
            )
        )
        self._person_ids = dict(rows.all())
        return found

    def _make_people(self, names: Sequence[str]) -> Mapping[str, Answer]:
        keys = list({name.casefold(): name for name in names}.values())
        fields: dict[str, list[Value]] = {
            "name": list(keys),
            "email": [key.lower() if "@" in key else None for key in keys],
            "role": ["csm"] * len(keys),
        }
        rows = Rows(self.work, [0] * len(keys), keys, [""] * len(keys), {})
        part = Part(Person, range(len(keys)), keys, fields, [None] * len(keys), {})
        ids = save(self.work, rows, part).ids
        by_word = {key.casefold(): row_id for key, row_id in zip(keys, ids, strict=True)}
        if self._people is not None:
            for word, row_id in by_word.items():
                self._people[word] = {row_id}
        return {name: by_word[name.casefold()] for name in names}


UNKNOWN_PERSON = "is nobody that is known"


def _unambiguous(rows: Iterable[tuple[str, int]], what: str) -> dict[str, Answer]:
    found: dict[str, set[int]] = defaultdict(set)
    for name, row_id in rows:
        found[name].add(row_id)
    several = f"is the name of more than one {what}; use the id"
    return {name: next(iter(ids)) if len(ids) == 1 else several for name, ids in found.items()}
