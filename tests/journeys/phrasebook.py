"""An agent that knows a few messages by heart, so that a journey tests the way and not the understanding."""

from collections.abc import Sequence

from bot.agents.base import Call, Json, Reading, Said, View


def _call(tool: str, **arguments: Json) -> Reading:
    return Reading("call", "en", (Call(tool, arguments),))


MARCH = {"start": "2026-03-01", "end": "2026-03-31"}
KNOWN = {
    "which accounts renew this month?": _call("renewals_due", period=MARCH),
    "note on Blue Harbour: they like it": _call("log_note", account="Blue Harbour", note_body="they like it"),
    "draft a renewal email for Blue Harbour": _call("draft_email", account="Blue Harbour", purpose="renewal_notice"),
    "how do I defend the price to a CFO?": _call("find_guidance", topic="how do I defend the price to a CFO?"),
    "help": _call("help"),
    "save it": Reading("save", "en"),
    "tell me about Blue Harbour": _call("look_up_account", account="Blue Harbour"),
}


class Phrasebook:
    """Reads what is in the book, and declines the rest."""

    name = "phrasebook"

    def read(self, message: str, before: Sequence[Said], view: View) -> Reading:
        if message == "break":
            raise RuntimeError("a fault of ours, with a secret in its words")
        return KNOWN.get(message, Reading("decline", "en"))
