"""Drafts, the app's home, the first prompts, an empty database."""

import pytest
from sqlalchemy import delete

from database.engine import transaction
from database.models import Account, Contact, Contract, ContractLine
from tests.bot.house import Small
from tests.journeys.workspace import Workspace


def test_the_customers_text_stands_alone_in_its_message(slack: Workspace) -> None:
    asked = slack.says("ann", "draft a renewal email for Blue Harbour")
    slack.reply(slack.dm("ann"), asked, number=2)
    slack.quiet()
    draft, rest = slack.posts(slack.dm("ann"), asked)
    assert "Hi Chris," in draft.shown
    assert not draft.buttons
    assert "accounts.csv" not in draft.shown, "nothing of ours stands in the customer's text"
    assert "accounts.csv" in rest.shown
    assert slack.called("files.completeUploadExternal").answer["ok"]


def test_the_home_shows_what_is_not_saved_and_ones_own_renewals(slack: Workspace) -> None:
    slack.says("ann", "note on Blue Harbour: they like it")
    card = slack.reply(slack.dm("ann"))
    slack.opens("ann", "home")
    view = slack.called("views.publish").arguments["view"]
    assert "not saved yet" in str(view)
    assert "Blue Harbour" in str(view)
    assert card.ts


def test_opening_the_conversation_offers_four_things_to_ask(slack: Workspace) -> None:
    slack.opens("ann", "messages")
    prompts = slack.called("assistant.threads.setSuggestedPrompts").arguments
    assert prompts["channel_id"] == slack.dm("ann")
    assert "thread_ts" not in prompts
    offered = prompts["prompts"]
    assert isinstance(offered, list)
    assert 1 <= len(offered) <= 4


@pytest.fixture
def empty(small: Small) -> None:
    with transaction(small.engine) as session:
        for table in (ContractLine, Contract, Contact, Account):
            session.execute(delete(table))


@pytest.mark.usefixtures("empty")
def test_an_empty_database_says_who_fills_it(slack: Workspace) -> None:
    asked = slack.says("ann", "which accounts renew this month?")
    answer = slack.reply(slack.dm("ann"), asked)
    assert "No accounts yet; your administrator imports them." in answer.shown


@pytest.mark.usefixtures("empty")
def test_the_home_of_an_empty_database_says_so_too(slack: Workspace) -> None:
    slack.opens("ann", "home")
    assert "No accounts yet" in str(slack.called("views.publish").arguments["view"])
