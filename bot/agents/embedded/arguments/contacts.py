"""Contacts that are new, have changed, or have left."""

import re

from bot.agents.embedded.languages import load
from bot.agents.embedded.message import COVERS, Message
from bot.agents.embedded.part import Arguments, Part, written

from .accounts import account_of_contact
from .clauses import CLAUSES
from .free import question_words, trimmed

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")


def update_contact(part: Part) -> Arguments:
    """A contact that is new, has changed, or has left."""
    arguments: Arguments = {}
    contacts = part.contacts()
    part.name_account(arguments, needed=not contacts)
    if contacts:
        account_of_contact(part, arguments)
        if "account" not in arguments:
            part.missing.append("account")
    _action(part, arguments)
    if address := _ADDRESS.search(part.scene.message.said(part.start, part.end)):
        arguments["email"] = address.group()
    return arguments


def _action(part: Part, arguments: Arguments) -> None:
    new, left = part.has("contact_new"), part.has("contact_left", "contact_mark")
    contacts = part.contacts()
    stranger = _stranger(part)
    if new and (stranger or not contacts):
        arguments["action"] = "add"
        if stranger:
            arguments["contact"] = stranger
        else:
            part.missing.append("contact")
        if contacts and left:
            arguments["leaver"] = written(contacts[0].text)
        _position(part, arguments)
        return
    arguments["action"] = "left" if left and not part.has("contact_change") else "change"
    if contacts:
        arguments["contact"] = written(contacts[0].text)
    elif stranger:
        arguments["contact"] = stranger
    elif part.contact:
        arguments["contact"] = part.contact
    else:
        part.missing.append("contact")
    if arguments["action"] == "change":
        _position(part, arguments)


def _stranger(part: Part) -> str | None:
    """A name that nobody has on file: two words in capitals, or what stands where a new contact is named."""
    if found := question_words(part, "language.new_contact"):
        return found
    low, text = part.scene.message.low, part.scene.message
    for match in re.finditer(
        r"(?<!\w)[^\W\d_][\w'-]+ [^\W\d_][\w'-]+(?: [^\W\d_][\w'-]+)?", low[part.start : part.end]
    ):
        said = text.said(part.start + match.start(), part.start + match.end())
        words = re.match(r"[A-ZÀ-Þ][\w'’-]+(?: (?:de|van|von|di|da|del|la|le))?(?: [A-ZÀ-Þ][\w'’-]+){1,2}", said)
        if words and not re.search(f"[{COVERS}]", match.group()):
            return words.group()
    return None


def _position(part: Part, arguments: Arguments) -> None:
    """A job title, and the role that it plays for us, out of the words around the name."""
    for clause in CLAUSES.split(part.scene.message.said(part.start, part.end)):
        bracket = re.search(r"[（(]([^)）]{3,60})[)）]", clause)
        for words in [bracket.group(1)] if bracket else [clause]:
            _sort_in(part, words, arguments)
    if "title" not in arguments and (title := question_words(part, "language.title")):
        arguments["title"] = title


def _sort_in(part: Part, words: str, arguments: Arguments) -> None:

    low = Message(words).low.strip()
    role = question_of_role(low, words, part)
    name = str(arguments.get("contact", ""))
    if find_title(low, part) and "title" not in arguments and not (name and name in words):
        arguments["title"] = trimmed(words)
    elif role and "role" not in arguments and not (name and name in words):
        arguments["role"] = role


def find_title(low: str, part: Part) -> bool:
    """Whether words are a job title: "head of procurement", Marketingleiterin, 财务总监."""

    return any(
        re.fullmatch(pattern, low) is not None
        for code in part.scene.codes
        if (pattern := load(code).text("language.job"))
    )


def question_of_role(low: str, words: str, part: Part) -> str | None:
    """The role that a clause names: "she's the economic buyer now"."""

    hits = [hit for code in part.scene.codes for hit in load(code).lookup.find(low) if hit.cue == "our_role"]
    if not hits:
        return None
    widest = max(hits, key=lambda hit: hit.end - hit.start)

    return Message(words).said(widest.start, widest.end)
