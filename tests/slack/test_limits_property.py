"""Whatever is shown, in whatever language: every message is within Slack's limits, and nothing in it is live markup."""

import json
import re
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.slack import limits
from bot.slack.render import Post, render
from bot.text import Reader
from tests.slack.cards_at_random import CARDS
from tools.kit.cards import Card

LIVE = re.compile(r"<(https?:|mailto:|@|#|!)")


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(answer=CARDS, language=st.sampled_from(["en", "fr", "de", "zh"]))
def test_any_answer_becomes_messages_that_slack_takes(answer: Sequence[Card], language: str) -> None:
    for sent in render(answer, Reader(language), "token"):
        if not isinstance(sent, Post):
            assert sent.name
            continue
        assert limits.problems(sent.blocks) == []
        assert sent.blocks, "a message fell back to its text alone"
        assert 0 < len(sent.text) <= limits.TEXT
        assert not LIVE.search(sent.text)
        for element in limits.nested(sent.blocks):
            if element.get("type") == "mrkdwn":
                assert element["verbatim"] is True
                assert not LIVE.search(str(element["text"]))
            assert element.get("type") not in {"user", "channel", "broadcast", "usergroup"}
            if element.get("type") == "button":
                assert element["value"] in {"token", "p" * 24}
        json.dumps(sent.blocks)
