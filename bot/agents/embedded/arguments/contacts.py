"""Contacts that are new, have changed, or have left: who, in whose place, with which title, role and address."""

import re
from functools import cache

from bot.agents.embedded.languages import load
from bot.agents.embedded.message import COVERS, Message
from bot.agents.embedded.part import Arguments, Part, written
from bot.agents.embedded.scene import Named

from .accounts import account_of_contact
from .free import find, finds, trimmed

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w", re.ASCII)
_NAME = re.compile(
    r"(?:(?:Frau|Herrn?|Mr|Mrs|Ms|Dr|Mme|M)\.? )?(?<![\w@.-])[A-ZÀ-Þ][\w'’-]*[a-zß-ÿ][\w'’-]*"
    r"(?: (?:(?:de|van|von|der|den|di|da|del|la|le|du|bin|al|ter) ){0,2}[A-ZÀ-Þ][\w'’-]*[a-zß-ÿ][\w'’-]*){1,2}(?![\w@-])"
)
_CLAUSE = re.compile(
    r"\s*(?:,(?!\d)|;|，|；|。|：|:(?!\d)|\s-+\s|\n|(?<=[a-z\u00df-\u00ff)])\.(?=\s|$)|[()（）、]|\s/\s)\s*"
)


def update_contact(part: Part) -> Arguments:
    """A contact that is new, has changed, or has left."""
    arguments: Arguments = {}
    contacts = part.contacts()
    part.name_account(arguments, needed=not contacts)
    if contacts:
        account_of_contact(part, arguments)
        if "account" not in arguments:
            part.missing.append("account")
    action, name, leaver = _who(part, contacts)
    arguments["action"] = action
    if name:
        arguments["contact"] = name
    else:
        part.missing.append("contact")
    if leaver:
        arguments["leaver"] = leaver
    if action != "left":
        _position(part, arguments)
    if address := _ADDRESS.search(part.scene.message.said(part.start, part.end)):
        arguments["email"] = address.group()
    return arguments


def _who(part: Part, contacts: list[Named]) -> tuple[str, str | None, str | None]:
    """The action, whom it is about, and whose place is taken."""
    new, changed = part.has("contact_new"), part.has("contact_change")
    left = part.has("contact_left", "contact_mark")
    stranger = _stranger(part)
    if stranger and not (left and not new and not contacts):
        return "add", stranger, written(contacts[0].text) if contacts and (left or new or not changed) else None
    if len(contacts) > 1 and (new or left):
        first, second = contacts[0], contacts[1]
        coming, going = (first, second) if find(part, "language.takes_place") else (second, first)
        return "add", written(coming.text), written(going.text)
    name = written(contacts[0].text) if contacts else stranger or part.contact
    if name is None:
        return "add" if new and not left else "left" if left and not changed else "change", None, None
    if left and not (changed and part.has("contact_new", "our_role") and not part.has("contact_mark")):
        return ("change" if changed and _title_said(part) else "left"), name, None
    return "change", name, None


def _title_said(part: Part) -> bool:
    trial: Arguments = {}
    _position(part, trial)
    return "title" in trial


def _stranger(part: Part) -> str | None:
    """A name that nobody has on file: what stands where a new contact is named, else two words in capitals."""
    message = part.scene.message
    for start, end in finds(part, "language.new_contact"):
        said = trimmed(message.said(start, end))
        name = _NAME.match(said)
        signs = re.fullmatch("[\u4e00-\u9fff]{2,4}", said)
        if re.search(f"[{COVERS}]", message.low[start:end]):
            continue
        if signs or (name and not _is_job(part, name.group())):
            return name.group() if name else said
        if said[:1].isupper() and " " not in said and not _is_job(part, said) and said.isalpha():
            return said
    covered = "".join(
        " " if letter in COVERS else message.said(place, place + 1) for place, letter in enumerate(message.low)
    )
    for name in _NAME.finditer(covered, part.start, part.end):
        words = name.group().split()
        start = name.start()
        while len(words) > 2 and _is_known(part, start, start + len(words[0])):
            start += len(words.pop(0)) + 1
        said = " ".join(words)
        if len(words) > 1 and not _is_job(part, said) and not _is_known(part, start, start + len(words[0])):
            return said
    return None


