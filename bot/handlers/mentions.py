"""Mentions in channels, answered in the thread. The `message` event that comes with one has the same identity."""

from slack_bolt import App

from bot.handlers.intake import Body, Intake
from bot.slack import incoming


def register(app: App, intake: Intake) -> None:
    """Listens to mentions."""

    def mentioned(body: Body) -> None:
        intake.accept(incoming.message(body, intake.bot_user))

    app.event("app_mention")(mentioned)
