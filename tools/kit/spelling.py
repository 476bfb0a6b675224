"""How a letter writes a typed value: in its own language and its reader's country's manner, in whole words."""

import re
from functools import cache

from locales import Locale, in_language, language_of
from tools.kit import cards
from tools.kit.cards import Value
from tools.kit.letters import words

_OTHER_NAMES = {"uk": "GB", "great britain": "GB", "usa": "US", "us": "US", "deutschland": "DE", "suisse": "CH"}
_SPOKEN_IN = {
    "en": frozenset({"GB", "US", "IE", "CA", "AU", "NZ", "SG", "IN", "ZA", "HK", "MY", "PH"}),
    "fr": frozenset({"FR", "BE", "CH", "LU", "CA", "MC"}),
    "de": frozenset({"DE", "AT", "CH", "LI", "LU", "BE"}),
}
"""Where a language is at home: elsewhere its own usual formats hold, not those of the country."""
_CODE = re.compile(r"^([A-Z]{3})(?=\d)")
_FRENCH_DE = re.compile(r"\b([Dd])e (?=[AÀÂEÉÈÊIÎOÔUÛ])")
_FRENCH_FIRST = re.compile(r"\b1(?=\s(?:janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc))")


def letter_locale(language: str, contact_language: str | None, country: str | None) -> Locale:
    """The formats of a letter: the contact's own locale (fr-CH) where it is on file, else by the account's country."""
    if language == "zh":  # one script and one manner of dates is what we write
        return in_language("zh")
    own = (contact_language or "").replace("-", "_")
    if "_" in own and language_of(own) == language:
        return in_language(language, own)
    territory = _territories().get((country or "").casefold().strip())
    return in_language(language, f"{language}_{territory}" if territory in _SPOKEN_IN[language] else None)


@cache
def _territories() -> dict[str, str]:
    names = in_language("en").babel.territories.items()
    return {str(name).casefold(): str(code) for code, name in names if len(code) == 2} | _OTHER_NAMES


def spell(value: Value, locale: Locale) -> str:
    """A value in words and figures of the letter's language, on one line."""
    match value:
        case cards.Words():
            return one_line(locale.message(value.key))
        case cards.Name():
            return one_line(value.text)
        case cards.Mention():
            return one_line(value.name)
        case cards.Money():
            return _money(value, locale)
        case cards.Day():
            return _day(locale.day(value.on), locale)
        case cards.Span():
            return _span(value, locale)
        case cards.Number():
            return locale.number(value.value)
        case cards.Percent():
            return locale.percent(value.value)
        case cards.Several():
            return locale.listed([spell(item, locale) for item in value.items])
        case cards.Moment() | cards.Level():
            raise TypeError(f"a letter holds no {value.kind}")


def _money(money: cards.Money, locale: Locale) -> str:
    from babel.numbers import get_currency_name, get_currency_symbol

    sign = get_currency_symbol(money.currency, locale=locale.babel)
    if sign == "$" and money.currency != "USD":  # a bare $ is no name for a currency in a letter that crosses borders
        locale = in_language(locale.language)
    text = _CODE.sub("\\1\u00a0", locale.money(money.amount, money.currency))
    if locale.language != "zh" or money.currency == "CNY":
        return text
    return f"{text.replace(sign, '').strip()} {get_currency_name(money.currency, locale=locale.babel)}"


def _span(span: cards.Span, locale: Locale) -> str:
    if span.named and span.start and span.is_month:
        return locale.month(span.start)
    if span.start is None or span.end is None:
        raise TypeError("a letter holds no open period")
    frame = words(locale.language)["frames"]["span"]
    return frame.format(start=_day(locale.day(span.start), locale), end=_day(locale.day(span.end), locale))


def weekday(day: cards.Day, locale: Locale) -> str:
    """Wednesday 17 June 2026: a date to meet on says which day of the week it is."""
    from babel.dates import format_date

    return _day(str(format_date(day.on, format="full", locale=locale.babel)), locale)


def either(items: list[str], locale: Locale) -> str:
    """a, b or c."""
    from babel.lists import format_list

    return str(format_list(items, style="or", locale=locale.babel))


def _day(text: str, locale: Locale) -> str:
    return _FRENCH_FIRST.sub("1er", text) if locale.language == "fr" else text


def elided(text: str) -> str:
    """French: de before a name that begins with a vowel is d'."""
    return _FRENCH_DE.sub(r"\1'", text)


def one_line(text: str) -> str:
    """Text of a row or a person without line breaks and control characters: it can't become a header or a heading."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
