"""Socket Mode: the same listeners, over a connection that we open. What is not stored is not acknowledged."""

import time
from collections.abc import Callable

from slack_bolt import App
from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest


def listen(app: App, token: str) -> Callable[[], None]:
    """Connects, and hands every request to the app; gives back what disconnects again."""
    client = SocketModeClient(app_token=token, web_client=app.client, logger=app.logger)

    def arrived(over: BaseSocketModeClient, request: SocketModeRequest) -> None:
        started = time.time()
        send_response(over, request, run_bolt_app(app, request), started)

    client.socket_mode_request_listeners.append(arrived)
    client.connect()
    return client.close
