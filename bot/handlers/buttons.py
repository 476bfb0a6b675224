"""Buttons: Save, Edit, Discard, Undo on a proposal; next steps, choices and further pages under an answer."""

from slack_bolt import Ack, App

from bot.handlers.intake import PRESSED, Body, Intake
from bot.slack import incoming
from bot.slack.paint import EDIT


def register(app: App, intake: Intake) -> None:
    """Listens to clicks. A click on Edit opens the form's modal at once: Slack allows that for three seconds only."""

    def pressed(body: Body, ack: Ack) -> None:
        click = incoming.click(body)
        if click is not None and click.action == EDIT:
            click = click.with_view(intake.open_form(str(body.get("trigger_id"))))
        intake.accept(click)
        ack()

    app.action(PRESSED)(pressed)
