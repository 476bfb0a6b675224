"""The app's home, and the moment in which somebody opens the conversation: four things to ask are offered then."""

from slack_bolt import App

from bot.handlers.intake import Body, Intake
from bot.slack import incoming


def register(app: App, intake: Intake) -> None:
    """Listens to the app's tabs being opened."""

    def opened(body: Body) -> None:
        intake.accept(incoming.home(body))

    app.event("app_home_opened")(opened)
