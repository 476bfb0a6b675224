"""Letters: what a template says, how each language addresses people, and that no text says more than is known."""

import re

import pytest

from database.models import Contact
from locales import FOLDER, LANGUAGES, in_language
from tools.kit import letters
from tools.kit.cards import Day, Money, Span
from tools.kit.letters import PURPOSES, REGISTERS, Manner
from tools.kit.registers import length_of, tone_of
from tools.kit.salutations import Reader, as_written, closing, greeting, reader_of
from tools.kit.spelling import letter_locale, spell
from tools.kit.writer import GAP, ComposedWriter, used_and_missing

EVERY = [(language, purpose) for language in LANGUAGES for purpose in PURPOSES]


def _open_places(language: str, name: str) -> set[str]:
    """The places that may be left without a fact: those that no guard of their own line vouches for."""
    found: set[str] = set()
    for line in "\n".join(letters.template(language, name).parts.values()).splitlines():
        vouched = {key for keys in re.findall(r"\{if ([\w ]+)\}", line) for key in keys.split()}
        found |= set(re.findall(r"\{(\w+)\}", line)) - vouched
    return found


@pytest.mark.parametrize(("language", "purpose"), EVERY)
def test_every_place_of_a_template_has_a_name_for_its_gap(language: str, purpose: str) -> None:
    flagged = {"cases_open", "cases_escalated", "meeting_when", "months", "attendees"}
    assert _open_places(language, purpose) - flagged <= letters.words(language)["gaps"].keys()


@pytest.mark.parametrize(("language", "purpose"), EVERY)
def test_without_any_fact_a_letter_is_whole_and_shows_its_gaps(language: str, purpose: str) -> None:
    for register in REGISTERS:
        for length in ("ordinary", "short"):
            for familiar in (False, True):
                body = letters.body(language, purpose, Manner(length, register, familiar))
                text = ComposedWriter().write(body, {}, language=language)
                assert len(text) > 20
                assert not re.search(r"[{}|]", text), text
                assert not re.search(r"\[(?!▢ )", text), text


def test_the_languages_hold_the_same_letters_and_words() -> None:
    for folder in (FOLDER / language / "letters" for language in LANGUAGES):
        names = {path.name for path in folder.iterdir()}
        assert names == {path.name for path in (FOLDER / "en" / "letters").iterdir()}
    for table in ("gaps", "frames", "internal", "marks"):
        keys = {language: set(letters.words(language)[table]) for language in LANGUAGES}
        assert keys["en"] == keys["fr"] == keys["de"] == keys["zh"], table


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_words_hold_no_figure_and_no_internal_word(language: str) -> None:
    for path in (FOLDER / language / "letters").glob("*.md"):
        text = re.sub(r"\{[^}]*\}", "", path.read_text(encoding="utf-8"))
        assert not re.search(r"\d", text), path
        assert not re.search(r"churn|health score|at risk|\bARR\b|upsell|流失|gefährdet", text, re.IGNORECASE), path


def test_german_letters_go_on_in_small_letters_after_the_greeting() -> None:
    # Nouns, forms of address and guarded first sentences that begin with a name of a thing may be capital.
    for purpose in PURPOSES:
        for length in ("ordinary", "short"):
            for register in REGISTERS:
                body = letters.body("de", purpose, Manner(length, register))
                for known in ((), ("about", "topic", "products", "quote", "last_meeting")):
                    first = letters.lines(body, known)[0][0]
                    assert first[0].islower() or first.startswith(("Ihr", "{")), (purpose, first)


def test_french_and_german_keep_to_the_formal_address_unless_told() -> None:
    for purpose in PURPOSES:
        french = letters.body("fr", purpose, Manner())
        german = letters.body("de", purpose, Manner())
        chinese = letters.body("zh", purpose, Manner())
        assert not re.search(r"\b(tu|toi|ton|ta|tes|te)\b", french, re.IGNORECASE), purpose
        assert not re.search(r"\b(du|dich|dir|dein\w*|euch|eure\w*|ihr)\b", german), purpose
        assert "你" not in chinese, purpose


