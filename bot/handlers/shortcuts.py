""" "Log as note" on a message: its words become a note's draft, shown to the person who clicked."""

from slack_bolt import Ack, App

from bot.handlers.intake import Body, Intake
from bot.slack import incoming

LOG_AS_NOTE = "log_as_note"


def register(app: App, intake: Intake) -> None:
    """Listens to the message shortcut."""

    def clicked(body: Body, ack: Ack) -> None:
        intake.accept(incoming.shortcut(body))
        ack()

    app.message_shortcut(LOG_AS_NOTE)(clicked)
