"""Follow-ups: created, completed, moved, handed to somebody."""

import re

from bot.agents.embedded.ordinals import ordinal
from bot.agents.embedded.part import Arguments, Part, first_day, written

from .accounts import account_of_contact
from .free import body_text, question_words, trimmed


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
