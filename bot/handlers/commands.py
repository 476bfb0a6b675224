"""`/steward …`: a question from anywhere, answered to the asker alone."""

from slack_bolt import Ack, App

from bot.handlers.intake import Body, Intake
from bot.slack import incoming

COMMAND = "/steward"


def register(app: App, intake: Intake) -> None:
    """Listens to the command."""

    def asked(body: Body, ack: Ack) -> None:
        intake.accept(incoming.command(body))
        ack()

    app.command(COMMAND)(asked)
