"""Contracts and their lines, out of a file of contracts or out of what an account's row tells."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase

from database.connectors.base import Columns, Value
from database.models import Account, Contract, ContractLine
from database.models.contracts import last_notice_day

from .bulk import among, table_of
from .loader import Loader
from .save import InconsistentError, Part, Saved, save
from .succession import Successions
from .work import CREATED, UNCHANGED, UPDATED, Known, Rows, Work

CONTRACT_FIELDS = {
    "contract_number": "number",
    "start_date": "start_on",
    "notice_days": "notice_days",
    "auto_renew": "auto_renew",
    "uplift_cap": "uplift_cap",
    "payment_terms": "payment_terms",
    "billing": "billing",
    "notice_given": "notice_given_on",
    "settled": "outcome",
    "settled_on": "outcome_on",
}

LINE_FIELDS = {
    "product": "product",
    "seats": "seats",
    "line_arr": "arr",
    "currency": "currency",
    "start_date": "start_on",
    "trial": "is_trial",
}


class ContractsLoader(Loader):
    """`contracts` of the templates: the record is the line."""

    model = ContractLine

    def take(self, rows: Rows) -> None:
        """Brings in a block."""
        rows.resolve("account", self.references.accounts, into="account_id")
        rows.settle()
        self._currency(rows)
        rows.settle()
        _outcome(rows)
        refuse_backwards(rows, "end_date")
        rows.settle()
        self._save_contracts(rows)
        rows.settle()
        attach_arr(rows)
        fields = rows.fields({**LINE_FIELDS, "end_date": "end_on"})
        pointers = {"contract_id": rows.get("contract_id"), "account_id": rows.get("account_id")}
        self.save_record(rows, pointers | fields)

    def _currency(self, rows: Rows) -> None:
        """A line's currency is the row's, else the mapping's, else the account's."""
        ids = sorted({row_id for row_id in rows.get("account_id") if isinstance(row_id, int)})
        accounts = table_of(Account).c
        query = select(accounts.id, accounts.currency).where(among(self.work.connection, accounts.id, ids))
        of_account: dict[Value, Value] = dict(self.work.connection.execute(query).all())
        standard = self.work.feed.defaults.get("currency")
        found: list[Value] = []
        for place, (said, account) in enumerate(zip(rows.get("currency"), rows.get("account_id"), strict=True)):
            found.append(said or standard or of_account.get(account))
            if found[-1] is None:
                rows.refuse(place, "currency", None, "is not said, nor by the account or a mapping's `currency`")
        rows.attach("currency", found)

    def _save_contracts(self, rows: Rows) -> None:
        """Attaches the contract of each row: its own, or by number the one that an earlier row tells of."""
        named = zip(rows.keys, rows.get("account_id"), rows.get("contract_number"), strict=True)
        rows.attach("contract", [f"{account}|{number}" if number else key for key, account, number in named])
        numbered = {
            str(key): None
            for key, number, entry in zip(rows.get("contract"), rows.get("contract_number"), rows.known, strict=True)
            if number or entry
        }
        known = self.work.known("contracts", list(numbered))
        self._refuse_moved(rows, known)
        rows.settle()
        tellers: dict[str, int] = {}
        keys = _texts(rows.get("contract"))
        for place, key in enumerate(keys):
            # The row that a contract came in with goes on telling its term; the others are lines of it.
            if key not in known or known[key].digest == _marker(rows.keys[place]):
                tellers.setdefault(key, place)
        places = sorted(tellers.values())
        part = Part(
            Contract,
            places,
            [keys[place] for place in places],
            contract_fields(rows, places, "end_date"),
            [_marker(rows.keys[place]) for place in places],
            known,
            derive=derive_notice,
            derives_from=NOTICE_FROM,
        )
        saved = save(self.work, rows, part)
        note_outcomes(rows, places, saved)
        ids = {key: entry.row_id for key, entry in known.items()} | dict(zip(part.keys, saved.ids, strict=True))
        rows.attach("contract_id", [ids[key] for key in keys])
        for place, contract_id in enumerate(rows.get("contract_id")):
            if not contract_id:
                rows.refuse(place, "contract_number", rows.keys[place], "is a line of a contract that was rejected")

    def _refuse_moved(self, rows: Rows, known: Mapping[str, Known]) -> None:
        """A contract stays with its account: its lines point to both."""
        table = table_of(Contract).c
        ids = [entry.row_id for entry in known.values()]
        query = select(table.id, table.account_id).where(among(self.work.connection, table.id, ids))
        owned = dict(self.work.connection.execute(query).all())
        for place, key in enumerate(_texts(rows.get("contract"))):
            if key not in known:
                continue
            account_id = owned.get(known[key].row_id)
            if account_id is None:
                rows.refuse(place, "contract_number", key, "is a contract that was deleted here since it last came in")
            elif rows.get("account_id")[place] != account_id:
                rows.refuse(place, "account", rows.get("account")[place], "is another account than the contract's")


def contract_fields(rows: Rows, places: Sequence[int], end: str) -> Columns:
    """The contract's own fields of these records."""
    named = {"account_id": rows.get("account_id"), **rows.fields({**CONTRACT_FIELDS, end: "end_on"})}
    return {name: [values[place] for place in places] for name, values in named.items()}


