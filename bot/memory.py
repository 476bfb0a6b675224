"""What a stored turn holds, and what an agent is told of it: calls, what was asked back, what was shown."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.agents.base import Ask, Call, Json, Said
from database.transcript import PastTurn
from tools.kit.cards import Button, Card, Choice, Proposal, Table, pressable


def stored(calls: Sequence[Call], ask: Ask | None) -> dict[str, Json]:
    """A turn's calls and question as the transcript keeps them."""
    asked: dict[str, Json] | None = None
    if ask:
        pending = _call(ask.pending) if ask.pending else None
        asked = {"missing": list(ask.missing), "candidates": list(ask.candidates), "pending": pending}
    return {"calls": [_call(call) for call in calls], "ask": asked}


def recalled(turns: Sequence[PastTurn]) -> list[Said]:
    """Stored turns as an agent reads them: what the person said with its meaning, then what the answer asked and showed."""
    said: list[Said] = []
    for turn in turns:
        kept = json.loads(turn.calls)
        calls = tuple(_read_call(call) for call in kept["calls"])
        # Only the last answer's rows can still be meant; a long conversation has hundreds.
        ask, shown = _ask(kept["ask"]), Shown.read(turn.shown).rows if turn is turns[-1] else ()
        said.append(Said("user", turn.said, calls, ask if not calls else None, language=turn.language))
        said.append(Said("assistant", "", calls, ask, shown, turn.language))
    return said


def _call(call: Call) -> dict[str, Json]:
    return {"tool": call.tool, "arguments": dict(call.arguments)}


def _read_call(data: Mapping[str, Json]) -> Call:
    arguments = data["arguments"]
    if not isinstance(arguments, Mapping):
        raise TypeError("a stored call's arguments are no mapping")
    return Call(str(data["tool"]), dict(arguments))


def _ask(data: Mapping[str, object] | None) -> Ask | None:
    if data is None:
        return None
    pending = data["pending"]
    missing, candidates = data["missing"], data["candidates"]
    return Ask(
        missing=tuple(missing) if isinstance(missing, list) else (),
        candidates=tuple(candidates) if isinstance(candidates, list) else (),
        pending=_read_call(pending) if isinstance(pending, Mapping) else None,
    )


@dataclass(frozen=True)
class Shown:
    """What an answer showed, as references alone: rows in order, its buttons' calls, its proposals."""

    rows: tuple[str, ...]
    buttons: tuple[Call | str, ...]
    """In order of appearance; a str is what choosing it says."""
    more_at: int | None
    proposals: tuple[str, ...]
    choices: tuple[tuple[str, int], ...] = ()
    """What choosing says, and its place among the buttons: the answers to the question that was asked."""

    @classmethod
    def of(cls, answer: Sequence[Card]) -> "Shown":
        """What these cards show."""
        presses = pressable(answer)
        more = [card.more for card in answer if isinstance(card, Table) and card.more]
        return cls(
            rows=tuple(row.ref for card in answer if isinstance(card, Table) for row in card.rows if row.ref),
            buttons=tuple(_press(press) for press in presses),
            more_at=next((place for place, press in enumerate(presses) if more and press is more[-1]), None),
            proposals=tuple(card.id for card in answer if isinstance(card, Proposal)),
            choices=tuple((press.say, place) for place, press in enumerate(presses) if isinstance(press, Choice)),
        )

    @classmethod
    def read(cls, text: str) -> "Shown":
        """What a stored turn showed."""
        data = json.loads(text)
        return cls(
            rows=tuple(data["rows"]),
            buttons=tuple(button if isinstance(button, str) else _read_call(button) for button in data["buttons"]),
            more_at=data["more_at"],
            proposals=tuple(data["proposals"]),
            choices=tuple((said, place) for said, place in data.get("choices", ())),
        )

    @property
    def data(self) -> dict[str, Json]:
        """As the transcript keeps it."""
        return {
            "rows": list(self.rows),
            "buttons": [button if isinstance(button, str) else _call(button) for button in self.buttons],
            "more_at": self.more_at,
            "proposals": list(self.proposals),
            "choices": [[said, place] for said, place in self.choices],
        }

    @property
    def more(self) -> Call | None:
        """The call that shows the next page of the last list."""
        found = self.at(self.more_at) if self.more_at is not None else None
        return found if isinstance(found, Call) else None

    def at(self, place: int) -> Call | str | None:
        """The button at a place; None where there is none."""
        return self.buttons[place] if 0 <= place < len(self.buttons) else None

    def chosen(self, text: str) -> Call | None:
        """The call of the choice that the words are, and nothing but: its own words, its number, or what alone stands in
        brackets behind its name ("Acme (France)")."""
        words = text.strip().rstrip(".").casefold()
        said = [word.casefold() for word, _ in self.choices]
        traits = [word.rpartition("(")[2].rstrip(")") if word.endswith(")") else "" for word in said]
        found = [place for place, names in enumerate(zip(said, traits, strict=True)) if words and words in names]
        if words.isdecimal() and 1 <= int(words) <= len(said):
            found = [int(words) - 1]
        button = self.at(self.choices[found[0]][1]) if len(found) == 1 else None
        return button if isinstance(button, Call) else None

    def as_offered(self, call: Call) -> Call:
        """The call of the choice that an agent understood out of other words, which may have put it in another
        argument's place; every other call stays as it is."""
        for said, place in self.choices:
            button = self.at(place)
            if isinstance(button, Call) and button.tool == call.tool and said in call.arguments.values():
                others = {name: value for name, value in call.arguments.items() if value != said}
                if others.items() <= button.arguments.items():
                    return button
        return call


def _press(press: Button | Choice) -> Call | str:
    if press.tool is None:
        return press.say
    return Call(press.tool, json.loads(press.arguments))
