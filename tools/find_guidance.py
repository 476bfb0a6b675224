"""Best practice out of the documents: the passages that answer, each with its document, section and date."""

from collections.abc import Sequence
from typing import Literal

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from knowledge import Passage
from locales import key
from tools.kit import cards, tool
from tools.kit.cards import Button, Card, Headline, Name, Notice, Several, Words, say
from tools.kit.desk import Desk
from tools.kit.paging import button
from tools.kit.tool import Tool

PASSAGES = 3
"""Passages in an answer."""
PAGES = 3
"""Answers to one question; what comes later is hardly about it."""
LONGEST = 120
"""Characters of a question that are said back."""


class Arguments(tool.Arguments):
    """What guidance is wanted on."""

    topic: str = Field(min_length=1, description="the question as it was asked")
    language: Literal["en", "fr", "de", "zh"] | None = Field(None, description="of the documents, if one was asked for")
    page: SkipJsonSchema[int] = Field(1, ge=1, le=PAGES)


def run(desk: Desk, arguments: Arguments) -> Sequence[Card]:
    """The passages that answer, best first; or plainly that there are none, and what there is."""
    wanted = arguments.language or desk.language
    until = arguments.page * PASSAGES
    found = desk.library.search(arguments.topic, wanted, top=until + 1)
    shown = found[until - PASSAGES : until]
    if not shown:
        return [*_nothing(arguments), *_trouble(desk)]
    return [
        Headline(text=_documents(shown), buttons=_more(arguments, len(found) > until)),
        *map(_card, shown),
        *_other_language(shown, wanted),
        *_trouble(desk),
    ]


def _documents(shown: Sequence[Passage]) -> Words:
    titles = dict.fromkeys(passage.title for passage in shown)
    return say("Best practice: {documents}", documents=Several(items=tuple(map(_name, titles)), by=" · "))


def _name(text: str) -> Name:
    return Name(text=text)


def _card(passage: Passage) -> cards.Passage:
    """A quotation: in the document's own language, never translated."""
    return cards.Passage(text=passage.text, document=passage.title, section=passage.section, on=passage.updated)


def _more(arguments: Arguments, there_is_more: bool) -> tuple[Button, ...]:
    if not there_is_more or arguments.page == PAGES:
        return ()
    asked = {**arguments.model_dump(exclude_none=True), "page": arguments.page + 1}
    return (button(say("More passages"), TOOL.name, asked),)


def _other_language(shown: Sequence[Passage], wanted: str) -> list[Card]:
    """Says so when English documents stand in for those of the reader's language."""
    if all(passage.language == wanted for passage in shown):
        return []
    return [Notice(text=say("Quoted from the English documents: there are none on this in your language yet."))]


def _nothing(arguments: Arguments) -> list[Card]:
    topic = arguments.topic
    short = topic if len(topic) <= LONGEST else topic[:LONGEST].rstrip() + " …"
    covered = say(
        "They cover renewals, notice dates, prices and discounts, ROI, churn and recovery, reviews with customers, "
        "escalations, hand-offs, stakeholders, onboarding, success plans, health, forecasts, budgets, invoices, "
        "references, and writing to customers. Technical questions are Support's."
    )
    return [
        Headline(text=say("Nothing in the best-practice documents fits “{topic}”", topic=short)),
        Notice(text=covered),
    ]


def _trouble(desk: Desk) -> list[Card]:
    if desk.library.notice is None:
        return []
    text = say("The search by meaning is out of order just now, so this was looked for by its words alone.")
    return [Notice(level="warning", text=text)]


TOOL = Tool(
    name="find_guidance",
    does=key("Best practice on customer success, quoted from the documents with section and date"),
    arguments=Arguments,
    run=run,
    account_data=False,
    examples={
        "en": (
            "how do I explain a price increase?",
            "who should be at a QBR?",
            "playbook for an account that went quiet",
        ),
        "fr": ("comment annoncer une hausse de prix ?", "bonnes pratiques pour un plan de succès"),
        "de": ("wie kündige ich eine Preiserhöhung an?", "was gehört in eine Übergabe?"),
        "zh": ("怎么跟客户谈涨价？", "季度业务回顾怎么准备？"),
    },
)
