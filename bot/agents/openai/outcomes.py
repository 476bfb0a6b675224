"""What a model may decide besides calling a tool: to ask back, to decline, to acknowledge, to correct what waits.

They are told like tools, and are none: nothing runs. Saving and discarding are not among them. What a person confirms, they
confirm by a click or by words that our own agent reads.
"""

from bot.agents.openai.schemas import Schema

MISSING = (
    "account", "accounts", "note_body", "purpose", "recipient", "language", "topic", "task", "due", "contact", "to", "reason",
    "metric", "period", "amount", "feedback", "owner", "action", "invoice", "meeting_date", "severity", "product", "compare_to",
)  # fmt: skip
"""What may be missing, by the names of arguments."""

ASK, DECLINE, ACKNOWLEDGE, CORRECT = "ask_back", "decline", "acknowledge", "correct_waiting"

DOES = {
    ASK: "Ask the colleague: which arguments are missing, or which names of accounts could be meant",
    DECLINE: "The message is no work of a customer-success assistant",
    ACKNOWLEDGE: "Nothing is to be done",
    CORRECT: "The call beside this one takes the place of the change that waits",
}

SCHEMAS: dict[str, Schema] = {
    ASK: {
        "type": "object",
        "properties": {
            "missing": {"type": "array", "items": {"enum": list(MISSING)}},
            "candidates": {"type": "array", "items": {"type": "string"}},
        },
    },
    DECLINE: {"type": "object", "properties": {}},
    ACKNOWLEDGE: {"type": "object", "properties": {}},
    CORRECT: {"type": "object", "properties": {}},
}
NAMES = frozenset(SCHEMAS)