def _is_known(part: Part, start: int, end: int) -> bool:
    """Whether a word is one of the tables' own: "Add", "Bitte", a job."""
    return any(hit.start == start and end == hit.end for hit in part.scene.hits)


def _is_job(part: Part, said: str) -> bool:

    low = Message(said).low
    return any((job := _job(code)) and job.search(low) for code in part.scene.codes)


@cache
def _job(code: str) -> re.Pattern[str] | None:
    """A job title: "head of procurement", Marketingleiterin, 财务总监."""
    text = load(code).text("language.job")
    return re.compile(rf"(?<![a-z])(?:{text})(?![a-z])") if text else None


@cache
def _opening(code: str) -> re.Pattern[str]:
    """What stands in front of a title: "she's now their", "als", 职位是."""
    return re.compile(load(code).text("language.job_opening") or r"(?!)")


@cache
def _closing(code: str) -> re.Pattern[str]:
    """What stands behind it: "at …", "now", "over there"."""
    return re.compile(load(code).text("language.job_closing") or r"(?!)")


def _position(part: Part, arguments: Arguments) -> None:
    """A job title, and the role that it plays for us, out of the clauses around the name."""
    message = part.scene.message
    place = part.start
    ends = [match.span() for match in _CLAUSE.finditer(message.low, part.start, part.end)] + [(part.end, part.end)]
    for first, last in ends:
        if first > place:
            _sort_in(part, place, first, arguments)
        place = last
    if "title" not in arguments and (found := find(part, "language.title")):
        start, end = _bare(part, *found)
        if end > start and not _role_in(part, start, end):
            arguments["title"] = trimmed(message.said(start, end))


def _sort_in(part: Part, start: int, end: int, arguments: Arguments) -> None:
    """Takes the title or the role out of one clause."""
    message = part.scene.message
    if role := _role_in(part, start, end):
        arguments.setdefault("role", trimmed(message.said(*role)))
        if role[1] - role[0] >= 0.6 * (end - start):
            return
    bare = _bare(part, start, end)
    for code in part.scene.codes:
        job = _job(code)
        if not job or "title" in arguments:
            continue
        match = job.fullmatch(message.low, *bare)
        if match is None and (opened := find(part, "language.new_job", start, end)):
            match = job.match(message.low, *opened)
        if match and not (role and role[0] < match.end() and match.start() < role[1]):
            arguments["title"] = trimmed(message.said(match.start(), match.end()))


def _bare(part: Part, start: int, end: int) -> tuple[int, int]:
    """A clause without names and small words at its ends."""
    low = part.scene.message.low
    names = re.compile(rf"[\s{COVERS}]+(?:'s)?")
    moved = True
    while moved and start < end:
        moved = False
        for pattern in (names, *(_opening(code) for code in part.scene.codes)):
            if (match := pattern.match(low, start, end)) and match.end() > start:
                start, moved = match.end(), True
        for code in part.scene.codes:
            if (match := _closing(code).search(low, start, end)) and match.start() < end:
                end, moved = match.start(), True
        while end > start and (low[end - 1] in COVERS or low[end - 1].isspace()):
            end, moved = end - 1, True
    return start, end


def _role_in(part: Part, start: int, end: int) -> tuple[int, int] | None:
    """The role that a clause names: "she's the economic buyer now"."""
    hits = [hit for hit in part.scene.hits if hit.cue == "our_role" and start <= hit.start and hit.end <= end]
    widest = max(hits, key=lambda hit: hit.end - hit.start, default=None)
    return (widest.start, widest.end) if widest else None
