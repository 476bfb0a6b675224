"""What a listener may do: store what came in, and what must happen within Slack's three seconds."""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.delivery.inbox import Inbox
from bot.delivery.persons import Persons
from bot.slack import views
from bot.slack.incoming import Incoming
from bot.text import Reader
from tools.kit.cards import Words

log = logging.getLogger("steward")

Body = Mapping[str, object]


@dataclass(frozen=True)
class Intake:
    """The listeners' one way into the house."""

    inbox: Inbox
    persons: Persons
    client: WebClient
    bot_user: str

    def accept(self, incoming: Incoming | None) -> None:
        """Stores it, committed. What is no message to us, or a thread's talk among others, is dropped unstored."""
        if incoming is None:
            return
        if incoming.follow_up and not self.inbox.is_talking(incoming.order_key, incoming.user):
            return
        self.inbox.accept(incoming)

    def open_form(self, trigger: str) -> str:
        """Opens the modal in which the form will appear; its id, or "" when Slack did not open it in time."""
        try:
            opened = self.client.views_open(trigger_id=trigger, view=views.loading())
        except (SlackApiError, OSError) as error:
            log.warning("no modal was opened: %s", type(error).__name__)
            return ""
        view = opened.get("view")
        return str(view["id"]) if isinstance(view, Mapping) and "id" in view else ""

    def sentence(self, words: Words, slack_user: str) -> str:
        """A sentence in the language of the person who clicked."""
        return Reader(self.persons.language_in(slack_user)).words(words)


PRESSED = re.compile(r"^(do:\d+|save|edit|discard|undo|show)$")
"""The ids of our buttons."""
