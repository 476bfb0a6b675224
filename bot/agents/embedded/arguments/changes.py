"""What is to be changed: contacts, escalations, tasks, opportunities, forecasts, hand-offs, owners."""

import re

from bot.agents.embedded.filters import period_of, plain
from bot.agents.embedded.message import COVERS
from bot.agents.embedded.ordinals import ordinal
from bot.agents.embedded.part import Arguments, Part, as_period, first_day, written
from bot.agents.embedded.scene import Named

from .accounts import account_of_contact
from .book import product
from .free import body_text, find, question_words, trimmed

_ASSIGNS = re.compile(r"assign|zuweis|assigne|attribue|confie|分配|指派|交给|let|soll")
_CLAUSES = re.compile(r"\s*(?:,(?!\d)|;|，|；|。|\s-\s|:|：|\n|\.\s)\s*")


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
    arguments["action"] = (
        "left" if left and not part.has("contact_change") else "change" if part.has("contact_change") else "left"
    )
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
    for clause in _CLAUSES.split(part.scene.message.said(part.start, part.end)):
        bracket = re.search(r"[（(]([^)）]{3,60})[)）]", clause)
        for words in [bracket.group(1)] if bracket else [clause]:
            _sort_in(part, words, arguments)
    if "title" not in arguments and (title := question_words(part, "language.title")):
        arguments["title"] = title


def _sort_in(part: Part, words: str, arguments: Arguments) -> None:
    from bot.agents.embedded.message import Message

    low = Message(words).low.strip()
    role = question_of_role(low, words, part)
    name = str(arguments.get("contact", ""))
    if find_title(low, part) and "title" not in arguments and not (name and name in words):
        arguments["title"] = trimmed(words)
    elif role and "role" not in arguments and not (name and name in words):
        arguments["role"] = role


def find_title(low: str, part: Part) -> bool:
    """Whether words are a job title: "head of procurement", Marketingleiterin, 财务总监."""
    from bot.agents.embedded.languages import load

    return any(
        re.fullmatch(pattern, low) is not None
        for code in part.scene.codes
        if (pattern := load(code).text("language.job"))
    )


def question_of_role(low: str, words: str, part: Part) -> str | None:
    """The role that a clause names: "she's the economic buyer now"."""
    from bot.agents.embedded.languages import load

    hits = [hit for code in part.scene.codes for hit in load(code).lookup.find(low) if hit.cue == "our_role"]
    if not hits:
        return None
    widest = max(hits, key=lambda hit: hit.end - hit.start)
    from bot.agents.embedded.message import Message

    return Message(words).said(widest.start, widest.end)


def open_escalation(part: Part) -> Arguments:
    """Open, change or close an escalation, or tell how it stands."""
    arguments: Arguments = {}
    asked = part.has("question") and not part.request.body
    if part.has("escalation_close") and not asked:
        action = "close"
    elif asked or (part.has("escalation_status") and not (part.request.body or part.has("escalation_open"))):
        action = "status"
    elif part.has("escalation_change") and not part.has("escalation_open"):
        action = "change"
    else:
        action = "open"
    arguments["action"] = action
    part.name_account(arguments, needed=action != "status")
    severities = part.values("severity") or _severity_in_body(part)
    if severities and action in ("open", "change"):
        arguments["severity"] = severities[0]
    people = part.people() or _assigned(part)
    if people and action in ("open", "change"):
        arguments["assignee"] = written(people[0].text)
    if action != "status" and (reason := _reason(part)):
        arguments["reason"] = reason
    elif action == "open" and "account" in part.missing:
        part.missing.append("reason")
    return arguments


def _assigned(part: Part) -> list[Named]:
    """Who is to take it, said at the end of the reason: ", assign <@U1>"."""
    start, end = part.request.body or (0, 0)
    low = part.scene.message.low
    people = [one for one in part.scene.people if start <= one.start < end]
    return [one for one in people if _ASSIGNS.search(low[max(start, one.start - 24) : one.start])]


def _severity_in_body(part: Part) -> list[str]:
    """A severity that stands in the first clause behind the account: "…, P1, api down"."""
    start, end = part.request.body or (0, 0)
    hits = [
        h
        for h in part.scene.hits
        if h.cue.startswith("severity=") and start <= h.start and h.end <= min(end, start + 16)
    ]
    return [hit.cue.partition("=")[2] for hit in hits[:1]]


def _reason(part: Part) -> str | None:
    """The body, or the clauses that carry no order."""
    if body := body_text(part):
        first, comma, rest = body.partition(",")
        return _less_people(part, trimmed(rest) if comma and _is_formal(part, first) else body)
    if found := find(part, "language.reason"):
        return _less_people(part, trimmed(part.scene.message.said(*found)))
    text = part.scene.message.said(part.start, part.end)
    clauses = [clause for clause in _CLAUSES.split(text) if clause.strip()]
    kept = [clause for clause in clauses[1:] if not _is_formal(part, clause)]
    return trimmed(", ".join(kept)) or None


def _is_formal(part: Part, clause: str) -> bool:
    """A clause that names only what has its own argument: an amount, a date, a category, who takes it."""
    from bot.agents.embedded.languages import load
    from bot.agents.embedded.message import Message

    low = Message(clause).low
    for code in part.scene.codes:
        pattern = load(code).text("language.formal_clause")
        if pattern and re.fullmatch(pattern, low.strip()):
            return True
    places = part.scene.message.low.find(low.strip()[:12], part.start, part.end)
    if places < 0:
        return False
    covered = [amount for amount in part.amounts() if places <= amount.start < places + len(low)]
    times = [time for time in part.times() if places <= time.start < places + len(low)]
    length = sum(a.end - a.start for a in covered) + sum(t.end - t.start for t in times)
    return bool(length) and length >= 0.4 * len(low.strip())


