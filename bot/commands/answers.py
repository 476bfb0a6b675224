"""The machine-readable face: an answer as one JSON object, and what messages mean, a line each."""

import json
from collections.abc import Iterable, Iterator, Mapping

from bot.agents.base import Ask, Json, Said
from bot.conversation import Conversation
from bot.terminal import Terminal
from bot.turn import Answer, Message
from tools.kit.cards import VERSION, Cards, Notice, Proposal
from tools.kit.desk import Desk


def answer_json(answer: Answer) -> dict[str, Json]:
    """The plain text that Slack would show, the cards as data, the calls made, the proposals with id and fields."""
    reading = answer.reading
    problem = next((card for card in answer.cards if isinstance(card, Notice) and card.level == "problem"), None)
    return {
        "text": answer.text,
        "version": VERSION,
        "cards": json.loads(Cards.dump_json(list(answer.cards))),
        "calls": [{"tool": call.tool, "arguments": dict(call.arguments)} for call in answer.calls],
        "proposals": [_proposal(card, answer) for card in answer.cards if isinstance(card, Proposal)],
        "ask": _ask(reading.ask) if reading and reading.decision == "ask" else None,
        "decline": bool(reading and reading.decision == "decline"),
        "error": answer.reader.words(problem.text) if problem else None,
    }


def printable(value: dict[str, Json]) -> str:
    """One line of JSON; half a surrogate pair, which no encoding can print, is written as its escape."""
    line = json.dumps(value, ensure_ascii=False)
    return line if _encodes(line) else json.dumps(value)


def _encodes(line: str) -> bool:
    try:
        line.encode()
    except UnicodeEncodeError:
        return False
    return True


def _proposal(card: Proposal, answer: Answer) -> dict[str, Json]:
    reader = answer.reader
    return {
        "id": card.id,
        "title": reader.words(card.title),
        "state": card.state,
        "fields": {
            field.name: field.raw if field.raw is not None else reader.value(field.new) for field in card.fields
        },
    }


def _ask(ask: Ask | None) -> dict[str, Json] | None:
    return {"missing": list(ask.missing), "candidates": list(ask.candidates)} if ask else None


def meanings(conversation: Conversation, terminal: Terminal, lines: Iterable[str]) -> Iterator[dict[str, Json]]:
    """What each line's message means. A bad line gives an object with `error`, and the next line goes on."""
    desk = conversation.desk(Message(terminal.person_id, "", terminal.order_key, now=terminal.now))
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _meaning(conversation, desk, line, number)


def _meaning(conversation: Conversation, desk: Desk, line: str, number: int) -> dict[str, Json]:
    message: object = None
    try:
        message = json.loads(line, parse_constant=_no_number)
        text, before = _message(message)
    except RecursionError:  # brackets within brackets, deeper than can be read
        return {"id": None, "line": number, "error": f"line {number}: too deeply nested"}
    except ValueError as error:
        name = message.get("id") if isinstance(message, dict) else None
        return {"id": name, "line": number, "error": f"line {number}: {error}"}
    reading = conversation.read(text, desk, before)
    return {
        "id": message.get("id") if isinstance(message, dict) else None,
        "language": reading.language,
        "calls": [{"tool": call.tool, "arguments": dict(call.arguments)} for call in reading.calls],
        "ask": _ask(reading.ask) if reading.decision == "ask" else None,
        "decline": reading.decision == "decline",
    }


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no JSON")


def _message(message: object) -> tuple[str, list[Said]]:
    if not isinstance(message, dict) or not isinstance(message.get("text"), str):
        raise ValueError('expected an object with a "text"')
    context = message.get("context") or []
    if not isinstance(context, list):
        raise ValueError('"context" is null or a list of turns')
    return message["text"], [_said(turn) for turn in context]


def _said(turn: object) -> Said:
    if not isinstance(turn, Mapping) or turn.get("role") not in ("user", "assistant"):
        raise ValueError('each turn of "context" has a "role" (user or assistant) and a "text"')
    text = turn.get("text")
    if not isinstance(text, str):
        raise ValueError('each turn of "context" has a "text"')
    return Said("user" if turn["role"] == "user" else "assistant", text)