def test_per_du_changes_every_address() -> None:
    for purpose in PURPOSES:
        familiar = letters.body("de", purpose, Manner(familiar=True))
        assert not re.search(r"\b(Ihnen|Ihre\w*|Sie)\b", familiar), purpose


def _contact(**known: object) -> Contact:
    return Contact(**{"name": "Katrin Vogel", "language": "de", **known})


@pytest.mark.parametrize(
    ("language", "known", "manner", "expected"),
    [
        ("de", {"salutation": "ms"}, Manner(), "Sehr geehrte Frau Vogel,"),
        ("de", {"salutation": "mr", "academic_title": "Prof. Dr."}, Manner(), "Sehr geehrter Herr Prof. Dr. Vogel,"),
        (
            "de",
            {"name": "Dr. Anna von der Heide", "salutation": "ms"},
            Manner(),
            "Sehr geehrte Frau Dr. von der Heide,",
        ),
        ("de", {}, Manner(), "Guten Tag Katrin Vogel,"),
        ("de", {}, Manner(familiar=True), "Hallo Katrin,"),
        ("fr", {"name": "Nadia Blanc", "salutation": "ms"}, Manner(register="formal"), "Madame,"),
        ("fr", {"name": "Nadia Blanc", "salutation": "ms"}, Manner(), "Bonjour Madame Blanc,"),
        ("fr", {"name": "Nadia Blanc"}, Manner(), "À l'attention de Nadia Blanc\n\nMadame, Monsieur,"),
        ("fr", {"name": "Odile Blanc"}, Manner(), "À l'attention d'Odile Blanc\n\nMadame, Monsieur,"),
        ("fr", {"name": "Nadia Blanc"}, Manner(register="warm"), "Bonjour Nadia Blanc,"),
        ("en", {"name": "Helen Marsh", "language": "en"}, Manner(), "Hi Helen,"),
        ("en", {"name": "Helen Marsh", "language": "en"}, Manner(register="formal"), "Dear Helen Marsh,"),
        ("en", {"name": "Helen Marsh", "salutation": "ms"}, Manner(register="formal"), "Dear Ms Marsh,"),
        ("en", {"name": "Li Na", "language": "zh"}, Manner(), "Dear Li Na,"),
        ("zh", {"name": "陈立", "title": "财务总监", "language": "zh"}, Manner(), "陈总，您好！"),
        ("zh", {"name": "欧阳静", "title": "采购经理", "language": "zh"}, Manner(), "欧阳经理，您好！"),
        ("zh", {"name": "陈立", "title": "CEO"}, Manner(register="formal"), "尊敬的陈总：\n\n您好！"),
        ("zh", {"name": "陈立"}, Manner(), "尊敬的陈立：\n\n您好！"),
        ("zh", {"name": "陈立", "salutation": "ms"}, Manner(), "陈女士，您好！"),
    ],
)
def test_a_letter_greets_as_its_language_does(
    language: str, known: dict[str, object], manner: Manner, expected: str
) -> None:
    assert greeting(reader_of(_contact(**known)), manner, language) == expected


def test_nobody_on_file_is_greeted_without_a_name() -> None:
    assert greeting(Reader(), Manner(), "de") == "Sehr geehrte Damen und Herren,"
    assert greeting(Reader(), Manner(), "fr") == "Madame, Monsieur,"


def test_a_letter_ends_as_its_language_does() -> None:
    ms = Reader(name="A B", family="B", salutation="ms")
    assert closing(ms, Manner(), "fr", "Jan", "").startswith("Cordialement,")
    assert "Madame, mes salutations distinguées" in closing(ms, Manner(register="formal"), "fr", "Jan", "")
    assert closing(ms, Manner(), "de", "Jan", "") == "Mit freundlichen Grüßen\nJan"
    assert closing(ms, Manner(register="formal"), "zh", "Jan", "2026年3月12日").startswith("此致\n敬礼！")
    assert closing(ms, Manner(), "zh", "Jan", "").startswith("祝好")