def _less_people(part: Part, text: str) -> str:
    """Without a last clause that only says who takes it: ", assign <@U1>"."""
    head, found, rest = text.rpartition(",")
    if found and re.search(r"<@|assign|zuweisen|assigne|分配|指派", rest, re.IGNORECASE) and len(rest) < 40:
        return trimmed(head)
    return text


def change_task(part: Part) -> Arguments:
    """Create, complete, reschedule or assign a follow-up. Looks forward."""
    arguments: Arguments = {}
    if part.has("remind", "task_new") or part.request.body:
        action = "create"
    elif part.has("task_assign") and part.people():
        action = "assign"
    elif part.has("task_move") and not part.has("task_done"):
        action = "reschedule"
    else:
        action = "complete" if part.has("task_done") else "reschedule"
    arguments["action"] = action
    part.name_account(arguments, needed=False)
    if not part.accounts() and part.contacts():
        account_of_contact(part, arguments)
    task = body_text(part) or question_words(part, f"language.task_{action}")
    if task and part.items and (number := ordinal(task)) is not None and number < len(part.items):
        task = part.items[number]
    if task:
        arguments["task"] = _less_times(part, task)
    else:
        part.missing.append("task")
    day = first_day([t for t in part.times() if t.kind != "since"], forward=True)
    if day:
        arguments["due"] = day
    if part.people() and action in ("assign", "create"):
        arguments["owner"] = written(part.people()[0].text)
    if part.contacts():
        arguments["contact"] = written(part.contacts()[0].text)
    elif part.contact and part.has("pronoun_them") and action == "create":
        arguments["contact"] = part.contact
    if action == "create" and "account" not in arguments and part.has("pronoun_them") and not part.contacts():
        part.missing.append("account")
    return arguments


def _less_times(part: Part, task: str) -> str:
    """A task without the day on which it is due, which stands in its own argument."""
    for time in part.times():
        said = part.scene.message.said(time.start, time.end)
        if said and said in task:
            task = re.sub(rf"(?:\s*\b(?:on|by|am|bis|le|pour|d'ici)\s+)?{re.escape(said)}", " ", task, count=1)
    return trimmed(" ".join(task.split()))


def log_opportunity(part: Part) -> Arguments:
    """An expansion opportunity: product, seats, amount, when it may close. Looks forward."""
    arguments: Arguments = {}
    part.name_account(arguments)
    product(part, arguments)
    if "product" not in arguments and (named := question_words(part, "language.product")):
        arguments["product"] = named
    seats = find(part, "language.seats")
    if seats:
        digits = re.sub(r"\D", "", part.scene.message.low[seats[0] : seats[1]])
        if digits:
            arguments["seats"] = int(digits)
    if money := [amount for amount in part.amounts() if amount.money]:
        arguments["amount"] = plain(money[0].value)
    if found := period_of(part, forward=True):
        arguments["close_period"] = as_period(found[0])
    return arguments


def update_forecast(part: Part) -> Arguments:
    """The renewal call of an account: category, amount, date, reason. Looks forward."""
    arguments: Arguments = {}
    part.name_account(arguments)
    if categories := part.values("category"):
        arguments["forecast_category"] = categories[-1] if part.has("from_to") else categories[0]
    if money := [amount for amount in part.amounts() if amount.money or amount.value >= 1000]:
        arguments["amount"] = plain(money[0].value)
    if day := first_day(part.times(), forward=True):
        arguments["close_date"] = day
    if reason := _reason(part):
        arguments["reason"] = reason
    return arguments


def hand_off(part: Part) -> Arguments:
    """A briefing to Service Manager, Support or Accounting."""
    arguments: Arguments = {}
    part.name_account(arguments)
    to = part.values("to")
    if to:
        arguments["to"] = "service_manager" if "service_manager" in to else to[0]
    else:
        part.missing.append("to")
    if reason := _reason(part):
        arguments["reason"] = reason
    else:
        part.missing.append("reason")
    return arguments


def record_roi(part: Part) -> Arguments:
    """An entry of the ROI ledger."""
    arguments: Arguments = {}
    part.name_account(arguments)
    if reason := _reason(part):
        arguments["reason"] = reason
    if money := [amount for amount in part.amounts() if amount.money]:
        arguments["amount"] = plain(money[0].value)
    return arguments


def record_churn(part: Part) -> Arguments:
    """Why an account left."""
    arguments: Arguments = {}
    part.name_account(arguments)
    if reason := _reason(part):
        arguments["reason"] = reason
    else:
        part.missing.append("reason")
    return arguments


def change_owner(part: Part) -> Arguments:
    """A new owner of an account."""
    arguments: Arguments = {}
    part.name_account(arguments)
    people = part.people()
    if people:
        arguments["to"] = written(people[-1].text)
    else:
        part.missing.append("to")
    if len(people) > 1:
        arguments["owner"] = written(people[0].text)
    return arguments


def cover(part: Part) -> Arguments:
    """A stand-in for a time."""
    arguments: Arguments = {}
    part.name_account(arguments, needed=False)
    people = part.people()
    if people:
        arguments["to"] = written(people[0].text)
    else:
        part.missing.append("to")
    if len(people) > 1:
        arguments["owner"] = written(people[1].text)
    elif part.hits("mine"):
        arguments["owner"] = "me"
    if found := period_of(part, forward=True):
        arguments["period"] = as_period(found[0])
    return arguments
