"""Dates, money and numbers as each language writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from locales import in_language, language_of

SPACES = {"\u202f": " ", "\xa0": " "}


def _plain(text: str) -> str:
    for space, plain in SPACES.items():
        text = text.replace(space, plain)
    return text


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "12 March 2026"), ("fr", "12 mars 2026"), ("de", "12. März 2026"), ("zh", "2026年3月12日")],
)
def test_a_day(language: str, written: str) -> None:
    assert in_language(language).day(date(2026, 3, 12)) == written


def test_the_first_of_a_month_is_premier_in_french() -> None:
    french = in_language("fr")
    assert french.day(date(2026, 3, 1)) == "1er mars 2026"
    assert french.span(date(2026, 3, 1), date(2026, 3, 31)) == "du 1er au 31 mars 2026"
    assert french.day(date(2026, 3, 31)) == "31 mars 2026"
    assert french.day(date(2026, 3, 11)) == "11 mars 2026"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "1 to 31 March 2026"),
        ("de", "1. bis 31. März 2026"),
        ("zh", "2026年3月1日至2026年3月31日"),
    ],
)
def test_a_period_says_nothing_twice(language: str, written: str) -> None:
    assert in_language(language).span(date(2026, 3, 1), date(2026, 3, 31)) == written


@pytest.mark.parametrize(
    ("language", "exact", "whole", "short"),
    [
        ("en", "€1,234.50", "€148,000", "€1.24M"),
        ("fr", "1 234,50 €", "148 000 €", "1,24 M €"),
        ("de", "1.234,50 €", "148.000 €", "1,24 Mio. €"),
        ("zh", "€1,234.50", "€148,000", "€124万"),
    ],
)
def test_money(language: str, exact: str, whole: str, short: str) -> None:
    formats = in_language(language)
    assert _plain(formats.money(Decimal("1234.5"), "EUR")) == exact
    assert _plain(formats.money(Decimal(148000), "EUR")) == whole
    assert _plain(formats.money(Decimal(1240000), "EUR", short=True)) == short


def test_yuan_in_chinese() -> None:
    assert in_language("zh").money(Decimal("12345"), "CNY") == "12,345 元"


def test_the_profiles_country_formats_its_own_language_and_no_other() -> None:
    assert in_language("en", "en_US").day(date(2026, 3, 12)) == "March 12, 2026"
    assert in_language("fr", "en_US").day(date(2026, 3, 12)) == "12 mars 2026"
    assert in_language("en", "pt_BR").day(date(2026, 3, 12)) == "12 March 2026"


def test_a_moment_is_in_the_readers_time_zone() -> None:
    at = datetime(2026, 11, 20, 17, 2, tzinfo=UTC)
    assert in_language("en").moment(at, "Europe/Paris") == "20 Nov 18:02"
    assert in_language("en").moment(at, "Asia/Shanghai") == "21 Nov 01:02"


@pytest.mark.parametrize(
    ("locale", "language"), [("fr-CH", "fr"), ("zh_CN", "zh"), ("pt_BR", "en"), (None, "en"), ("de", "de")]
)
def test_the_language_of_a_locale(locale: str | None, language: str) -> None:
    assert language_of(locale) == language
