"""What can be asked here, in the asker's language, out of the tools' own examples."""

from collections.abc import Sequence

from pydantic import Field

from locales import key
from tools.kit import tool
from tools.kit.cards import Card, Column, Headline, Name, Notice, Row, Several, Table, Words, say
from tools.kit.desk import Desk
from tools.kit.history import folded, words_of
from tools.kit.tool import Tool

SHOWN = 2
"""Examples of a tool, unless it alone was asked for."""
FIRST = (
    "renewals_due",
    "my_day",
    "look_up_account",
    "account_history",
    "log_note",
    "draft_email",
    "draft_qbr",
    "find_guidance",
    "list_accounts",
)
"""What people ask most stands first; every other tool follows by name."""
LEAST = 3
"""Letters of a word that can tell a topic, but for Chinese characters."""


class Arguments(tool.Arguments):
    """What help is wanted with; everything without it."""

    topic: str | None = Field(None, description="a few words; without them everything")


def run(desk: Desk, arguments: Arguments) -> Sequence[Card]:
    """A line a tool that this asker may use: what it does and how one would ask for it."""
    from tools.kit import toolbox  # the toolbox imports tools, this one among them

    others = [found for found in toolbox.offered(desk) if found.name != TOOL.name]
    offered = sorted(others, key=lambda found: FIRST.index(found.name) if found.name in FIRST else len(FIRST))
    about = _about(offered, arguments.topic or "", desk.language)
    chosen = about or offered
    rows = tuple(_row(found, desk.language, whole=bool(about)) for found in chosen)
    table = Table(columns=(Column(label=say("What")), Column(label=say("For example"))), rows=rows, total=len(rows))
    answer: list[Card] = [_headline(arguments.topic, bool(about)), table]
    answer.append(
        Notice(text=say("Say it in your own words, in English, French, German or Chinese: there are no commands."))
    )
    if any(found.change for found in chosen):
        text = say("Nothing is saved before you have seen every field and clicked Save; Undo takes it back.")
        answer.append(Notice(text=text))
    return answer


def _headline(topic: str | None, found: bool) -> Headline:
    if topic and found:
        return Headline(text=say("This is how: {topic}", topic=topic))
    if topic:
        return Headline(text=say("I have nothing on “{topic}”; this is what you can ask", topic=topic))
    return Headline(text=say("What you can ask here"))


def _row(found: Tool[tool.Arguments], language: str, whole: bool) -> Row:
    examples = found.examples.get(language) or found.examples.get("en", ())
    shown = tuple(Name(text=example) for example in (examples if whole else examples[:SHOWN]))
    return Row(cells=(Words(key=found.does), Several(items=shown, by="  ·  ") if shown else None))


def _about(offered: Sequence[Tool[tool.Arguments]], topic: str, language: str) -> list[Tool[tool.Arguments]]:
    """The tools of which the most of the topic's words speak, if it is at least half of them."""
    pieces = [piece for word in words_of(topic) for piece in _pieces(word)]
    hits = {found.name: sum(piece in _said(found, language) for piece in pieces) for found in offered}
    most = max(hits.values(), default=0)
    return [found for found in offered if pieces and hits[found.name] == most and most * 2 >= len(pieces)]


def _said(found: Tool[tool.Arguments], language: str) -> str:
    return folded(" ".join((found.name.replace("_", " "), found.does, *found.examples.get(language, ()))))


def _pieces(word: str) -> list[str]:
    if word[0] >= "\u3400":
        return [word[place : place + 2] for place in range(max(len(word) - 1, 1))]
    return [word[:6]] if len(word) >= LEAST else []


TOOL = Tool(
    name="help",
    does=key("What can be asked here, in your language"),
    arguments=Arguments,
    run=run,
    account_data=False,
    examples={
        "en": ("what can you do?", "how do I log a note?"),
        "fr": ("que sais-tu faire ?", "comment enregistrer une note ?"),
        "de": ("was kannst du?", "wie lege ich eine Notiz an?"),
        "zh": ("你能做什么？", "怎么记会议纪要？"),
    },
)
