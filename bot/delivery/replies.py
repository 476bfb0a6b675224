"""Rendered messages and files → rows of the outbox, addressed."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from bot.delivery.outbox import RESPOND, UPLOAD, Audience, Sending, Where
from bot.slack.limits import Json
from bot.slack.render import Post, Upload, decided, render
from bot.text import Reader
from tools.kit.cards import Card, Notice, Proposal, Words


@dataclass(frozen=True)
class Place:
    """Where an answer goes: a channel (or the user whose direct messages it goes to), a thread there, for whom."""

    channel: str
    thread: str = ""
    audience: Audience = "direct"
    person_id: int | None = None


def answer(shown: Sequence[Card], reader: Reader, token: str, place: Place) -> list[Sending]:
    """The messages and files of an answer, in order."""
    return [_sending(item, place) for item in render(shown, reader, token)]


def sentence(words: Words, reader: Reader, place: Place) -> list[Sending]:
    """One sentence as a message."""
    return answer([Notice(text=words)], reader, "", place)


def update(card: Proposal, reader: Reader, where: Where, person_id: int | None) -> Sending:
    """The message of a proposal, made anew now that it has been decided."""
    post = decided(card, reader)
    # It stands in line behind the message itself, where that has not left yet.
    target: dict[str, Json] = {"of_row": where.row} if where.row else {"channel": where.channel, "ts": where.ts}
    payload = {**target, **_payload(post)}
    return Sending("chat.update", where.channel, payload, person_id=person_id)


def view(name: str, shown: dict[str, Json], **target: Json) -> Sending:
    """A view to be published or updated. It waits behind no message: its queue is its own."""
    channel = str(next(iter(target.values())))
    return Sending(name, f"view:{channel}"[:80], {**target, "view": shown})


def respond(words: Words, reader: Reader, url: str, channel: str) -> Sending:
    """An ephemeral line to where a command was typed."""
    return Sending(RESPOND, f"respond:{channel}"[:80], {"url": url, "text": reader.words(words)})


def _sending(item: Post | Upload, place: Place) -> Sending:
    thread: dict[str, Json] = {"thread_ts": place.thread} if place.thread else {}
    if isinstance(item, Post):
        payload = {**_payload(item), **thread}
        return Sending("chat.postMessage", place.channel, payload, place.audience, place.person_id, item.proposal)
    file: dict[str, Json] = {
        "name": item.name,
        "title": item.title,
        "alt": item.alt,
        "content": base64.b64encode(item.content).decode(),
    }
    return Sending(UPLOAD, place.channel, {**file, **thread}, place.audience, place.person_id)


def _payload(post: Post) -> dict[str, Json]:
    blocks: list[Json] = list(post.blocks)
    return {
        "text": post.text,
        "blocks": blocks,
        "mrkdwn": False,
        "unfurl_links": False,
        "unfurl_media": False,
    }
