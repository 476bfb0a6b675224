"""The question that goes to a model: the day, the conversation as far as it matters, the change that waits, the message."""

import json
from collections.abc import Iterator, Sequence

from bot.agents.base import Call, Said, View
from bot.agents.openai.connection import DataClass
from bot.agents.openai.placeholders import Placeholders
from tools.kit.talk import privately

LANGUAGES = {"en": "English", "fr": "French", "de": "German", "zh": "Chinese"}
_TURNS = 8
_LONGEST = 300
"""Characters of an earlier message that are told."""
_SHOWN = 10
"""Rows of the last answer that are named, so that "the second one" has a meaning."""
_PRIVATE = "(something private)"


def question(
    message: str, before: Sequence[Said], view: View, language: str, data: DataClass, hidden: Placeholders
) -> str:
    """The text of the question. What is private in earlier turns is left out of it."""
    parts = [
        f"Today is {view.today:%A} {view.today.isoformat()}. The fiscal year starts in month {view.fiscal_year_start}. "
        f"Answer in {LANGUAGES[language]}."
    ]
    earlier = list(_earlier(before, hidden))
    if earlier:
        parts.append("Earlier:\n" + "\n".join(earlier))
    if data != "none" and (shown := _shown(before, view)):
        parts.append(f'<data from="the last answer">\n{_safe(shown)}\n</data>')
    if view.pending and not is_private_call(view.pending):
        parts.append(f"A change waits for Save: {_call(view.pending, hidden)}")
    parts.append(f"The message:\n{hidden.hidden(message)}")
    return "\n\n".join(parts)


def is_private(message: str) -> bool:
    """Whether the words announce something private, in any of our languages."""
    return any(pattern.search(message) for pattern in privately())


def is_private_call(call: Call) -> bool:
    """Whether the call is about a private note."""
    return call.arguments.get("visibility") == "private"


def _earlier(before: Sequence[Said], hidden: Placeholders) -> Iterator[str]:
    private = False
    for said in before[-_TURNS:]:
        who = "colleague" if said.role == "user" else "you"
        if said.role == "user":
            # What is said after something private may still be about it, until something else is done.
            private = is_private(said.text) or any(map(is_private_call, said.calls)) or (private and not said.calls)
        if private:
            yield f"- {who}: {_PRIVATE}"
            continue
        if said.text:
            yield f"- {who}: {hidden.hidden(_cut(said.text))}"
        if said.role == "assistant":
            yield from (f"- you called {_call(call, hidden)}" for call in said.calls)
            if said.ask:
                yield f"- you asked back: {', '.join(said.ask.missing or ('which one is meant',))}"


def _shown(before: Sequence[Said], view: View) -> str:
    if not before:
        return ""
    ids = [int(row) for ref in before[-1].shown if (row := ref.removeprefix("accounts:")).isdigit()]
    rows = [view.names.account(number) for number in ids[:_SHOWN]]
    return "\n".join(f"{place}. {row.name}" for place, row in enumerate(rows, 1) if row)


def _call(call: Call, hidden: Placeholders) -> str:
    arguments = json.dumps(dict(call.arguments), ensure_ascii=False)
    return f"{call.tool} {hidden.hidden(_cut(arguments))}"


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


def _safe(text: str) -> str:
    return text.replace("<", "‹").replace(">", "›")
