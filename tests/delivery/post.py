"""An outbox with one person's messages, and a sender that is stepped by hand, before an emulated Slack."""

import itertools

from slack_sdk import WebClient
from sqlalchemy import Engine, select, update

from bot.delivery.calls import Calls
from bot.delivery.outbox import Audience, Outbox, Sending, add
from bot.delivery.pace import Pace
from bot.delivery.persons import Persons
from bot.delivery.sender import Sender
from bot.slack.audience import Slack
from database.engine import transaction
from database.models import OutboxItem, Person, now
from tests.journeys.emulator import TOKEN
from tests.journeys.front import Front
from tools.kit.cards import Words


class Post:
    """An outbox with one person's messages, and a sender that is stepped by hand."""

    def __init__(self, engine: Engine, front: Front) -> None:
        self.engine, self.front = engine, front
        self.client = client = WebClient(TOKEN, base_url=f"{front.address}/api/", timeout=5, retry_handlers=[])
        self.outbox = Outbox(engine)
        self.sender = self.new_sender(self.outbox)
        users = {user["name"]: user["id"] for user in client.users_list()["members"]}
        self.user = str(users["ann"])
        self.direct = str(client.conversations_open(users=[users["ann"]])["channel"]["id"])
        self.channel = next(one["id"] for one in client.conversations_list()["channels"] if one["name"] == "customers")
        front.channels[self.channel] = {"is_ext_shared": False}
        with transaction(engine) as session:
            session.add(Person(id=1, name="Ann", slack_id=users["ann"]))

    def new_sender(self, outbox: Outbox) -> Sender:
        """As after a start: it remembers nothing."""
        calls = Calls(self.client, Persons(self.engine).direct_channel)
        pace = Pace(itertools.count(0.0, 60.0).__next__)
        return Sender(outbox, calls, Slack(self.client, "T000000001"), pace, self.tell)

    def tell(self, _person_id: int, words: Words) -> Sending:
        return Sending("chat.postMessage", self.direct, {"text": words.key}, person_id=1)

    def put(self, *texts: str, channel: str | None = None, audience: Audience = "direct") -> None:
        with transaction(self.engine) as session:
            add(
                session,
                None,
                [Sending("chat.postMessage", channel or self.direct, {"text": text}, audience, 1) for text in texts],
            )

    def step(self, times: int = 1) -> None:
        """Sends what is due; what waits for later is made due."""
        for _ in range(times):
            with transaction(self.engine) as session:
                session.execute(
                    update(OutboxItem).where(OutboxItem.state.in_(("waiting", "leased"))).values(not_before=now())
                )
            self.sender.step(poll=0.01)

    def arrived(self) -> list[str]:
        """What stands in the emulator's channel, as told by the calls that it carried out."""
        return [str(call.arguments["text"]) for call in self.front.made("chat.postMessage")]

    def states(self) -> list[str]:
        with transaction(self.engine) as session:
            return list(session.scalars(select(OutboxItem.state).order_by(OutboxItem.id)))
