"""The arguments of each tool, read out of a request's words: one function a tool."""

from collections.abc import Callable

from bot.agents.embedded.part import Arguments, Part

from . import accounts, book, changes, contacts, escalations, guidance, letters, notes, numbers, tasks

Reader = Callable[[Part], Arguments]

READERS: dict[str, Reader] = {
    "look_up_account": accounts.look_up_account,
    "account_health": accounts.account_health,
    "account_history": accounts.account_history,
    "contract_terms": accounts.contract_terms,
    "invoices": accounts.invoices,
    "stakeholders": accounts.stakeholders,
    "success_plan": accounts.success_plan,
    "meeting_brief": accounts.meeting_brief,
    "summarise_notes": accounts.summarise_notes,
    "renewals_due": book.renewals_due,
    "list_accounts": book.list_accounts,
    "accounts_at_risk": book.accounts_at_risk,
    "expansion_opportunities": book.expansion_opportunities,
    "list_tasks": book.list_tasks,
    "my_day": book.my_day,
    "scoreboard": book.scoreboard,
    "find_reference": book.find_reference,
    "retention_metrics": numbers.retention_metrics,
    "log_note": notes.log_note,
    "log_feedback": notes.log_feedback,
    "draft_email": letters.draft_email,
    "draft_qbr": letters.draft_qbr,
    "update_contact": contacts.update_contact,
    "open_escalation": escalations.open_escalation,
    "change_task": tasks.change_task,
    "log_opportunity": changes.log_opportunity,
    "update_forecast": changes.update_forecast,
    "hand_off": changes.hand_off,
    "record_roi": changes.record_roi,
    "record_churn": changes.record_churn,
    "change_owner": changes.change_owner,
    "cover": changes.cover,
    "find_guidance": guidance.find_guidance,
    "help": guidance.help_topic,
}
"""Tool → what reads its arguments. What is missing or ambiguous is left in the part."""

WRITES = frozenset(
    ["log_note", "log_feedback", "update_contact", "open_escalation", "change_task", "log_opportunity",
     "update_forecast", "hand_off", "record_roi", "record_churn", "change_owner", "cover"]
)  # fmt: skip
"""Tools that propose a change."""
