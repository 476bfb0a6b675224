"""Serving Slack: Socket Mode where there is an app token, else signed HTTP."""

import logging
import signal
from collections.abc import Callable
from threading import Event, Thread
from typing import Protocol

from pydantic import SecretStr
from waitress import create_server

from bot.conversation import Conversation
from bot.delivery.service import Service
from bot.handlers import slack_app
from bot.handlers.intake import Intake
from bot.slack.receive import LARGEST, Door
from bot.slack.socket import listen
from bot.slack.web import Client
from database.engine import Engine

log = logging.getLogger("steward")

TIMEOUT = 10
"""Seconds that a call to Slack may take."""
DOORKEEPERS = 8
"""Threads that take requests in."""
THREAD_SCOPES = frozenset({"channels:history", "groups:history"})


class UnusableTokensError(Exception):
    """Slack's variables don't suffice; the text says which are missing."""


class Settings(Protocol):
    """What serving needs to know."""

    @property
    def slack_bot_token(self) -> SecretStr | None: ...
    @property
    def slack_app_token(self) -> SecretStr | None: ...
    @property
    def slack_signing_secret(self) -> SecretStr | None: ...
    @property
    def slack_api_url(self) -> str: ...
    @property
    def host(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def workers(self) -> int: ...


class House(Protocol):
    """The opened house, as `bot/app.py` makes it."""

    @property
    def settings(self) -> Settings: ...
    @property
    def engine(self) -> Engine: ...
    @property
    def conversation(self) -> Conversation: ...


class Surface:
    """One workspace being served."""

    def __init__(self, house: House) -> None:
        settings = house.settings
        if settings.slack_bot_token is None:
            raise UnusableTokensError("SLACK_BOT_TOKEN is not set: it comes with installing the app in your workspace.")
        if settings.slack_app_token is None and settings.slack_signing_secret is None:
            raise UnusableTokensError("Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP.")
        self._settings = settings
        self.port = settings.port
        client = Client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url, TIMEOUT)
        us = client.auth_test()
        scopes = str(us.headers.get("x-oauth-scopes") or "").replace(" ", "").split(",")
        self.service = Service(
            house.engine,
            house.conversation,
            client,
            team=str(us["team_id"]),
            workers=settings.workers,
            reads_threads=bool(THREAD_SCOPES & set(scopes)),
        )
        self.app = slack_app(client, Intake(self.service.inbox, self.service.persons, client, str(us["user_id"])))

    def open(self) -> Callable[[], None]:
        """Starts answering and listening; gives back what closes it again."""
        self.service.start()
        app_token = self._settings.slack_app_token
        return listen(self.app, app_token.get_secret_value()) if app_token else self._http()

    def _http(self) -> Callable[[], None]:
        secret = self._settings.slack_signing_secret
        door = Door(self.app, secret.get_secret_value() if secret else "", healthy=self.service.healthy)
        server = create_server(
            door,
            host=self._settings.host,
            port=self._settings.port,
            threads=DOORKEEPERS,
            max_request_body_size=LARGEST * 2,
            ident=None,
        )
        closing = Event()

        def listen_until_closed() -> None:
            try:
                server.run()
            except OSError:
                # Closing takes the socket away from under the loop.
                if not closing.is_set():
                    raise

        def close() -> None:
            closing.set()
            server.close()

        Thread(target=listen_until_closed, name="http", daemon=True).start()
        return close


def serve(house: House) -> None:
    """Serves Slack until the process is asked to stop. Raises UnusableTokensError."""
    surface = Surface(house)
    asked = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: asked.set())
    close = surface.open()
    log.info("Steward is serving Slack")
    asked.wait()
    close()
    surface.service.stop()
