"""How answers look: what stands alone, what comes as a file, what is literal."""

from collections.abc import Sequence

from bot.slack.render import Post, Upload, decided, render
from bot.text import Reader
from tools.kit import cards
from tools.kit.cards import Card, say

READER = Reader("en")


def posts(*answer: Card) -> list[Post | Upload]:
    return render(answer, READER, "token")


def kinds(sent: Post | Upload) -> list[object]:
    assert isinstance(sent, Post)
    return [block["type"] for block in sent.blocks]


def note(body: str, state: str = "pending") -> cards.Proposal:
    fields = (
        cards.Field_(name="account", label=say("Account"), new=cards.Name(text="Blue <Harbour> & *Sons*")),
        cards.Field_(name="body", label=say("Text"), new=cards.Name(text=body), edit="long_text"),
    )
    return cards.Proposal.model_validate({"id": "p1", "title": say("Note"), "fields": fields, "state": state})


def table(rows: int) -> cards.Table:
    made = tuple(cards.Row(cells=(cards.Name(text=f"account {place}"), None)) for place in range(rows))
    columns = (cards.Column(label=say("Account")), cards.Column(label=say("ARR"), align="right"))
    return cards.Table(columns=columns, rows=made, total=rows)


def test_an_answer_is_one_message_with_title_table_buttons_and_origin() -> None:
    button = cards.Button(label=say("Mine"), tool="renewals_due")
    sent = posts(
        cards.Headline(text=say("12 accounts renew"), scope=say("March 2026")),
        table(12).model_copy(update={"buttons": (button,)}),
        cards.Notice(level="origin", text=say("Data as of today")),
    )
    assert len(sent) == 1
    assert kinds(sent[0]) == ["header", "context", "table", "actions", "context"]


def test_two_tables_are_two_messages_and_a_long_one_is_split() -> None:
    second = table(3).model_copy(update={"title": say("Later")})
    assert [kinds(post) for post in posts(table(3), second)] == [["table"], ["rich_text", "table"]]
    parts = posts(table(250))
    rows = [len(post.blocks[0]["rows"]) for post in parts if isinstance(post, Post)]  # type: ignore[arg-type]
    assert sum(rows) == 250 + len(rows), "each part repeats the head"
    assert max(rows) <= 100


def test_a_draft_stands_alone_and_its_way_out_comes_after_it() -> None:
    draft = cards.Draft(subject="Renewal", body="Dear Ann,", language="en", mailto="mailto:ann@example.com")
    file = cards.File(name="draft.eml", title=say("Draft"), media_type="message/rfc822", content=b"x")
    sent = posts(cards.Headline(text=say("Here it is")), draft, cards.Notice(text=say("gaps")), file)
    assert [type(one) for one in sent] == [Post, Post, Post, Upload]
    assert isinstance(sent[1], Post)
    assert sent[1].text == "Subject: Renewal\n\nDear Ann,"
    assert "mailto" not in str(sent[1].blocks)
    assert "mailto:ann@example.com" in str(sent[2])


def test_words_are_literal_whatever_signs_they_hold() -> None:
    (sent,) = posts(note("*not bold* <!channel> <https://example.com|x>"))
    assert isinstance(sent, Post)
    assert "&lt;!channel&gt;" in sent.text
    assert "<!channel>" not in sent.text
    assert "mrkdwn" not in str(sent.blocks), "what holds signs of markup is set where none is read"
    assert "*not bold* <!channel>" in str(sent.blocks)


def test_a_long_change_comes_as_a_file_before_its_card() -> None:
    words = "word " * 2_500
    sent = posts(note(words))
    assert [type(one) for one in sent] == [Upload, Post]
    assert isinstance(sent[0], Upload)
    assert words.strip() in sent[0].content.decode()


def test_what_is_decided_has_no_more_buttons_to_decide() -> None:
    def labels(state: str) -> Sequence[str]:
        shown = str(decided(note("x", state), READER).blocks)
        return [label for label in ("Save", "Edit", "Discard", "Undo") if f"'text': '{label}'" in shown]

    assert labels("pending") == ["Save", "Edit", "Discard"]
    assert labels("saved") == ["Undo"]
    assert labels("discarded") == []


def test_choices_too_long_for_a_button_are_listed_in_full() -> None:
    long = "a very long name " * 8
    choices = (cards.Choice(label=cards.Name(text=long), say="one"),)
    (sent,) = posts(cards.Question(text=say("Which one?"), choices=choices))
    assert long in str(sent)
