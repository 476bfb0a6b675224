"""The form that edits a proposal: what was entered is checked in the acknowledgement, and becomes a new proposal."""

from datetime import date

from slack_bolt import Ack, App

from bot.handlers.intake import Body, Intake
from bot.slack import incoming
from bot.slack.views import EDITING
from tools.kit.cards import Words, say

EMPTY = say("Please enter something.")
NO_DAY = say("This is not a day.")


def register(app: App, intake: Intake) -> None:
    """Listens to the form being sent off."""

    def sent(body: Body, ack: Ack) -> None:
        form = incoming.form(body)
        if form is None:
            ack()
            return
        wrong = {name: intake.sentence(words, form.user) for name, words in problems(body).items()}
        if wrong:
            ack(response_action="errors", errors=wrong)
            return
        intake.accept(form)
        ack()

    app.view(EDITING)(sent)


def problems(body: Body) -> dict[str, Words]:
    """What is wrong with a form's entries, by field: blank words, and days that are none."""
    view = body.get("view")
    blocks = view.get("blocks") if isinstance(view, dict) else None
    state = view.get("state") if isinstance(view, dict) else None
    values = incoming.entered(state.get("values") or {}) if isinstance(state, dict) else {}
    found: dict[str, Words] = {}
    for block in blocks if isinstance(blocks, list) else []:
        name = str(block.get("block_id")) if isinstance(block, dict) else ""
        if name not in values:
            continue
        if not block.get("optional") and not values[name].strip():
            found[name] = EMPTY
        elif block.get("element", {}).get("type") == "datepicker" and not _is_day(values[name]):
            found[name] = NO_DAY
    return found


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
