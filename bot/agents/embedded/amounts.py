"""Numbers in a message: money with its bounds, percentages, days, counts."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from .languages import Language, load

_NUMBER = r"\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?"
_SIGN_DIGITS = {"零": 0, "一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_SIGN_TENS = {"十": 10, "百": 100, "千": 1000}
_SIGN_NUMBER = r"[一二两三四五六七八九十百千]{1,6}"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its place. `bound`: "min", "max" or "" where none is said; `money`: a scale or a currency shows it."""

    start: int
    end: int
    value: float
    bound: str
    currency: str | None
    money: bool
    scale: float = 1
    """What the written number was multiplied by: 1000 for "50k"."""
    at: int = 0
    """Where the number itself begins, behind the words of its bound."""


@dataclass(frozen=True)
class _Patterns:
    amount: re.Pattern[str]
    words: re.Pattern[str]
    min_before: re.Pattern[str]
    max_before: re.Pattern[str]
    min_after: re.Pattern[str]
    max_after: re.Pattern[str]
    scales: dict[str, int]
    currencies: dict[str, str]
    numbers: dict[str, int]
    said: dict[str, float]


def number(text: str, point: str) -> float:
    """A written number: "50.000" with a comma as point is fifty thousand, "1,5" one and a half."""
    text = re.sub(r"[' ]", "", text)
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", text):
        return float(re.sub(r"[.,]", "", text))
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+[.,]\d{1,2}", text):
        return float(re.sub(r"[.,]", "", text[:-3]) + "." + re.split(r"[.,]", text)[-1])
    return float(text.replace(",", "."))


def sign_number(text: str) -> float:
    """A number in Chinese numerals: 二十 is 20, 三百五 is 350, 九十五 is 95."""
    total, digit, last = 0, 0, 0
    for sign in text:
        if sign in _SIGN_DIGITS:
            digit = _SIGN_DIGITS[sign]
        else:
            last = _SIGN_TENS[sign]
            total += (digit or 1) * last
            digit = 0
    if digit and last > 10 and text[-2] != "零":
        digit *= last // 10
    return float(total + digit)


@cache
def _patterns(code: str) -> _Patterns:
    language = load(code)
    scales, currencies = language.numbers("amounts.scales"), language.table("amounts.currencies")
    scale, currency = _either(scales), _either(currencies)
    signs = code == "zh"
    counts = {word: n for word, n in language.numbers("calendar.numbers").items() if word.isalpha()}
    end = "" if signs else r"(?![a-z])"
    long_scale = _either(word for word in scales if len(word) > 1 or word == "k")
    spelt = _SIGN_NUMBER if signs else _either(counts)
    numbers = f"{_NUMBER}|(?:{spelt})(?=[ -]?(?:{scale if signs else long_scale}){end})"
    word = "a-z0-9" if signs else r"\w"
    amount = (
        rf"(?:(?P<before>{currency})\s?)?(?:(?<![{word}.,:/-])|(?<=\d-)|(?<=sub-))(?P<number>{numbers})(?P<half>半)?"
        rf"(?:[\s-]?(?P<scale>{scale}){end})?"
        rf"\s?(?:(?P<after>{currency}){end})?(?![\d])"
    )
    edge = "" if signs else r"(?:^|(?<=[^a-z]))"
    sign = r"\s*[€$£¥]?\s*(?:usd|eur|chf|gbp|cny|rmb)?\s*$"
    said = {word: float(value) for word, value in language.table("amounts.words").items()}
    return _Patterns(
        amount=re.compile(amount),
        words=re.compile(rf"(?<![a-z0-9])(?:{_either(said)}){end}" if said else r"(?!)"),
        min_before=re.compile(rf"{edge}(?:{_bounds(language, 'at_least')}){sign}"),
        max_before=re.compile(rf"{edge}(?:{_bounds(language, 'at_most')}){sign}"),
        min_after=re.compile(rf"\s*(?:{_bounds(language, 'at_least_after')})"),
        max_after=re.compile(rf"\s*(?:{_bounds(language, 'at_most_after')})"),
        scales=scales,
        currencies=currencies,
        numbers=counts,
        said=said,
    )


