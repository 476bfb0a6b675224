"""What is shown beside the conversation: the app's home, the form that edits a proposal, the first prompts."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy.orm import Session

from bot.agents.base import Call
from bot.conversation import Conversation
from bot.delivery import replies
from bot.delivery.outbox import Sending
from bot.delivery.persons import Addressee
from bot.slack import views
from bot.slack.incoming import Incoming
from bot.slack.limits import Json
from bot.text import Reader
from bot.turn import Message, Wish, reader_of
from tools.kit import proposals
from tools.kit.cards import say

Finish = Callable[[Session], list[Sending]]

AHEAD = timedelta(days=90)
NOT_WAITING = say("This is not waiting to be saved any more.")
PROMPTS = (
    (say("My day"), say("Who should I call first today?")),
    (say("Renewals"), say("Which accounts renew this month?")),
    (say("Best practice"), say("How do I defend the price to a CFO?")),
    (say("What you can ask"), say("What can I ask you?")),
)


def home(conversation: Conversation, who: Addressee, incoming: Incoming) -> Finish:
    """Not saved yet, and the reader's own renewals of the next three months."""
    desk = conversation.desk(Message(who.person_id, "", incoming.order_key))
    with desk.read() as session:
        waiting = [proposals.card_of(row) for row in proposals.waiting(session, who.person_id, desk.now)]
    period = {"start": desk.today.isoformat(), "end": (desk.today + AHEAD).isoformat()}
    wish = Call("renewals_due", {"owner": "me", "period": period})
    turn = conversation.turn(Wish(who.person_id, wish, "", incoming.order_key))

    def finish(session: Session) -> list[Sending]:
        answer = turn.finish(session)
        shown = views.home(waiting, answer.cards, answer.reader)
        return [replies.view("views.publish", shown, user_id=who.slack_id)]

    return finish


def prompts(who: Addressee, incoming: Incoming) -> Finish:
    """Four things to ask, where one opens the conversation. (No thread goes along: Slack would then show nothing.)"""
    reader = Reader(who.language, who.locale)
    offered: list[Json] = [
        {"title": reader.words(title), "message": reader.words(message)} for title, message in PROMPTS
    ]
    payload: dict[str, Json] = {"channel_id": incoming.channel, "prompts": offered}
    sending = Sending("assistant.threads.setSuggestedPrompts", f"prompts:{incoming.channel}"[:80], payload)
    return lambda _session: [sending] if incoming.channel else []


def form(conversation: Conversation, who: Addressee, incoming: Incoming) -> Finish:
    """The fields of the asker's own pending proposal, in the form that the click has opened."""
    desk = conversation.desk(Message(who.person_id, "", incoming.order_key))
    with desk.read() as session:
        found = [row for row in proposals.waiting(session, who.person_id, desk.now) if row.id == incoming.ref]
    shown = (
        views.form(proposals.card_of(found[0]), reader_of(desk))
        if found
        else views.sentence(NOT_WAITING, reader_of(desk))
    )
    return lambda _session: [replies.view("views.update", shown, view_id=incoming.view)]
