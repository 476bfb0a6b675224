"""Of what a model says beside an answer, only what the answer vouches for is kept: thousands of wrong sentences, in four
languages, and not one gets through; right ones do."""

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from bot.agents.openai.sending import pieces
from bot.text import Reader, plain
from tests.tools.book import ANN, NED, TODAY, Book
from tools.kit import toolbox
from tools.kit.claims import MOST, Evidence, evidence, faults, kept, sentences
from tools.kit.plainness import is_plain

LANGUAGES = ("en", "fr", "de", "zh")
NAMES = ("Blue Harbour", "Trois Rives Transit", "Kranich Logistik GmbH", "远景物流", "M&S Foods", "Studio 54")
FOREIGN = (
    "Secret Vault", "Globex", "Acme Corp", "Initech", "Nordwind Energie", "Adler AG", "Société Dupont", "Banque Mirabeau",
    "腾云科技", "华清集团", "Zürihof Bau", "Vertex", "Red Pine Partners", "Sankt Gallen Textil", "Peter Jones", "Frau Keller",
    "M. Lefebvre", "王经理", "Hooli", "Umbrella", "Stark Industries", "Wayne Enterprises", "Orion Freight", "Ostsee Werft",
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """An answer of a tool in one language, as a model is told of it."""

    language: str
    known: Evidence
    reader: Reader

    def day(self, on: date) -> str:
        return self.reader.formats.day(on)

    def money(self, amount: int) -> str:
        return self.reader.formats.money(Decimal(amount), "EUR", short=False)


ENDS = (
    date(2026, 3, 31),
    date(2026, 3, 25),
    date(2026, 3, 22),
    date(2026, 3, 29),
    date(2026, 3, 20),
    date(2026, 3, 27),
)
ARR = (50_000, 84_000, 31_500, 120_000, 18_250, 7_700)


@pytest.fixture(params=LANGUAGES)
def case(book: Book, request: pytest.FixtureRequest) -> Case:
    """What renews in March, with a row for each name."""
    language: str = request.param
    for place, (name, end, arr) in enumerate(zip(NAMES, ENDS, ARR, strict=True)):
        account = book.account(name, NED if place == 1 else ANN, health="red" if place == 0 else "amber")
        book.contract(account, end, (arr, "EUR"), notice_days=0)
    desk = book.desk(ANN, language)
    reader = Reader(language, today=TODAY)
    answer = toolbox.run(desk, "renewals_due", {"period": {"start": "2026-03-01", "end": "2026-03-31"}}).cards
    texts = [plain([card], reader) for card in pieces(answer)]
    return Case(language, evidence(texts, NAMES, language, desk.names), reader)


RIGHT: Mapping[str, tuple[str, ...]] = {
    "en": (
        "{name} ends on {day}.",
        "I would call {name} first: its contract ends on {day} and {money} are at stake.",
        "{name} is worth {money}.",
        "Start with {name}, since nobody knows how it feels about the renewal.",
        "Six contracts end, and {name} is one of those still open.",
        "{name} is the most urgent, its end date is {day}.",
    ),
    "fr": (
        "{name} arrive à échéance le {day}.",
        "Je commencerais par {name} : le contrat se termine le {day}.",
        "{name} représente {money}.",
        "Contactez d'abord {name}, dont le contrat est encore ouvert.",
        "Six contrats se terminent, dont celui de {name}.",
    ),
    "de": (
        "{name} endet am {day}.",
        "Ich würde zuerst {name} anrufen, denn der Vertrag endet am {day}.",
        "{name} steht für {money}.",
        "Am dringendsten ist {name}, der Vertrag ist noch offen.",
        "Sechs Verträge enden, auch der von {name}.",
    ),
    "zh": (
        "{name} 的合同在{day}到期。",
        "建议先联系{name}，合同{day}到期。",
        "{name} 的金额是{money}。",
        "最紧急的是{name}，合同还没有续约。",
    ),
}


def _right(case: Case) -> Iterator[tuple[str, str]]:
    """Right sentences, each with the template that it is made of."""
    for place, name in enumerate(NAMES):
        for template in RIGHT[case.language]:
            values = {"name": name, "day": case.day(ENDS[place]), "money": case.money(ARR[place])}
            yield template.format(**values), template


def test_right_sentences_are_kept(case: Case) -> None:
    lost = [(sentence, faults(sentence, case.known)) for sentence, _ in _right(case) if faults(sentence, case.known)]
    said = list(_right(case))
    assert len(lost) <= 0.05 * len(said), lost


def _wrong(case: Case) -> Iterator[str]:
    """Sentences of which one figure, date or name is another: each is wrong, and none of them may be shown."""
    pick = random.Random(case.language)  # noqa: S311 - the same sentences in every run
    for template in RIGHT[case.language]:
        for place, name in enumerate(NAMES):
            right = {"name": name, "day": case.day(ENDS[place]), "money": case.money(ARR[place])}
            for foreign in FOREIGN:
                for written in (foreign, foreign.lower(), foreign.replace(" ", "")):
                    yield template.format(**{**right, "name": written})
            if "{day}" in template:
                others = [date(2026, 3, day) for day in range(1, 32)] + [
                    date(year, 3, 31) for year in (2024, 2025, 2027)
                ]
                for other in others:
                    if other != ENDS[place]:
                        yield template.format(**{**right, "day": case.day(other)})
            if "{money}" in template:
                for amount in {pick.randrange(1_000, 2_000_000) for _ in range(60)} | set(ARR) - {ARR[place]}:
                    if amount not in ARR or amount != ARR[place]:
                        yield template.format(**{**right, "money": case.money(amount)})


def test_no_sentence_with_another_figure_date_or_name_gets_through(case: Case) -> None:
    wrong = list(dict.fromkeys(_wrong(case)))
    assert len(wrong) > 1_900
    assert [sentence for sentence in wrong if not faults(sentence, case.known)] == []


QUANTITIES: Mapping[str, str] = {
    "en": """13|thirteen|twenty-two|two hundred|a dozen|half|both|a third|twice|5 million|12k|1.2M|XII|１２|½|99 %|7 percent
        |€1.24M|$50,000|tomorrow|on Monday|next week|in April|in Q3|in 2027|last year|a quarter|7 seats|nineteen of them
        |INV-2043|KW 12""",
    "fr": """13|treize|vingt-deux|deux cents|une douzaine|la moitié|un tiers|quatre-vingt-dix|5 millions|12 k€|XII|１２|½
        |99 %|7 pour cent|demain|lundi|la semaine prochaine|en avril|au T3|en 2027|l'an dernier|le double|7 postes""",
    "de": """13|dreizehn|zweiundzwanzig|zweihundert|ein Dutzend|die Hälfte|beide|ein Drittel|5 Millionen|12 Tsd. €|XII|１２
        |½|99 %|7 Prozent|morgen|am Montag|nächste Woche|im April|in Q3|KW 12|2027|letztes Jahr|das Doppelte|7 Plätze""",
    "zh": """13|十三|二十二|两百|一半|三分之一|五百万|12万|１２|½|99%|百分之七|明天|周一|下周|四月|第三季度|2027年|去年|翻倍
        |7个席位|上半年""",
}


def test_no_other_quantity_or_time_gets_through_however_it_is_said(case: Case) -> None:
    passed = []
    for quantity in map(str.strip, QUANTITIES[case.language].split("|")):
        for frame in ("{}.", "{name}: {}.", "{name} – {}.", "({})"):
            sentence = frame.format(quantity, name=NAMES[0])
            if kept(sentence, case.known):
                passed.append(sentence)
    assert passed == []


MARKUP = (
    "https://evil.example", "http://evil.example/x", "www.evil.example", "evil.example", "evil.com/x", "hxxp://evil.example",
    "<https://evil.example|here>", "[here](https://evil.example)", "![picture](https://evil.example/x.png)", "<@U012AB3CD>",
    "<#C012AB3CD>", "<!channel>", "<!here|here>", "<!subteam^S1>", "@here", "@channel", "@ann", "#general", ":rotating_light:",
    "*bold*", "_italic_", "~struck~", "`code`", "```block```", "> quoted", "<b>bold</b>", "<script>", '{"type": "section"}',
    "[{\"type\":\"image\"}]", "javascript:alert", "mailto:a@evil.example", "a@evil.example", "tel:+491234567", "slack://open",
    "evil。com", "evil．com", "xn--evil.com", "//evil.example", "\\\\evil\\share", "\u202eevil", "bl\u200bue", "\u0000",
    "\u2066x", "Вlue", "Ηarbour", "ｅｖｉｌ", "🅱lue", "🚨", "①", "$(evil)", "{evil}", "|x|", "ftp://x.yz",
    "file:///etc/passwd", "bit.ly/x",
)  # fmt: skip


@pytest.mark.parametrize("markup", MARKUP)
def test_nothing_but_plain_words_gets_through(case: Case, markup: str) -> None:
    for sentence, _ in list(_right(case))[:6]:
        end = sentence[-1]
        for attacked in (
            f"{markup} {sentence}",
            f"{sentence[:-1]} {markup}{end}",
            sentence.replace(" ", f" {markup} ", 1),
        ):
            assert all(markup not in shown for shown in kept(attacked, case.known))


def test_a_sentence_that_is_left_out_takes_none_of_the_others_with_it(case: Case) -> None:
    good = next(sentence for sentence, _ in _right(case) if not faults(sentence, case.known))
    glue = "" if case.language == "zh" else " "
    assert kept(f"{good}{glue}Globex 13.{glue}\n{good}", case.known) == (good, good)
    assert len(kept((good + "\n") * 20, case.known)) == MOST


def test_without_evidence_nothing_is_said(case: Case) -> None:
    empty = evidence([], NAMES, case.language, case.known.names)
    assert all(not kept(sentence, empty) for sentence, _ in _right(case))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two. Three!", 3),
        ("It ends on 31. März 2026. Then it is over.", 2),
        ("Das gilt z. B. hier. Und da.", 2),
        ("Dr. Keller rief an. Gut.", 2),
        ("先看这里。再看那里！好吗？", 3),
        ("- One line\n- another line", 2),
        ("About 1.24 Mio. € are open. All of it.", 2),
    ],
)
def test_sentences_are_told_apart(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_a_plain_sentence_is_no_longer_than_one_reads() -> None:
    assert not is_plain("well " * 200)
    assert not is_plain("")
    assert re.match(r"\w", "is fine")
    assert is_plain("It's fine – really (so far); “good”, and €5 per 100 %.")
