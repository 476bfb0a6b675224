"""Questions of method, and questions about the bot itself."""

import re

from bot.agents.embedded.part import Arguments, Part
from bot.agents.embedded.scene import greeting_end

from .free import find, trimmed


def find_guidance(part: Part) -> Arguments:
    """The question as it was asked, less greetings; and the language of the answer, where one was asked for."""
    arguments: Arguments = {}
    scene = part.scene
    start, end = skip_greeting(part), part.end
    languages = part.values("language")
    if languages:
        arguments["language"] = languages[0]
        place = min(hit.start for hit in part.hits(f"language={languages[0]}"))
        before = scene.message.low[start:place]
        ends = [match.end() for match in re.finditer(r"[?!.,;？。，]\s*", before)]
        if ends and ends[-1] > 12:
            end = start + ends[-1]
    topic = trimmed(scene.message.said(start, end))
    if topic:
        arguments["topic"] = topic
    else:
        part.missing.append("topic")
    return arguments


def skip_greeting(part: Part) -> int:
    """The place behind greetings and "could you …"."""
    scene = part.scene
    return min(greeting_end(scene.message.low, scene.codes, part.start), part.end)


def help_topic(part: Part) -> Arguments:
    """What about the bot is asked, in a few words; nothing where all of it is."""
    arguments: Arguments = {}
    hits = part.hits("bot_action")
    if not hits and part.has("help") and not part.has("howto", "howto_weak", "howto_bot"):
        return arguments
    found = find(part, "language.help_topic")
    if found is None and hits:
        widest = max(hits, key=lambda hit: hit.end - hit.start)
        found = widest.start, widest.end
    if found and (topic := trimmed(part.scene.message.said(*found).rstrip("?？ "))):
        arguments["topic"] = topic
    return arguments