@pytest.mark.parametrize(
    ("said", "name", "salutation"),
    [
        ("Herrn Reinhold", "Reinhold", "mr"),
        ("Mme Roussel", "Roussel", "ms"),
        ("林女士", "林", "ms"),
        ("Maria", "Maria", None),
    ],
)
def test_the_asker_s_own_words_give_a_salutation_away(said: str, name: str, salutation: str | None) -> None:
    assert as_written(said) == (name, salutation)


@pytest.mark.parametrize(
    ("said", "register", "familiar"),
    [
        ("firm but polite", "firm", None),
        ("very formal", "formal", None),
        ("förmlich", "formal", None),
        ("per Du", None, True),
        ("vouvoiement", None, False),
        ("客气", "formal", None),
        ("calm", "neutral", None),
        ("chaleureux", "warm", None),
        ("freundlich und locker", "warm", None),
        ("nicht förmlich, eher herzlich", "warm", None),
    ],
)
def test_tones_map_to_few_registers(said: str, register: str | None, familiar: bool | None) -> None:
    tone = tone_of(said)
    assert (tone.register, tone.familiar, tone.known) == (register, familiar, True)


def test_an_unknown_tone_is_known_to_be_unknown() -> None:
    assert not tone_of("like a pirate").known
    assert tone_of(None).known


@pytest.mark.parametrize("said", ["short", "kurz", "noch kürzer", "un petit mot", "one page", "简短一点"])
def test_short_is_understood(said: str) -> None:
    assert length_of(said) == "short"
    assert length_of("in detail") == "ordinary"


def test_money_and_days_are_spelt_as_the_reader_s_country_does() -> None:
    from datetime import date
    from decimal import Decimal

    amount, day = Money(amount=Decimal("1234.5"), currency="EUR"), Day(on=date(2026, 3, 1))
    assert spell(amount, in_language("fr")).replace("\u202f", " ").replace("\u00a0", " ") == "1 234,50 €"
    assert spell(amount, in_language("de")).replace("\u00a0", " ") == "1.234,50 €"
    assert spell(amount, in_language("zh")) == "1,234.50 欧元"
    assert spell(Money(amount=Decimal(12345), currency="CNY"), in_language("zh")) == "12,345 元"
    assert spell(day, in_language("fr")) == "1er mars 2026"
    assert spell(day, letter_locale("en", None, "United States")) == "March 1, 2026"
    assert spell(amount, letter_locale("en", None, "Italy")) == "€1,234.50"
    dollars = Money(amount=Decimal(85300), currency="SGD")
    assert spell(dollars, letter_locale("en", None, "Singapore")) == "SGD\u00a085,300"
    assert letter_locale("de", None, "Switzerland").babel.territory == "CH"
    assert letter_locale("fr", "fr-CA", "France").babel.territory == "CA"
    assert spell(Span(start=date(2026, 7, 1), end=date(2026, 9, 30)), in_language("de")).startswith(
        "zwischen dem 1. Juli"
    )


def test_used_and_missing_facts_are_told_apart() -> None:
    template = "{if a}A {a}.\n{unless a}No {b}.\n\n{if c}never {d}"
    assert used_and_missing(template, {"a": "x"}) == (["a"], [])
    assert used_and_missing(template, {}) == ([], ["b"])


def test_a_fact_is_never_read_as_a_mark() -> None:
    text = ComposedWriter().write(
        "{about} and {topic}", {"about": "{topic}", "topic": "[Sie|du] {if x}"}, language="de"
    )
    assert text == "{topic} and [Sie|du] {if x}"


def test_a_gap_is_marked_in_the_letter_s_language() -> None:
    text = ComposedWriter().write("bis {answer_by}", {}, language="de")
    assert text.startswith(f"bis [{GAP} Datum")
