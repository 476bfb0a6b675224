"""Numbers in a message: money with its bounds, percentages, days, counts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from .languages import Language, load

_NUMBER = r"\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?"
_SIGN_DIGITS = {"零": 0, "一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_SIGN_NUMBER = r"[一二两三四五六七八九十百]{1,5}"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its place. `bound`: "min", "max" or "" where none is said; `money`: a scale or a currency shows it."""

    start: int
    end: int
    value: float
    bound: str
    currency: str | None
    money: bool


@dataclass(frozen=True)
class _Patterns:
    amount: re.Pattern[str]
    min_before: re.Pattern[str]
    max_before: re.Pattern[str]
    min_after: re.Pattern[str]
    max_after: re.Pattern[str]
    scales: dict[str, int]
    currencies: dict[str, str]


def number(text: str, point: str) -> float:
    """A written number: "50.000" with a comma as point is fifty thousand, "1,5" one and a half."""
    text = re.sub(r"[' ]", "", text)
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", text):
        return float(re.sub(r"[.,]", "", text))
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+[.,]\d{1,2}", text):
        return float(re.sub(r"[.,]", "", text[:-3]) + "." + re.split(r"[.,]", text)[-1])
    return float(text.replace(",", "."))


def sign_number(text: str) -> float:
    """A number in Chinese numerals: 二十 is 20, 三百 is 300."""
    total, digit = 0, 0
    for sign in text:
        if sign in _SIGN_DIGITS:
            digit = _SIGN_DIGITS[sign]
        else:
            total += (digit or 1) * {"十": 10, "百": 100}[sign]
            digit = 0
    return float(total + digit)


@cache
def _patterns(code: str) -> _Patterns:
    language = load(code)
    scales, currencies = language.numbers("amounts.scales"), language.table("amounts.currencies")
    scale, currency = _either(scales), _either(currencies)
    end = "" if code == "zh" else r"(?![a-z])"
    numbers = f"{_NUMBER}|{_SIGN_NUMBER}(?=\\s?(?:{scale}))" if code == "zh" else _NUMBER
    word = "a-z0-9" if code == "zh" else r"\w"
    amount = (
        rf"(?:(?P<before>{currency})\s?)?(?<![{word}.,:/-])(?P<number>{numbers})\s?(?:(?P<scale>{scale}){end})?"
        rf"\s?(?:(?P<after>{currency}){end})?(?![\d])"
    )
    edge = "" if code == "zh" else r"(?:^|(?<=[^a-z]))"
    return _Patterns(
        amount=re.compile(amount),
        min_before=re.compile(rf"{edge}{language.text('amounts.at_least')}\s*[€$£¥]?\s*$"),
        max_before=re.compile(rf"{edge}{language.text('amounts.at_most')}\s*[€$£¥]?\s*$"),
        min_after=re.compile(rf"\s*{language.text('amounts.at_least_after')}"),
        max_after=re.compile(rf"\s*{language.text('amounts.at_most_after')}"),
        scales=scales,
        currencies=currencies,
    )


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_NOT_MONEY = re.compile(
    r"\s?(?:%|percent|per cent|prozent|pour cent|个百分点|st\b|nd\b|rd\b|th\b|:\d|am\b|pm\b|uhr\b|h\d|"
    r"days?\b|weeks?\b|months?\b|years?\b|quarters?\b|hours?\b|min\b|minutes?\b|jours?\b|semaines?\b|mois\b|ans?\b|trimestres?\b|"
    r"tagen?\b|tage\b|wochen?\b|monaten?\b|monate\b|jahren?\b|stunden?\b|天|周|个月|个星期|个季度|年|月|号|日|小时|分钟|家|个|位|条|次|席|名|"
    r"seats?\b|licen[cs]es?\b|users?\b|lizenzen\b|sitze\b|licences?\b|postes?\b|slides?\b|pages?\b|seiten?\b|folien?\b|"
    r"accounts?\b|customers?\b|clients?\b|kunden\b|comptes?\b|calls?\b|meetings?\b|notes?\b|biggest\b|largest\b|grossten\b|plus gros)"
)


def find_amounts(low: str, code: str) -> list[Amount]:
    """The amounts in a folded message, read the way `code` writes numbers. Percentages, days and counts are none."""
    patterns = _patterns(code)
    language: Language = load(code)
    found = []
    for match in patterns.amount.finditer(low):
        if _NOT_MONEY.match(low, match.end("number")) and not match.group("scale"):
            continue
        if _NOT_MONEY.match(low, match.end()) and not (match.group("after") or match.group("before")):
            continue
        text = match.group("number")
        value = (
            sign_number(text) if text[0] in "一二两三四五六七八九十百" else number(text, language.text("amounts.point"))
        )
        scale = match.group("scale")
        value *= patterns.scales.get(scale, 1) if scale else 1
        sign = match.group("before") or match.group("after")
        bound, start, end = _bound(low, match, patterns)
        currency = patterns.currencies.get(sign) if sign else None
        if scale in ("ke", "me"):
            currency = "EUR"
        found.append(Amount(start, end, value, bound, currency, bool(sign or scale)))
    return found


def _bound(low: str, match: re.Match[str], patterns: _Patterns) -> tuple[str, int, int]:
    before = low[max(0, match.start() - 24) : match.start()]
    if opening := patterns.min_before.search(before):
        return "min", match.start() - len(opening.group()), match.end()
    if opening := patterns.max_before.search(before):
        return "max", match.start() - len(opening.group()), match.end()
    if closing := patterns.min_after.match(low, match.end()):
        return "min", match.start(), closing.end()
    if closing := patterns.max_after.match(low, match.end()):
        return "max", match.start(), closing.end()
    return "", match.start(), match.end()


_PERCENT = re.compile(
    r"(?P<n>\d{1,3}(?:[.,]\d+)?)\s?(?:%|percent|per cent|prozent|pour cent)|百分之(?P<s>[一二两三四五六七八九十百]{1,4}|\d{1,3})"
)


def find_percentages(low: str) -> list[tuple[int, int, float]]:
    """Percentages as place, end and value."""
    found = []
    for match in _PERCENT.finditer(low):
        if text := match.group("n"):
            value = float(text.replace(",", "."))
        else:
            signs = match.group("s")
            value = float(signs) if signs.isdigit() else sign_number(signs)
        found.append((match.start(), match.end(), value))
    return found


_UNIT_DAYS = {"day": 1, "week": 7, "month": 30, "quarter": 90, "half": 180, "year": 365}


def find_days(low: str, code: str) -> list[tuple[int, int, int]]:
    """Durations ("60 days", "three weeks", 三个月) as place, end and days."""
    language = load(code)
    found = []
    for match in _durations(code).finditer(low):
        text = match.group("n")
        count = int(text) if text.isdigit() else language.numbers("calendar.numbers").get(text, 1)
        if code == "zh" and text == "半":
            found.append((match.start(), match.end(), 180 if "年" in match.group() else 15))
            continue
        found.append(
            (match.start(), match.end(), count * _UNIT_DAYS[language.table("calendar.units")[match.group("u")]])
        )
    return found


@cache
def _durations(code: str) -> re.Pattern[str]:
    language = load(code)
    counts = _either(language.table("calendar.numbers"))
    units = _either(language.table("calendar.units"))
    if code == "zh":
        return re.compile(rf"(?P<n>\d{{1,4}}|{counts})\s?(?P<u>个月|{units})(?![一二三四五六日天])")
    return re.compile(rf"(?<![\w.,])(?P<n>\d{{1,4}}|{counts})\s?(?P<u>{units})(?!\w)")
