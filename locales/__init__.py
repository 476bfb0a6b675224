"""The four languages: catalogues of messages, and how dates, money and numbers are written.

English is the key of every message. `locales/<language>/messages.po` holds the rest; it is read as it stands, so that a
translator's change needs no build step.
"""

import gettext
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale as BabelLocale
from babel.core import UnknownLocaleError

LANGUAGES = ("en", "fr", "de", "zh")
FOLDER = Path(__file__).parent

_COMPACT_FROM = {"en": 1_000, "fr": 1_000, "de": 1_000_000, "zh": 10_000}
"""From where on a language has a short word for an amount: k, Mio., 万."""

_DEFAULTS = {"en": "en_GB", "fr": "fr_FR", "de": "de_DE", "zh": "zh_Hans_CN"}


def language_of(locale: str | None) -> str:
    """The language of a locale such as "fr-CH" or "zh_CN", English where it is none of ours."""
    language = (locale or "en").replace("_", "-").split("-")[0].lower()
    return language if language in LANGUAGES else "en"


def key(message: str) -> str:
    """Marks a text as a message's key where it is not said at once: key("red"). Returns it as it is."""
    return message


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The messages of a language. English has none: its messages are the keys."""
    path = FOLDER / language / "messages.po"
    if language == "en" or not path.exists():
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with path.open("rb") as po:
        compiled = BytesIO()
        write_mo(compiled, read_po(po, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@cache
def in_language(language: str, profile: str | None = None) -> "Locale":
    """The formats of `language`; those of the person's own locale where it is of that language (en_US, fr_CH)."""
    code = _DEFAULTS[language]
    parts = (profile or "").replace("-", "_").split("_")
    if len(parts) > 1 and parts[0].lower() == language:
        code = "_".join(parts)
    try:
        return Locale(language, BabelLocale.parse(code))
    except (UnknownLocaleError, ValueError):
        return Locale(language, BabelLocale.parse(_DEFAULTS[language]))


class Locale:
    """How one language, in one country's manner, writes what a card holds."""

    def __init__(self, language: str, babel: BabelLocale) -> None:
        self.language = language
        self.babel = babel

    @cached_property
    def _catalogue(self) -> gettext.NullTranslations:
        return catalogue(self.language)

    def message(self, key: str, plural: str | None = None, n: int | None = None) -> str:
        """The message in this language, with its places still open: "{n} accounts renew"."""
        if not key:
            return ""
        if plural is None or n is None:
            return self._catalogue.gettext(key)
        return self._catalogue.ngettext(key, plural, n)

    def day(self, on: date, short: bool = False) -> str:
        """31 March 2026 · 31 mars 2026 · 31. März 2026 · 2026年3月31日; `short` leaves out the year."""
        return self._first(_day(self.babel, on, short), on)

    def _first(self, written: str, on: date) -> str:
        # French says "1er mars", and CLDR's patterns do not.
        return written.replace("1 ", "1er ", 1) if self.language == "fr" and on.day == 1 else written

    def month(self, on: date) -> str:
        """March 2026."""
        from babel.dates import format_skeleton

        return str(format_skeleton("yMMMM", on, locale=self.babel))

    def span(self, start: date | None, end: date | None) -> str:
        """1 to 31 March 2026, in the language's own order and with nothing said twice."""
        if start is None or end is None:
            edge = start or end
            if edge is None:
                return self.message("any time")
            frame = self.message("from {day}") if start else self.message("until {day}")
            return frame.format(day=self.day(edge))
        if start == end:
            return self.day(start)
        return self.message("{start} to {end}").format(start=self._start_of_span(start, end), end=self.day(end))

    def _start_of_span(self, start: date, end: date) -> str:
        from babel.dates import format_skeleton

        if start.year != end.year:
            return self.day(start)
        if self.language == "zh":
            return self.day(start)
        if start.month == end.month and self.babel.territory != "US":
            return {"de": f"{start.day}.", "fr": "1er" if start.day == 1 else str(start.day)}.get(
                self.language, str(start.day)
            )
        return self._first(str(format_skeleton("MMMMd", start, locale=self.babel)), start)

    def moment(self, at: datetime, time_zone: str) -> str:
        """20 Nov 18:02, in the reader's time zone."""
        from babel.dates import format_time

        local = at.astimezone(ZoneInfo(time_zone))
        return f"{self.day(local.date(), short=True)} {format_time(local, format='short', locale=self.babel)}"

    def number(self, value: Decimal | int) -> str:
        """1,234.5 · 1 234,5 · 1.234,5; an exact value of up to eight decimals (a rate) keeps them all."""
        if isinstance(value, int):
            return _whole(self.babel, value)
        from babel.numbers import format_decimal

        exact = value == round(value, 8)
        return str(format_decimal(value, locale=self.babel, decimal_quantization=not exact))

    def percent(self, points: Decimal) -> str:
        """91.4% · 91,4 %, from percent points, with one decimal at most."""
        from babel.numbers import format_percent

        return str(
            format_percent(points.quantize(Decimal("0.1")) / 100, format=self._percent_pattern, locale=self.babel)
        )

    @cached_property
    def _percent_pattern(self) -> str:
        return str(self.babel.percent_formats[None].pattern).replace("0%", "0.#%").replace("0\xa0%", "0.#\xa0%")

    def money(self, amount: Decimal, currency: str, short: bool = False) -> str:
        """€148,000 · 148 000 € · 148.000 € · 148,000 元; decimals only where there are any; `short`: €1.24M."""
        if short and abs(amount) >= _COMPACT_FROM[self.language]:
            return _compact(self.babel, amount, currency)
        if self.language == "zh" and currency == "CNY":
            whole = amount == amount.to_integral_value()
            return f"{amount:,.0f} 元" if whole else f"{amount:,.2f} 元"
        return _money(self.babel, amount.quantize(Decimal(1)) if short else amount, currency)

    def listed(self, items: Sequence[str]) -> str:
        """a, b and c."""
        from babel.lists import format_list

        return str(format_list(list(items), locale=self.babel)) if items else ""


# One answer writes the same day or amount several times, and working out its pattern costs more than anything else in it.
_KEPT = 4_096


@lru_cache(_KEPT)
def _day(babel: BabelLocale, on: date, short: bool) -> str:
    from babel.dates import format_date, format_skeleton

    if short:
        return str(format_skeleton("MMMd", on, locale=babel))
    return str(format_date(on, format="long", locale=babel))


@lru_cache(_KEPT)
def _whole(babel: BabelLocale, value: int) -> str:
    from babel.numbers import format_decimal

    return str(format_decimal(value, locale=babel))


@lru_cache(_KEPT)
def _compact(babel: BabelLocale, amount: Decimal, currency: str) -> str:
    from babel.numbers import format_compact_currency

    digits = 2 if abs(amount) >= 1_000_000 else 0
    return str(format_compact_currency(amount, currency, locale=babel, fraction_digits=digits))


@lru_cache(_KEPT)
def _money(babel: BabelLocale, amount: Decimal, currency: str) -> str:
    from babel.numbers import format_currency

    if amount != amount.to_integral_value():
        return str(format_currency(amount, currency, locale=babel))
    pattern = str(babel.currency_formats["standard"].pattern).replace(".00", "")
    return str(format_currency(amount, currency, pattern, locale=babel, currency_digits=False))
