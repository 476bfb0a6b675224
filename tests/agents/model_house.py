"""A small house whose messages go to a scripted model, with an embedded agent that is never sure."""

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine

from bot.agents.base import Agent, Reading
from bot.agents.openai import Connection, DataClass, ModelAgent
from bot.agents.openai.breaker import Breaker
from bot.agents.router import Router
from bot.conversation import Conversation
from bot.turn import Answer, Message, Press, Turn
from database.engine import transaction
from tests.agents.scripted import Endpoint
from tests.bot.house import ANN, NOW, Scripted, fill, house_over

UNSURE = Reading("decline", "en", confidence=0.1)


@dataclass
class Unsure(Scripted):
    """An embedded agent that reads what it is told, or nothing in particular; never surely."""

    name: str = "embedded"
    reading: Reading = field(default=UNSURE)

    def read(self, *_: object) -> Reading:
        return self.reading


@dataclass
class ModelHouse:
    """The house, and what its model is told."""

    engine: Engine
    conversation: Conversation
    agent: ModelAgent
    own: Unsure
    passed: list[str] = field(default_factory=list)
    """Sentences that were shown while the model still spoke."""

    def think(self, text: str, person: int = ANN, key: str = "dm") -> Turn:
        """A message, thought through and not finished."""
        return self.conversation.turn(Message(person, text, key, now=NOW), self.passed.append)

    def say(self, text: str, person: int = ANN, key: str = "dm") -> Answer:
        """A message, answered."""
        turn = self.think(text, person, key)
        with transaction(self.engine) as session:
            return turn.finish(session)

    def press(self, proposal: str, action: str = "save", person: int = ANN) -> Answer:
        """A click."""
        turn = self.conversation.turn(Press(person, action, proposal, "dm", now=NOW))  # type: ignore[arg-type]  # a test's words
        with transaction(self.engine) as session:
            return turn.finish(session)


def model_house(
    engine: Engine,
    folder: Path,
    endpoint: Endpoint | str,
    *,
    data: DataClass = "facts",
    hides_contacts: bool = True,
    daily_tokens: int = 200_000,
    seconds: float = 50.0,
    breaker: Breaker | None = None,
    own: Agent | None = None,
) -> ModelHouse:
    """The house of `tests/bot/house.py` over this endpoint."""
    fill(engine)
    url = endpoint if isinstance(endpoint, str) else endpoint.url
    agent = ModelAgent(
        Connection(
            api_key="sk-test",
            model="scripted",
            base_url=url,
            allowed=(url,),
            data=data,
            hides_contacts=hides_contacts,
            daily_tokens=daily_tokens,
            seconds=seconds,
        ),
        breaker,
    )
    unsure = Unsure()
    return ModelHouse(engine, Conversation(house_over(engine, folder, Router(own or unsure, agent))), agent, unsure)