def _bounds(language: Language, name: str) -> str:
    """The words of a bound: the language's own, and the field's English ones."""
    texts = [one.text(f"amounts.{name}") for one in (language, load("en"))]
    return "|".join(dict.fromkeys(text for text in texts if text))


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_NOT_MONEY = re.compile(
    r"\s?(?:%|percent|per cent|prozent|pour cent|pct|个百分点|成(?!交|功|都|员)|st\b|nd\b|rd\b|th\b|:\d|am\b|pm\b|uhr\b|h\d|"
    r"[ -]?(?:days?|weeks?|months?|years?|quarters?|hours?|min|minutes?|wks?|mths?|yrs?)\b|jours?\b|semaines?\b|mois\b|ans?\b|trimestres?\b|"
    r"tagen?\b|tage\b|wochen?\b|monaten?\b|monate\b|jahren?\b|stunden?\b|天|周|个月|个星期|个季度|年|月|号|日|小时|分钟|家|个|位|条|次|席|名|页|"
    r"seats?\b|licen[cs]es?\b|users?\b|lizenzen\b|sitze\b|licences?\b|postes?\b|sieges?\b|slides?\b|pages?\b|seiten?\b|folien?\b|"
    r"accounts?\b|accts?\b|customers?\b|clients?\b|logos?\b|kunden\b|comptes?\b|calls?\b|meetings?\b|notes?\b|contracts?\b|deals?\b|renewals?\b|vertrage\b|verlangerungen\b|contrats?\b|"
    r"biggest\b|largest\b|smallest\b|grossten\b|kleinsten\b|plus (?:gros|petits|grands))"
)
_SCALED_JOINT = re.compile(r"\s*(?:and|to|-|und|bis|et|a|au|a|到|至|和|~|～)\s*[€$£¥]?\s*")
_OPENS_RANGE = re.compile(r"(?:between|from|zwischen|von|entre|de|介于|在|从)\s*[€$£¥]?\s*$")


def find_amounts(low: str, code: str) -> list[Amount]:
    """The amounts in a folded message, read the way `code` writes numbers. Percentages, days and counts are none."""
    patterns = _patterns(code)
    found = sorted(
        [*_written(low, code, patterns), *_said(low, patterns)], key=lambda amount: (amount.start, -amount.end)
    )
    return _ranges(low, [one for one, before in zip(found, [None, *found], strict=False) if not _again(one, before)])


def _again(one: Amount, before: Amount | None) -> bool:
    """ "A million" in "half a million", or found in two ways."""
    return before is not None and one.end <= before.end


def _written(low: str, code: str, patterns: _Patterns) -> Iterator[Amount]:
    """Amounts in figures, or in words with a scale: "fifty thousand"."""
    for match in patterns.amount.finditer(low):
        scale = match.group("scale")
        if _NOT_MONEY.match(low, match.end("number")) and not scale:
            continue
        if _NOT_MONEY.match(low, match.end()) and not (scale or match.group("after") or match.group("before")):
            continue
        text = match.group("number")
        if text[0].isdigit():
            value = number(text, load(code).text("amounts.point"))
        else:
            value = float(patterns.numbers[text]) if text in patterns.numbers else sign_number(text)
        if match.group("half"):
            value += 0.5
        times = patterns.scales.get(scale, 1) if scale else 1
        sign = match.group("before") or match.group("after")
        currency = "EUR" if scale in ("ke", "me", "teur") else patterns.currencies.get(sign) if sign else None
        bound, start, end = _bound(low, match, patterns)
        yield Amount(start, end, value * times, bound, currency, bool(sign or scale), times, match.start())


def _said(low: str, patterns: _Patterns) -> Iterator[Amount]:
    """Amounts that have words of their own: "half a million", "six figures"."""
    for match in patterns.words.finditer(low):
        bound, start, end = _bound(low, match, patterns)
        value = patterns.said[match.group()]
        figures = re.search(r"figure|digit|stellig|chiffres|位数", match.group())
        yield Amount(start, end, value, bound or ("min" if figures else ""), None, True, 1, match.start())


