"""All tables. Later capabilities bring theirs as a file of this folder and a migration of their own."""

from .accounts import HEALTH, STATUSES, Account, AccountName, Contact
from .audit import AuditDetail, AuditRow, Setting
from .base import Base, InexactAmountError, Moment, Scaled, Versioned, now
from .contracts import OUTCOMES, Contract, ContractLine, ExchangeRate
from .conversation import InboxItem, OutboxItem, ProposalRow, Turn
from .engagement import ACTIVITY_TYPES, VISIBILITIES, Activity, Attendee, Task
from .imports import ExternalId, ImportBatch, ImportConflict
from .model_use import ModelUse
from .people import ROLES, Person, Team
from .signals import ChurnRecord, Ticket, UsageMonth

__all__ = [
    "ACTIVITY_TYPES",
    "HEALTH",
    "OUTCOMES",
    "ROLES",
    "STATUSES",
    "VISIBILITIES",
    "Account",
    "AccountName",
    "Activity",
    "Attendee",
    "AuditDetail",
    "AuditRow",
    "Base",
    "ChurnRecord",
    "Contact",
    "Contract",
    "ContractLine",
    "ExchangeRate",
    "ExternalId",
    "ImportBatch",
    "ImportConflict",
    "InboxItem",
    "InexactAmountError",
    "ModelUse",
    "Moment",
    "OutboxItem",
    "Person",
    "ProposalRow",
    "Scaled",
    "Setting",
    "Task",
    "Team",
    "Ticket",
    "Turn",
    "UsageMonth",
    "Versioned",
    "now",
]
