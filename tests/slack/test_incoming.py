"""What Slack sends, read: who said what, where, under which identity, and what is no message to us."""

import pytest

from bot.slack import incoming
from bot.slack.incoming import read

BOT = "UBOT"


def event(**more: object) -> dict[str, object]:
    said = {"type": "message", "channel": "D1", "channel_type": "im", "user": "U1", "ts": "1700000000.000001"}
    return {"team_id": "T1", "event_id": "Ev1", "event": {**said, "text": "hello", **more}}


def test_a_direct_message_is_ordered_by_its_channel_and_answered_in_its_thread() -> None:
    said = incoming.message(event(), BOT)
    assert said is not None
    assert (said.identity, said.order_key, said.order_by) == ("event:Ev1", "D1", "1700000000.000001")
    assert (said.thread, said.direct, said.text) == ("1700000000.000001", True, "hello")
    reply = incoming.message(event(thread_ts="1690000000.000001"), BOT)
    assert reply is not None
    assert (reply.thread, reply.order_key) == ("1690000000.000001", "D1")


def test_a_mention_and_the_message_that_comes_with_it_are_one() -> None:
    in_channel = {"channel": "C1", "channel_type": "channel", "text": f"<@{BOT}> hello"}
    pair = [
        incoming.message(event(**in_channel), BOT),
        incoming.message({**event(**in_channel, type="app_mention"), "event_id": "Ev2"}, BOT),
    ]
    assert pair[0] is not None
    assert pair[1] is not None
    assert pair[0].identity == pair[1].identity
    assert (pair[0].text, pair[0].order_key, pair[0].direct) == ("hello", "C1:1700000000.000001", False)


def test_talk_in_a_channel_that_is_not_addressed_to_us_is_dropped() -> None:
    assert incoming.message(event(channel="C1", channel_type="channel"), BOT) is None
    in_thread = event(channel="C1", channel_type="channel", thread_ts="1690000000.000001")
    followed = incoming.message(in_thread, BOT)
    assert followed is not None
    assert followed.follow_up


@pytest.mark.parametrize(
    "more",
    [
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"bot_id": "B1"},
        {"user": BOT},
        {"user": ""},
        {"user": 5},
        {"ts": "yesterday"},
        {"channel": None},
    ],
)
def test_edits_bots_and_what_has_no_shape_are_no_messages(more: dict[str, object]) -> None:
    assert incoming.message(event(**more), BOT) is None


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("R&amp;D &lt;b&gt;", "R&D <b>"),
        ("see <https://example.com|our page> and <https://example.com>", "see our page and https://example.com"),
        ("mail <mailto:a@example.com|a@example.com>", "mail a@example.com"),
        ("in <#C1|general>, ask <@U7>", "in #general, ask <@U7>"),
        ("  spaces  ", "spaces"),
    ],
)
def test_words_are_read_as_their_writer_saw_them(sent: str, meant: str) -> None:
    assert incoming.words(sent) == meant


def click(**more: object) -> dict[str, object]:
    return {
        "trigger_id": "1.2.3",
        "team": {"id": "T1"},
        "user": {"id": "U1", "team_id": "T1"},
        "container": {"type": "message", "message_ts": "1700000000.000002", "channel_id": "D1"},
        "channel": {"id": "D1"},
        "actions": [{"action_id": "save", "value": "proposal", "action_ts": "1700000001.000000"}],
        **more,
    }


def test_a_click_names_a_proposal_and_is_the_same_however_often_it_is_delivered() -> None:
    one, two, other = incoming.click(click()), incoming.click(click()), incoming.click(click(trigger_id="4.5.6"))
    assert one is not None
    assert one == two
    assert other is not None
    assert other.identity != one.identity
    assert (one.action, one.ref, one.order_key, one.order_by) == ("save", "proposal", "D1", "1700000001.000000")


def test_a_click_on_an_answers_button_names_its_place() -> None:
    pressed = incoming.click(click(actions=[{"action_id": "do:3", "value": "token"}]))
    assert pressed is not None
    assert (pressed.action, pressed.ref, pressed.place) == ("do", "token", 3)


@pytest.mark.parametrize("actions", [[], None, [5], [{"action_id": "delete_all"}], [{"action_id": "do:x"}]])
def test_a_click_on_what_is_no_button_of_ours_is_dropped(actions: object) -> None:
    assert incoming.click(click(actions=actions)) is None


def test_what_the_inbox_keeps_reads_back_the_same() -> None:
    said = incoming.message(event(text="naïve 中文 \ud83d\ude00"), BOT)
    assert said is not None
    assert read(said.json()) == said
