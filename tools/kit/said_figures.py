"""The numbers of a sentence, also those in words ("twelve", "1,24 Mio. €", "两百万"), each with its kind and its scale.

A scaled number ("1.24M") and the same one written out are not equal: one of them is rounded.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise

from tools.kit.figures import BEFORE, CURRENCIES, CURRENCY, GAP, NUMBER, PERCENT, value_of
from tools.kit.talk import WORD, Talk, talk

_SIGNS = re.compile(r"[零〇一二两三四五六七八九十百千万亿]+")
_NO_NUMBER = re.compile(
    r"一(?=[起些下直般样定旦方家个位份次点并])|统一|唯一|之一|万一|十分|第一(?=[^0-9季])|[进这那每任同逐]一|一[^零〇一二两三四五六七八九十百千万亿]"
)
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?\b")
_LABEL = re.compile(
    r"\b(?:[QHTS][1-4]|FY ?\d{2,4}|KW ?\d{1,2}|CW ?\d{1,2}|[A-Z]{2,}-?\d+)\b|第?[一二三四]季度?|[上下]半年"
)


@dataclass(frozen=True)
class SaidFigure:
    """A number; `kind` is "percent", "plain" or a currency. `scaled`: written as thousands, millions …"""

    value: Decimal
    kind: str
    scaled: bool
    spelling: str

    @property
    def sense(self) -> tuple[Decimal, str, bool]:
        """What two figures must share to be the same."""
        return self.value, self.kind, self.scaled


def labels(text: str) -> list[str]:
    """Quarters, weeks and numbers of papers, as the text writes them: Q3, KW 12, INV-2043."""
    return [match[0] for match in _LABEL.finditer(text)]


def said_figures(text: str, language: str) -> Iterator[SaidFigure]:
    """The numbers of a text; times of day and labels apart, dates taken out before."""
    text = _LABEL.sub(" ", _CLOCK.sub(" ", text))
    yield from _digits(text, talk(language))
    if language == "zh":
        yield from _chinese(text, talk(language))
    else:
        yield from _in_words(text, talk(language))


def _digits(text: str, said: Talk) -> Iterator[SaidFigure]:
    for match in NUMBER.finditer(text):
        value, scaled = value_of(match[0]), False
        before, after = text[max(0, match.start() - 6) : match.start()], text[match.end() : match.end() + 24]
        if scale := _scale(said).match(after):
            value, scaled = value * said.scales[scale["scale"].casefold()], True
            after = after[scale.end() :]
        kind = _kind(before, after)
        yield SaidFigure(value, kind, scaled, match[0] + (scale[0] if scale else ""))


def _kind(before: str, after: str) -> str:
    if PERCENT.match(after):
        return "percent"
    sign = BEFORE.search(before) or re.match(rf"[{GAP}]*{CURRENCY}", after)
    return CURRENCIES.get(sign[1], sign[1]) if sign else "plain"


@cache
def _scale_of(words: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(words, key=len, reverse=True)
    return re.compile(rf"[{GAP}]*(?P<scale>{'|'.join(map(re.escape, longest))})\.?(?![A-Za-zÀ-ÿ])", re.IGNORECASE)


def _scale(said: Talk) -> re.Pattern[str]:
    return _scale_of(tuple(said.scales))


def _in_words(text: str, said: Talk) -> Iterator[SaidFigure]:
    """Each number word, and the ones that hang together by a hyphen as one: twenty-three, quatre-vingt."""
    for match in WORD.finditer(text):
        parts = [said.numbers.get(part) for part in match[0].casefold().split("-")]
        if all(part is None for part in parts):
            continue
        values = [part or 0 for part in parts]
        grows = all(left >= 20 and left % 10 == 0 and right < 10 for left, right in pairwise(values))
        value = Decimal(sum(values)) if grows and None not in parts else Decimal(-1)
        scale = _scale(said).match(text[match.end() : match.end() + 24])
        factor = said.scales[scale["scale"].casefold()] if scale else 1
        after = text[match.end() + (scale.end() if scale else 0) :][:24]
        yield SaidFigure(value * factor, _kind("", after), scale is not None, match[0])


def _chinese(text: str, said: Talk) -> Iterator[SaidFigure]:
    text = _NO_NUMBER.sub(lambda match: "　" * len(match[0]), text)
    for match in _SIGNS.finditer(text):
        if text[: match.start()].rstrip()[-1:].isdigit():
            continue  # 124万: the digits have its scale
        yield SaidFigure(Decimal(_value(match[0], said)), _kind("", text[match.end() :][:8]), False, match[0])


def _value(signs: str, said: Talk) -> int:
    """三百二十 is 320; what is no number in good order is -1, which nothing vouches for."""
    total = part = digit = 0
    for sign in signs:
        if sign in said.numbers:
            if digit:
                return -1
            digit = said.numbers[sign]
        elif (scale := said.scales[sign]) >= 10_000:
            total, part, digit = (total + part + digit) * scale, 0, 0
        else:
            part, digit = part + (digit or 1) * scale, 0
    return total + part + digit
