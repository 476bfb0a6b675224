"""The tables: every language has every section, every phrase can be read, every pattern compiles."""

import re

import pytest

from bot.agents.embedded.intents import RULES
from bot.agents.embedded.languages import CODES, load
from bot.agents.embedded.periods.grammar import grammar
from bot.agents.embedded.phrases import Lookup, parse

OWN = {"calendar.before", "calendar.risky", "calendar.until_after", "calendar.since_after", "from_to", "covering",
       "first_language", "account_question", "sign_off", "letter", "whole_book", "language.topic_check_in",
       "language.topic_meeting_request", "pronoun_them", "contract_list",
       "language.task_place", "language.generic_talk"}  # fmt: skip
"""Sections that only some languages need."""


def _sections(code: str) -> set[str]:
    return set(load(code).sections) - OWN


@pytest.mark.parametrize("code", [code for code in CODES if code != "en"])
def test_a_language_has_every_section_that_english_has(code: str) -> None:
    assert _sections("en") - _sections(code) == set()


@pytest.mark.parametrize("code", CODES)
def test_every_phrase_can_be_read_and_every_pattern_compiles(code: str) -> None:
    language = load(code)
    for section, text in language.sections.items():
        if "." not in section:
            for phrase in text.split(";"):
                parse(" ".join(phrase.split()))
        elif section.startswith("language.") and section != "language.common":
            for line in text.splitlines():
                re.compile(line)
    assert grammar(code).rules


def test_rules_ask_only_for_what_can_be_heard() -> None:
    heard = {name for code in CODES for section in load(code).sections for name in (section, section.split("=")[0])}
    derived = {"account", "one_account", "many_accounts", "contact", "person", "person_like", "period", "money",
               "percent", "days", "invoice_number", "health_colour", "filter", "question", "few", "body",
               "account_before"}  # fmt: skip
    asked = {one for rule in RULES for need in (*rule.needs, rule.lacks) for one in need}
    assert asked - heard - derived == set()


def test_a_phrase_may_leave_gaps_and_choices() -> None:
    lookup = Lookup({"cue": ["put … (on|in) hold*", "größte kunden", "很(久|长)没…联系"]})
    for low in ("put the whole thing on holding", "put it in hold", "groesste kunden", "很久没怎么联系"):
        assert [hit.cue for hit in lookup.find(low)] == ["cue"], low
    assert lookup.find("put it. on hold") == []
    assert lookup.find("input on hold") == []