def _ranges(low: str, found: Sequence[Amount]) -> list[Amount]:
    """ "between 50 and 150k": the lower and the upper bound, and the scale of the latter for both."""
    amounts = list(found)
    for place in range(len(amounts) - 1):
        first, last = amounts[place], amounts[place + 1]
        joint = low[first.end : last.at]
        opened = _OPENS_RANGE.search(low[max(0, first.at - 12) : first.at]) is not None
        dashed = joint.strip() in ("-", "~", "～", "bis", "到", "至", "to", "a", "et") and first.bound != "max"
        if not _SCALED_JOINT.fullmatch(joint) or not (opened or dashed) or not (last.money or last.value >= 1000):
            continue
        written = last.value / last.scale
        if first.scale == 1 and last.scale > 1 and first.value < written:
            first = replace(first, value=first.value * last.scale)
        if first.value < last.value:
            currency = first.currency or last.currency
            amounts[place] = replace(first, bound="min", money=True, currency=currency)
            amounts[place + 1] = replace(last, bound="max", currency=currency)
    return amounts


_LEFT_OUT = re.compile(
    r"\b(?:skip|ignore|drop|nothing|not?|exclud\w*|without|leave out|forget|minus|except|ohne|nicht|nichts|kein\w*|ausser|"
    r"sauf|sans|rien|pas|hors|ignor\w*)\s+(?:(?:anything|those|the|ones|everything|accounts|deals|alles|was|die|kunden|les|ceux|a|de)\s+){0,3}$"
    r"|(?:不要|不看|去掉|排除|除去|剔除|忽略|除了)$"
)


def _bound(low: str, match: re.Match[str], patterns: _Patterns) -> tuple[str, int, int]:
    """The bound of an amount with the places of all its words; "nothing under 20k" is a lower one."""
    bound, start, end = _said_bound(low, match, patterns)
    if bound and start < match.start() and _LEFT_OUT.search(low[max(0, start - 40) : start]):
        bound = "max" if bound == "min" else "min"
    return bound, start, end


def _said_bound(low: str, match: re.Match[str], patterns: _Patterns) -> tuple[str, int, int]:
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
    r"(?P<n>\d{1,3}(?:[.,]\d+)?)\s?-?(?:%|percent|per cent|prozent|pour cent|pct|proz\.|个点|个百分点)"
    r"|百分之(?P<s>[一二两三四五六七八九十百]{1,4}|\d{1,3})"
    r"|(?P<tenths>[一二两三四五六七八九]|[1-9])成(?P<more>半|[一二三四五六七八九])?(?!交|功|都|员|本|果|立|长|为|绩|了)"
)


def find_percentages(low: str, codes: Sequence[str] = ()) -> list[tuple[int, int, float]]:
    """Percentages as place, end and value; with `codes`, shares that these languages say in words as well."""
    found = []
    for match in _PERCENT.finditer(low):
        if text := match.group("n"):
            value = float(text.replace(",", "."))
        elif signs := match.group("s"):
            value = float(signs) if signs.isdigit() else sign_number(signs)
        else:
            tenths, more = match.group("tenths"), match.group("more")
            value = 10 * (float(tenths) if tenths.isdigit() else sign_number(tenths))
            value += 5 if more == "半" else sign_number(more) if more else 0
        found.append((match.start(), match.end(), value))
    for code in codes:
        pattern, values = _shares(code)
        found += [(match.start(), match.end(), values[match.group()]) for match in pattern.finditer(low)]
    return sorted(found)


_NO_SHARE = (
    r"(?! (?:a |des |de la |de l'|du |d'un |der )?(?:mil|mio|year|month|quarter|week|day|hour|dozen|jahr|monat|quartal|woche|"
    r"annee|mois|trimestre|semaine))"
)
""" "Half a million", "half the year": no shares of anything."""


@cache
def _shares(code: str) -> tuple[re.Pattern[str], dict[str, float]]:
    """What a language says for shares: half of, two thirds."""
    values = {word: float(value) for word, value in load(code).table("amounts.shares").items()}
    edge = ("", "") if code == "zh" else (r"(?<![a-z0-9])", rf"(?![a-z]){_NO_SHARE}")
    return re.compile(f"{edge[0]}(?:{_either(values)}){edge[1]}" if values else r"(?!)"), values
