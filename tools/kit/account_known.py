"""One account's rows on a day, and where its facts are from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from database.models import Account, Contact, Contract, ContractLine, Ticket
from tools.kit.account_rows import Rows
from tools.kit.cards import Name, Source
from tools.kit.overdue import is_followed
from tools.kit.renewals import Renewal, of_rows


@dataclass(frozen=True)
class Known:
    """One account's rows on a day. `touched`: the day of the last touch that the asker may see."""

    rows: Rows
    today: date
    now: datetime
    touched: date | None

    @property
    def name(self) -> str:
        """The account's name."""
        return self.rows.account.name

    def lines(self, contract: Contract) -> list[ContractLine]:
        """What was bought with a contract."""
        return [line for line in self.rows.lines if line.contract_id == contract.id]

    @property
    def renewals(self) -> list[Renewal]:
        """The renewals of all contracts with an end, the earliest first."""
        every = self.rows.contracts
        found = [of_rows(self.rows.account, one, self.lines(one), self.today, is_followed(one, every)) for one in every]
        return [renewal for renewal in found if renewal]


def open_tickets(known: Known) -> list[Ticket]:
    """The support cases that are not closed, oldest first."""
    return [ticket for ticket in known.rows.tickets if ticket.closed_at is None]


def is_late(ticket: Ticket, now: datetime) -> bool:
    """An open case past its due time, or escalated."""
    return ticket.escalated or (ticket.due_at is not None and ticket.due_at < now)


def here(contacts: Sequence[Contact]) -> list[Contact]:
    """Those who have not left, the main contact first."""
    return sorted((one for one in contacts if one.left_on is None), key=lambda one: not one.is_main)


def runs(start: date | None, end: date | None, today: date) -> bool:
    """Whether a term holds today, its last day included."""
    return (start is None or start <= today) and (end is None or end >= today)


def of_account(account: Account) -> Source:
    """An account's own fields: which file, imported or changed when."""
    label = Name(text=account.source)
    return Source(kind="account", label=label, on=account.changed_at.date(), row=f"accounts:{account.id}")


def of_contract(contract: Contract) -> Source:
    """A contract: its number and file, imported or changed when."""
    label = Name(text=f"{contract.number} · {contract.source}" if contract.number else contract.source)
    return Source(kind="contract", label=label, on=contract.changed_at.date(), row=f"contracts:{contract.id}")


def of_ticket(ticket: Ticket) -> Source:
    """A support case, by the day on which it was opened."""
    return Source(kind="ticket", on=ticket.opened_at.date(), row=f"tickets:{ticket.id}")