def prepare_account_contracts(rows: Rows) -> None:
    """Works out what accounts' rows tell of contracts, and refuses what can't be one."""
    if "status" in rows.columns:
        # An account that churned has lost its contract, on the day until which it ran.
        gone = [status == "churned" for status in rows.get("status")]
        rows.attach("settled", ["lost" if lost else None for lost in gone])
        ends = rows.get("renewal_date")
        rows.attach("settled_on", [day if lost else None for lost, day in zip(gone, ends, strict=True)])
    attach_arr(rows)
    refuse_backwards(rows, "renewal_date")
    for place, (arr, currency) in enumerate(zip(rows.get("line_arr"), rows.get("currency"), strict=True)):
        if arr is not None and currency is None:
            rows.refuse(place, "currency", None, "is not said, nor by a mapping's `currency`")


def save_account_contracts(work: Work, rows: Rows) -> Successions:
    """Writes the one contract, and its one line, of each account's row that has an amount or a renewal date; where that
    date has moved on by a term, the contract before it stays and is renewed."""
    told = zip(rows.get("line_arr"), rows.get("renewal_date"), strict=True)
    places = [place for place, (arr, end) in enumerate(told) if arr is not None or end is not None]
    rows.attach("account_id", rows.get("row_id"))
    rows.attach("contract", [f"account:{key if len(key) <= 200 else _marker(key)}" for key in rows.keys])
    turned = Successions(work, rows, [place for place in places if rows.outcomes[place] != CREATED])
    turned.begin()
    contracts = _account_part(work, rows, Contract, places, contract_fields(rows, places, "renewal_date"))
    contracts.derive, contracts.derives_from = derive_notice, NOTICE_FROM
    saved = save(work, rows, contracts)
    note_outcomes(rows, places, saved)
    ids = dict(zip(places, saved.ids, strict=True))
    currencies = rows.get("currency")
    lined = [place for place in places if ids[place] and currencies[place] is not None]
    named = {"account_id": rows.get("account_id"), **rows.fields({**LINE_FIELDS, "renewal_date": "end_on"})}
    fields: Columns = {name: [values[place] for place in lined] for name, values in named.items()}
    fields["contract_id"] = [ids[place] for place in lined]
    note_outcomes(rows, lined, save(work, rows, _account_part(work, rows, ContractLine, lined, fields)))
    turned.finish(ids)
    return turned


def _account_part(work: Work, rows: Rows, model: type[DeclarativeBase], places: Sequence[int], fields: Columns) -> Part:
    contracts = rows.get("contract")
    keys = [str(contracts[place]) for place in places]
    old = [key for key, place in zip(keys, places, strict=True) if rows.outcomes[place] != CREATED]
    return Part(model, places, keys, fields, [None] * len(keys), work.known(table_of(model).name, old))


def note_outcomes(rows: Rows, places: Sequence[int], saved: Saved) -> None:
    """A record that was there and got another row was updated, not created."""
    outcomes = [UNCHANGED] * len(rows)
    for place, outcome in zip(places, saved.outcomes, strict=True):
        outcomes[place] = min(outcome, UPDATED)
    rows.became(outcomes)


def _marker(key: str) -> str:
    return key if len(key) <= 64 else hashlib.blake2b(key.encode(), digest_size=16).hexdigest()


def _texts(values: Sequence[Value]) -> list[str]:
    return [str(value) for value in values]


NOTICE_FROM = frozenset(["end_on", "notice_days"])


def derive_notice(row: Mapping[str, Value]) -> Mapping[str, Value]:
    """notice_on out of the term's end and the notice days; the term must not end before it starts."""
    start, end, days = row.get("start_on"), row.get("end_on"), row.get("notice_days")
    if isinstance(start, date) and isinstance(end, date) and start > end:
        raise InconsistentError("would end before it starts, with what was edited here")
    return {
        "notice_on": last_notice_day(end if isinstance(end, date) else None, days if isinstance(days, int) else None)
    }


def attach_arr(rows: Rows) -> None:
    """A year's revenue: as it is said, else twelve months'."""
    if "arr" in rows.columns or "mrr" in rows.columns:
        pairs = zip(rows.get("arr"), rows.get("mrr"), strict=True)
        rows.attach(
            "line_arr",
            [monthly * 12 if arr is None and isinstance(monthly, Decimal) else arr for arr, monthly in pairs],
        )


def refuse_backwards(rows: Rows, end: str) -> None:
    """A term that ends before it starts is a mistake in the file."""
    for place, (first, last) in enumerate(zip(rows.get("start_date"), rows.get(end), strict=True)):
        if isinstance(first, date) and isinstance(last, date) and first > last:
            rows.refuse(place, end, last, f"is before the start, {first}")


def _outcome(rows: Rows) -> None:
    """What became of the contract: as it is said; what churned is lost, on its last day."""
    if not {"outcome", "churned"} & set(rows.columns):
        return
    settled: list[Value] = []
    days: list[Value] = []
    columns = ("outcome", "outcome_date", "churned", "end_date")
    for outcome, day, churned, end in zip(*(rows.get(name) for name in columns), strict=True):
        result = "lost" if churned else outcome
        settled.append(result)
        days.append((day or end) if result else None)
    rows.attach("settled", settled)
    rows.attach("settled_on", days)
