"""Messages: in a direct message always, in a channel's thread only where the company's manifest lets us see them."""

from slack_bolt import App

from bot.handlers.intake import Body, Intake
from bot.slack import incoming


def register(app: App, intake: Intake) -> None:
    """Listens to messages. Edits, deletions and what bots say are no questions and end here."""

    def said(body: Body) -> None:
        intake.accept(incoming.message(body, intake.bot_user))

    app.event("message")(said)
