"""A model may word a letter: it sees the template and no fact, and what it gives is used only where every mark is kept."""

import pytest

from bot.agents.meter import Meter, metered
from bot.agents.openai import Connection, ModelAgent, ModelWriter
from bot.agents.openai.writer import is_faithful
from tests.agents.scripted import Reply, endpoint, say
from tools.kit import letters
from tools.kit.letters import Manner
from tools.kit.writer import ComposedWriter

FACTS = {"account": "Blue Harbour", "renewal_date": "31 March 2026", "arr": "€50,000"}
TEMPLATE = (
    "Your contract for {account} ends on {renewal_date}.\nWe would like to go through the year with you before then.\n\n"
    "The present amount is {arr} a year.\nTell me which day suits you."
)
GOOD = (
    "On {renewal_date} the contract for {account} comes to its end.\nBefore then, we would like to go through the year with "
    "you.\n\nAt present the amount is {arr} a year.\nWhich day suits you? Tell me."
)


def _writer(url: str) -> ModelWriter:
    return ModelWriter(ModelAgent(Connection(api_key="k", model="m", base_url=url, allowed=(url,))))


def test_its_wording_is_filled_with_the_facts_and_no_fact_was_sent() -> None:
    with endpoint(say(GOOD)) as served, metered(Meter()) as use:
        text = _writer(served.url).write(TEMPLATE, FACTS, language="en")
    assert text.startswith("On 31 March 2026 the contract for Blue Harbour comes to its end.")
    sent = served.asked[0].body.decode()
    assert not any(fact in sent for fact in ("Blue Harbour", "31 March", "50,000"))
    assert use.requests == 1


BAD = {
    "a mark is missing": GOOD.replace("{arr}", "the amount"),
    "a mark is there twice": f"{GOOD} {{arr}}",
    "a mark of its own": GOOD + " {discount}",
    "a figure": GOOD + " We add 10 % for you.",
    "a name": GOOD + " Peter Jones will call you.",
    "a link": GOOD + " See https://evil.example for more.",
    "markup": GOOD.replace("amount", "*amount*"),
    "far too long": GOOD * 3,
    "nothing": "",
}


@pytest.mark.parametrize("why", sorted(BAD))
def test_a_wording_that_adds_or_loses_something_is_not_used(why: str) -> None:
    with endpoint(say(BAD[why])) as served:
        text = _writer(served.url).write(TEMPLATE, FACTS, language="en")
    assert text == ComposedWriter().write(TEMPLATE, FACTS, language="en")


@pytest.mark.parametrize("reply", [Reply(status=401), Reply(text=GOOD, cut="short"), Reply(text=GOOD, finish="length")])
def test_without_a_model_the_letter_is_our_own(reply: Reply) -> None:
    with endpoint(reply) as served:
        text = _writer(served.url).write(TEMPLATE, FACTS, language="en")
    assert text == ComposedWriter().write(TEMPLATE, FACTS, language="en")


@pytest.mark.parametrize("language", ["en", "fr", "de", "zh"])
def test_our_own_wording_is_faithful_to_itself_in_each_language(language: str) -> None:
    body = letters.body(language, "renewal_notice", Manner())
    marks = dict.fromkeys(letters.PLACE.findall(body), "x")
    draft = "\n\n".join("\n".join(paragraph) for paragraph in letters.lines(body, marks))
    assert is_faithful(draft, draft, language)
