"""Any cards at all, for tests that must hold whatever is shown."""

from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import strategies as st

from tools.kit import cards
from tools.kit.cards import Card, Value, Words

TEXT = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "",
            " ",
            "Müller & Söhne <GmbH>",
            "<!channel> <@U123> <https://example.com|here>",
            "*bold* _it_ ~gone~ `code`",
            "&lt;script&gt;",
            "\n\n",
            "中文客户有限公司",
            "\u202eright to left",
        ]
    ),
    st.integers(1, 200).map(lambda times: "lorem ipsum dolor " * times),
)
LONG = st.one_of(
    TEXT, st.integers(1, 1500).map(lambda times: "A sentence of a note.\n\n" * times), st.just("x" * 30_000)
)


def _words(text: st.SearchStrategy[str] = TEXT) -> st.SearchStrategy[Words]:
    return text.map(lambda shown: cards.say("{text}", text=shown))


WORDS = _words()
_DAY = st.dates(date(1990, 1, 1), date(2090, 1, 1))
_AMOUNT = st.decimals(Decimal("-1e12"), Decimal("1e12"), places=2)
VALUE: st.SearchStrategy[Value] = st.one_of(
    WORDS,
    LONG.map(lambda text: cards.Name(text=text)),
    st.builds(cards.Mention, name=TEXT, slack_id=st.none() | st.just("U1")),
    st.builds(cards.Money, amount=_AMOUNT, currency=st.sampled_from(["EUR", "USD", "CNY", "JPY"]), short=st.booleans()),
    st.builds(cards.Day, on=_DAY, short=st.booleans()),
    st.builds(cards.Number, value=_AMOUNT),
    st.builds(cards.Percent, value=st.decimals(-100, 1000, places=1)),
    st.builds(cards.Level, level=st.sampled_from(["red", "amber", "green", None])),
    st.builds(cards.Moment, at=st.just(datetime(2026, 3, 4, 5, 6, tzinfo=UTC))),
)
_VALUE_OR_NONE = st.none() | VALUE
_CELL = st.none() | TEXT.map(lambda text: cards.Name(text=text)) | st.builds(cards.Number, value=_AMOUNT)
_SOURCE = st.none() | st.builds(
    cards.Source, kind=st.sampled_from(["note", "contract", "usage"]), label=st.none() | WORDS, on=st.none() | _DAY
)
_BUTTON = st.builds(cards.Button, label=WORDS, tool=st.just("help"))
_BUTTONS = st.lists(_BUTTON, max_size=30).map(tuple)


@st.composite
def _table(draw: st.DrawFn) -> cards.Table:
    width = draw(st.integers(1, 45))
    row = st.builds(cards.Row, cells=st.lists(_CELL, min_size=width, max_size=width).map(tuple))
    some = draw(st.lists(row, max_size=3))
    rows = some * draw(st.sampled_from([1, 2, 60]))
    column = st.builds(cards.Column, label=WORDS, align=st.sampled_from(["left", "right"]))
    return cards.Table(
        title=draw(st.none() | WORDS),
        columns=tuple(draw(st.lists(column, min_size=width, max_size=width))),
        rows=tuple(rows),
        total=len(rows) + draw(st.integers(0, 5)),
        more=draw(st.none() | _BUTTON),
        buttons=draw(_BUTTONS),
    )


_FIELD = st.builds(
    cards.Field_,
    name=st.text("abc", min_size=1, max_size=8),
    label=WORDS,
    old=_VALUE_OR_NONE,
    new=_VALUE_OR_NONE,
    edit=st.sampled_from(["text", "long_text", "date", "choice", "none"]),
    raw=st.none() | LONG,
    choices=st.lists(st.tuples(TEXT, WORDS), max_size=120).map(tuple),
)

CARD: st.SearchStrategy[Card] = st.one_of(
    st.builds(cards.Headline, text=WORDS, scope=st.none() | WORDS, buttons=_BUTTONS),
    st.builds(
        cards.Facts,
        title=_VALUE_OR_NONE,
        facts=st.lists(st.builds(cards.Fact, label=WORDS, value=_VALUE_OR_NONE, source=_SOURCE), max_size=25).map(
            tuple
        ),
        buttons=_BUTTONS,
    ),
    _table(),
    st.builds(cards.Passage, text=LONG, document=st.none() | TEXT, section=st.none() | TEXT, source=_SOURCE),
    st.builds(cards.Draft, subject=TEXT, body=LONG, language=st.just("en"), mailto=st.none() | st.just("mailto:a@b.c")),
    st.builds(
        cards.Proposal,
        id=st.just("p" * 24),
        title=WORDS,
        fields=st.lists(_FIELD, max_size=20).map(tuple),
        readers=st.none() | WORDS,
        state=st.sampled_from(["pending", "saved", "discarded"]),
        decided=st.none() | WORDS,
    ),
    st.builds(
        cards.Question,
        text=WORDS,
        choices=st.lists(st.builds(cards.Choice, label=VALUE, say=TEXT), max_size=30).map(tuple),
    ),
    st.builds(cards.Picture, title=WORDS, alt=WORDS, png=st.binary(max_size=20)),
    st.builds(cards.File, name=st.just("list.csv"), title=WORDS, media_type=st.just("text/csv"), content=st.binary()),
    st.builds(
        cards.Remark, drafted=st.lists(TEXT, min_size=1, max_size=5).map(tuple), language=st.sampled_from(["en", "zh"])
    ),
    st.builds(cards.Notice, level=st.sampled_from(["info", "warning", "problem", "origin"]), text=WORDS),
)
CARDS = st.lists(CARD, min_size=1, max_size=6)
