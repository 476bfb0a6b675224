"""A note from the words to the row: proposed, saved by a click, undone, edited, discarded, reminded of."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.handlers.serve import Surface
from database.engine import transaction
from database.models import Activity, InboxItem, now
from tests.bot.house import Small
from tests.journeys.workspace import Message, Workspace

NOTE = "note on Blue Harbour: they like it"


@pytest.fixture
def card(slack: Workspace) -> Message:
    """The card of a note that Ann has dictated."""
    asked = slack.says("ann", NOTE)
    return slack.reply(slack.dm("ann"), asked)


def bodies(small: Small) -> list[str]:
    with transaction(small.engine) as session:
        return list(session.scalars(select(Activity.body).order_by(Activity.id)))


def now_shown(slack: Workspace, card: Message) -> Message:
    return next(post for post in slack.posts(card.channel) if post.ts == card.ts)


def decided(slack: Workspace, card: Message, words: str) -> Message:
    """The card, once it says that it was decided."""

    def look() -> Message | None:
        shown = now_shown(slack, card)
        return shown if words in shown.shown else None

    return slack.until(look)


def test_a_note_is_saved_by_a_click_and_undone_by_another(slack: Workspace, small: Small, card: Message) -> None:
    assert list(card.buttons) == ["Save", "Edit", "Discard"]
    assert "they like it" in card.shown
    assert bodies(small) == []

    slack.clicks("ann", card, "Save")
    saved = decided(slack, card, "Saved by Ann")
    assert bodies(small) == ["they like it"]
    assert list(saved.buttons) == ["Undo"]

    slack.clicks("ann", saved, "Undo")
    undone = decided(slack, card, "Undone by Ann")
    assert bodies(small) == []
    assert not undone.buttons


def test_a_button_carries_the_proposals_id_and_nothing_else(card: Message) -> None:
    values = {button["value"] for button in card.buttons.values()}
    assert len(values) == 1
    assert "like" not in str(values)


def test_many_clicks_save_once(slack: Workspace, small: Small, card: Message) -> None:
    for _ in range(4):
        slack.clicks("ann", card, "Save")
    decided(slack, card, "Saved by Ann")
    slack.quiet()
    assert bodies(small) == ["they like it"]


def test_somebody_elses_click_saves_nothing(slack: Workspace, small: Small, card: Message) -> None:
    slack.clicks("ned", card, "Save")
    refused = slack.reply(card.channel, card.thread, number=2)
    assert "don't have this draft" in refused.shown or "je n'ai" in refused.shown.lower()
    assert bodies(small) == []


def test_what_is_saved_by_word_updates_the_card_too(slack: Workspace, small: Small, card: Message) -> None:
    slack.says("ann", "save it")
    assert not decided(slack, card, "Saved by Ann").buttons.keys() & {"Save"}
    assert bodies(small) == ["they like it"]


def test_discard_leaves_nothing(slack: Workspace, small: Small, card: Message) -> None:
    slack.clicks("ann", card, "Discard")
    assert not decided(slack, card, "Nothing was saved").buttons
    assert bodies(small) == []


def test_the_form_makes_a_new_card_and_retires_the_old_one(slack: Workspace, small: Small, card: Message) -> None:
    slack.clicks("ann", card, "Edit")
    assert slack.called("views.open").answer["ok"]
    form = slack.called("views.update").answer["view"]
    assert isinstance(form, dict)

    assert slack.submits("ann", form, body="they love it")[1] == ""
    decided(slack, card, "newer version")
    newer = slack.until(lambda: next((one for one in slack.posts(card.channel) if "they love it" in one.shown), None))
    slack.clicks("ann", newer, "Save")
    decided(slack, newer, "Saved by Ann")
    assert bodies(small) == ["they love it"]


def test_a_form_with_no_day_is_sent_back_at_once(slack: Workspace, small: Small, card: Message) -> None:
    slack.clicks("ann", card, "Edit")
    form = slack.called("views.update").answer["view"]
    assert isinstance(form, dict)
    assert "errors" in slack.submits("ann", form, date="tomorrow")[1]


def test_a_message_becomes_a_note_by_shortcut(slack: Workspace, small: Small) -> None:
    slack.shortcut("ann", "Blue Harbour will sign on Friday")
    card = slack.reply(slack.dm("ann"))
    assert list(card.buttons) == ["Save", "Edit", "Discard"]
    slack.clicks("ann", card, "Save")
    decided(slack, card, "Saved by Ann")
    assert bodies(small) == ["Blue Harbour will sign on Friday"]


def test_an_unsaved_note_is_reminded_of_once_at_the_end_of_the_day(
    slack: Workspace, surface: Surface, small: Small, card: Message
) -> None:
    evening = datetime(2026, 3, 18, 16, tzinfo=UTC)
    assert surface.service.schedule.plan(evening) == 1
    assert surface.service.schedule.plan(evening + timedelta(minutes=5)) == 0
    with transaction(small.engine) as session:
        job = session.scalars(select(InboxItem).where(InboxItem.kind == "job")).one()
        assert job.not_before == datetime(2026, 3, 18, 17, 30, tzinfo=UTC)
    surface.service.inbox.bell.ring()
    reminder = slack.until(lambda: next((one for one in slack.posts(card.channel) if "not saved" in one.shown), None))
    assert "1 note is not saved yet" in reminder.shown
    slack.quiet()
    cards = [one for one in slack.posts(card.channel) if "Save" in one.buttons]
    assert len(cards) == 2, "the card, and the card again under the reminder"
    slack.clicks("ann", cards[1], "Save")
    decided(slack, cards[0], "Saved by Ann")


def test_nobody_is_reminded_of_what_is_saved(slack: Workspace, surface: Surface, card: Message) -> None:
    surface.service.schedule.plan(now())
    slack.clicks("ann", card, "Save")
    decided(slack, card, "Saved by Ann")
    slack.quiet()
    assert not any("not saved yet" in one.shown for one in slack.posts(card.channel))
