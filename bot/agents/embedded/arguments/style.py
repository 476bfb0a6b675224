"""How a text is to sound, how long it is to be, in which language: as it was said."""

import re

from bot.agents.embedded.languages import load
from bot.agents.embedded.message import Message
from bot.agents.embedded.part import Arguments, Part
from bot.agents.embedded.phrases import Hit

from .free import find, trimmed

_JOINT = re.compile(
    r"\s*(?:[,/&+]|(?:,\s*)?\b(?:but|and|yet|though|n|aber|und|doch|mais|et|tout en etant)\b(?:\s*not)?|但是?要?|而且?|又|且|、)\s*|\s+"
)
"""What may stand between two words of one tone: "firm but polite"."""
_GREETS = re.compile(r"\s+(?:willkommen|gluckwunsch|gluckwunsche|grusse|welcome|congratulations|thanks)\b")
_MEETING = re.compile(
    r"\s*(?:\w+ )?(?:calls?|chats?|meetings?|syncs?|catch-?ups?|demos?|coffee|zoom|gesprach|telefonat|termin|treffen|austausch|meeting|"
    r"anruf|appel|echange|point|entretien|rdv|rendez-vous|reunion|visio|电话|通话|会|沟通|见面|聊)\b"
)
_MEETING_BEFORE = re.compile(r"\b(?:appel|echange|point|entretien|rdv|rendez-vous|reunion|visio|call)\s+$")
"""A short call is no short text."""
_NOTHING = re.compile(r"^(?:nothing|rien de|nichts) [\w-]+, ", re.IGNORECASE)
"""What is not wanted, in front of what is: "nothing salesy, formal" is formal."""
_NO_TONE = re.compile(r"^(?:n|and|but|und|aber|et|mais)\s+|\s+(?:n|and|but|und|aber|et|mais)$")


def style(part: Part, arguments: Arguments) -> None:
    """tone, length and language, as they were said."""
    if tone := tone_of(part):
        arguments["tone"] = tone
    if length := length_of(part):
        arguments["length"] = length
    if languages := part.values("language"):
        arguments["language"] = languages[-1] if part.has("first_language") else languages[0]


def length_of(part: Part) -> str | None:
    """A number of lines, pages, words as written, else short or long."""
    low = part.scene.message.low
    if words := part.hits("length_words"):
        widest = max(words, key=lambda hit: hit.end - hit.start)
        return trimmed(part.scene.message.said(widest.start, widest.end))
    for value in part.values("length"):
        for hit in part.hits(f"length={value}"):
            if not (_MEETING.match(low, hit.end) or _MEETING_BEFORE.search(low[part.start : hit.start])):
                return value
    return None


def tone_of(part: Part) -> str | None:
    """The tone as it was said, less words of length; adjectives that stand at a noun lose their endings."""
    chain = _chain(part)
    slot = find(part, "language.tone")
    if slot and not (chain and chain[0] <= slot[0] and slot[1] <= chain[1]):
        chain = (min(slot[0], chain[0]), max(slot[1], chain[1])) if chain and _touch(slot, chain) else slot
    if chain is None:
        return None
    start, end = _less_length(part, *chain)
    said = _NOTHING.sub("", trimmed(part.scene.message.said(start, end)))
    return _uninflected(part, said, start, end, bool(slot)) or None


def _touch(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _chain(part: Part) -> tuple[int, int] | None:
    """The first run of words of tone, with the degrees in front of them."""
    low = part.scene.message.low
    hits = [hit for hit in part.hits("tone_word") if not _GREETS.match(low, hit.end)]
    hits.sort(key=lambda hit: (hit.start, -hit.end))
    if not hits:
        return None
    start, end = hits[0].start, hits[0].end
    for hit in hits[1:]:
        between = low[end : hit.start]
        if hit.start >= end and not _JOINT.fullmatch(_less_degrees(part, between, end)):
            break
        end = max(end, hit.end)
    return _with_degree(part, start), end


def _less_degrees(part: Part, between: str, place: int) -> str:
    """What stands between two words of tone, without "very", "not too"."""
    for hit in part.hits("tone_degree"):
        if place <= hit.start and hit.end <= place + len(between):
            between = between[: hit.start - place] + " " * (hit.end - hit.start) + between[hit.end - place :]
    return f"{between.rstrip()} " if between.strip() else between


def _with_degree(part: Part, start: int) -> int:
    low = part.scene.message.low
    degrees = sorted(part.hits("tone_degree"), key=lambda hit: -hit.end)
    for hit in degrees:
        if hit.end <= start and not low[hit.end : start].strip():
            start = hit.start
    return start


def _less_length(part: Part, start: int, end: int) -> tuple[int, int]:
    """Without words of length at either end: "calm n short" is calm."""
    message = part.scene.message
    moved = True
    while moved:
        moved = False
        for hit in _lengths(part):
            if start <= hit.start and hit.end == end and hit.start > start:
                end, moved = hit.start, True
            elif hit.start == start and hit.end < end:
                start, moved = hit.end, True
        said = message.low[start:end]
        end -= len(said) - len(said.rstrip(" ,;&"))
        start += len(said) - len(said.lstrip(" ,;&"))
        if match := _NO_TONE.search(message.low[start:end]):
            start, end = (start + match.end(), end) if match.start() == 0 else (start, start + match.start())
            moved = True
    return start, end


def _lengths(part: Part) -> list[Hit]:
    return [hit for cue in ("length=short", "length=long", "length_words", "first_language") for hit in part.hits(cue)]


_NOUN_FOLLOWS = re.compile(r"\s+(?P<capital>[A-ZÀ-Þ])?[^\W\d_]")


def _uninflected(part: Part, said: str, start: int, end: int, slot: bool) -> str:
    """eine freundliche Mail → freundlich; une réponse chaleureuse → chaleureux; "wärmer" stays."""
    message, language = part.scene.message, load(part.scene.code)
    if part.scene.code == "de":
        noun = _NOUN_FOLLOWS.match(message.said(end, part.end))
        endings = ("es", "en", "em", "er", "e") if noun and noun["capital"] else ("es", "en", "em", "e") if noun else ()
        bare = language.words("language.tone_bare")
        return " ".join(_stem(word, endings, bare, anything=slot and " " not in said) for word in said.split())
    forms = language.table("language.tone_forms")
    if message.low[part.start : start].rstrip()[-1:].isalpha():
        return " ".join(forms.get(Message(word).low, word) for word in said.split())
    return said


_ADJECTIVE = re.compile(r"(?:lich|ig|sam|voll|haft|isch|iert|end|nen|bar|los)$")


def _stem(word: str, endings: tuple[str, ...], bare: frozenset[str], *, anything: bool) -> str:
    """A German adjective without the ending that it has at a noun."""
    comma = "," if word.endswith(",") else ""
    for ending in endings:
        stem = word.removesuffix(comma).removesuffix(ending)
        if len(stem) + len(comma) < len(word) and (Message(stem).low in bare or (anything and _ADJECTIVE.search(stem))):
            return stem + comma
    return word
