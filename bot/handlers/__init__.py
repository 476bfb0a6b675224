"""Every way in from Slack: one file a surface. Each reads what came, stores it in the inbox, and returns.

A request is answered only after its listener is done (`process_before_response`), so what Slack sees acknowledged is
stored; if it can't be, Slack is told so and sends it again.
"""

import logging
import re

from slack_bolt import Ack, App, BoltContext, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.authorize import Authorize
from slack_sdk import WebClient

from bot.delivery.inbox import NotStoredError
from bot.handlers import buttons, commands, home, mentions, messages, modals, shortcuts
from bot.handlers.intake import Intake
from bot.slack.web import QUIET

log = logging.getLogger("steward")

ANYTHING = re.compile("")


def slack_app(client: WebClient, intake: Intake) -> App:
    """The Bolt app with every listener. Signatures are checked before it (`bot/slack/receive.py`), on the raw bytes."""
    app = App(
        client=client,
        authorize=_Known(AuthorizeResult(enterprise_id=None, team_id=None, bot_user_id=intake.bot_user, bot_token="")),
        request_verification_enabled=False,
        process_before_response=True,
        attaching_conversation_kwargs_enabled=False,
        attaching_function_token_enabled=False,
        logger=QUIET,
    )
    for surface in (messages, mentions, commands, shortcuts, buttons, modals, home):
        surface.register(app, intake)
    _ignore_the_rest(app)
    app.error(_refused)
    return app


class _Known(Authorize):
    """Who we are is known from the start: no request waits for Slack to say it again before it is stored."""

    def __init__(self, us: AuthorizeResult) -> None:
        self._us = us

    def __call__(
        self,
        *,
        context: BoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,
        actor_team_id: str | None = None,
        actor_user_id: str | None = None,
    ) -> AuthorizeResult:
        return self._us


def _refused(error: Exception) -> BoltResponse:
    """What could not be stored is to be sent again; a payload that no listener can read is not."""
    log.error("a listener failed: %s", type(error).__name__)
    return BoltResponse(status=503 if isinstance(error, NotStoredError) else 400)


def _ignore_the_rest(app: App) -> None:
    """What nobody asked for is acknowledged and dropped, so that Slack does not send it again."""

    def ignored(ack: Ack) -> None:
        ack()

    app.event(ANYTHING)(ignored)
    app.action(ANYTHING)(ignored)
    app.view(ANYTHING)(ignored)
    app.shortcut(ANYTHING)(ignored)
    app.command(ANYTHING)(ignored)
