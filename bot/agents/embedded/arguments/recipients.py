"""To whom an email goes: a contact on file, somebody who is not, or a role."""

import re

from bot.agents.embedded.languages import load
from bot.agents.embedded.part import Arguments, Part, written

from .accounts import account_of_contact
from .free import finds, trimmed

_FROM = re.compile(r"(?:\bfrom|\bvon|\bde la part (?:de|d')|\btaking over from|\bapres|\bnach)\s*$")
_NAME = re.compile(
    r"(?P<title>(?i:frau|herrn?|mr|mrs|ms|dr|prof|m|mme|mlle|monsieur|madame)\.?\s+)?(?P<name>[A-ZÀ-Þ][\w'’-]*[a-zß-ÿ][\w'’-]*"
    r"(?: (?:(?:de|van|von|der|di|da|del|la|le|du|bin|al) )*[A-ZÀ-Þ][\w'’-]*[a-zß-ÿ][\w'’-]*){0,2})",
)
_SIGNS = re.compile("[\u4e00-\u9fff]")


def recipient(part: Part, arguments: Arguments) -> None:
    """recipient or recipient_role; the account too, where a contact gives it away."""
    contacts = [one for one in part.contacts() if not _is_sender(part, one.start)]
    part.name_account(arguments, needed=not contacts)
    if contacts:
        arguments["recipient"] = written(contacts[0].text)
        account_of_contact(part, arguments)
        if "account" not in arguments:
            part.missing.append("account")
    elif part.contact and part.has("pronoun"):
        arguments["recipient"] = part.contact
    elif role := role_of(part):
        arguments["recipient_role"] = role
    elif stranger := _stranger(part):
        arguments["recipient"] = stranger


def _is_sender(part: Part, place: int) -> bool:
    return bool(_FROM.search(part.scene.message.low[part.start : place]))


def role_of(part: Part) -> str | None:
    """A recipient who goes by a role: "the head of procurement", "their CFO", 他们的采购总监."""
    message = part.scene.message
    for start, end in finds(part, "language.recipient_role"):
        return trimmed(message.said(start, end))
    for hit in sorted(part.hits("role"), key=lambda hit: hit.start - hit.end):
        before = message.low[part.start : hit.start]
        if any(re.search(load(code).text("language.before_role") or r"(?!)", before) for code in part.scene.codes):
            return message.said(hit.start, hit.end)
    return None


def _stranger(part: Part) -> str | None:
    """Somebody who is not on file, named where a recipient is named: "Herrn Lechner", 卢总, "Callum Reid"."""
    message = part.scene.message
    for start, end in finds(part, "language.recipient"):
        said = message.said(start, end)
        if _SIGNS.search(said):
            return trimmed(said)
        name = _NAME.search(said)
        if name and (name["title"] or not _is_word(part, start + name.start(), start + name.end())):
            return trimmed(name.group())
    return None


def _is_word(part: Part, start: int, end: int) -> bool:
    """Whether capitals stand on words that the tables know, or on a time: "QBR", "English", "Monday"."""
    scene = part.scene
    spans = [(hit.start, hit.end) for hit in scene.hits if start <= hit.start and hit.end <= end and hit.cue != "role"]
    spans += [(time.start, time.end) for time in scene.times]
    words = re.finditer(r"\w+", scene.message.low[start:end])
    return all(any(a <= start + word.start() and start + word.end() <= b for a, b in spans) for word in words)
