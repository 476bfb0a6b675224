"""Filters of lists: what of the book is asked for."""

import re
from dataclasses import replace
from functools import cache, lru_cache

from tools.kit.names import Names

from .colleagues import colleague
from .languages import CODES, load
from .message import Message
from .orders import ordering, top_n
from .part import Arguments, Part, as_period, written
from .periods import Span, Time
from .phrases import Hit

__all__ = ["add_filters", "add_period", "amounts", "category", "health", "period_of", "plain", "top_n"]

_CAPITALS = ("us", "na", "it", "mm")
"""Short names that are also words: only in capitals."""
_FIELDS = ("region", "segment", "industry")


def add_filters(part: Part, arguments: Arguments, allowed: frozenset[str]) -> None:
    """Everything of a list that was said: whose, where, of which kind, how large, in which order, how many."""
    found: Arguments = {}
    _owner(part, found)
    for field in _FIELDS:
        if kept := category(part, field):
            found[field] = kept
    health(part, found)
    if statuses := part.values("status"):
        found["status"] = statuses[0]
    amounts(part, found)
    ordering(part, found)
    if "currency" not in found and (currency := _currency(part)):
        found["currency"] = currency
    for name, value in found.items():
        if name in allowed and name not in arguments:
            arguments[name] = value


def health(part: Part, arguments: Arguments) -> None:
    """red, amber, green, as they were said; "not green" and "at risk" are red and amber."""
    colours = [colour for colour in ("red", "amber", "green") if colour in part.values("health")]
    if part.hits("not_green") or (part.hits("at_risk") and not colours):
        colours = ["red", "amber"]
    if colours:
        arguments["health"] = colours


def _owner(part: Part, arguments: Arguments) -> None:
    people = part.people()
    if people:
        arguments["owner"] = written(people[0].text)
    elif name := colleague(part):
        arguments["owner"] = name
    elif part.hits("team"):
        arguments["owner"] = "team"
    elif part.hits("mine"):
        arguments["owner"] = "me"


def category(part: Part, field: str) -> str | None:
    """The region, segment or industry that was said, as the database calls it."""
    values = part.scene.view.names.vocabulary(field)
    low = part.scene.message.low
    hits = _widest([hit for hit in part.scene.hits if hit.cue.startswith(f"{field}=")], part)
    only = [
        hit
        for hit in hits
        if _ONLY.search(low[max(part.start, hit.start - 16) : hit.start]) or _ONLY_AFTER.match(low, hit.end)
    ]
    for hit in only:
        if value := _value(part, hit, field, values):
            return value
    if literal := _literal(part, values):
        return literal
    found = next((value for hit in hits if (value := _value(part, hit, field, values))), None)
    return found or (_country_literal(part, part.scene.view.names) if field == "region" else None)


_ONLY = re.compile(
    r"(?:\b(?:just|only|seulement|juste|uniquement|que|nur|bloss|ausschliesslich)\s+(?:the |les |la |le |die |den )?"
    r"|(?:只要|只看|就看|仅|就要))$"
)
"""What comes after these words counts before all that was named besides."""
_ONLY_AFTER = re.compile(r"\s+(?:only|alone|seulement|uniquement|exclusivement|bitte nur|allein)\b")


def _value(part: Part, hit: Hit, field: str, values: tuple[str, ...]) -> str | None:
    """What a hit of the tables means in this book: a value of the field, a country, or what is next to it."""
    canonical = hit.cue.partition("=")[2]
    said = part.scene.message.low[hit.start : hit.end]
    if _is_other_word(part, hit, said):
        return None
    if value := _mapped(canonical, said, values, field):
        return value
    if field == "region":
        names = part.scene.view.names
        if country := _country(said, names) or _country_of(canonical, part, names):
            return country
    return _around(canonical, said, values, field)


def _is_other_word(part: Part, hit: Hit, said: str) -> bool:
    """Whether what was heard is no filter: "us" in small letters, or what is left out ("anything but retail")."""
    if said in _CAPITALS and not part.scene.message.said(hit.start, hit.end).isupper():
        return True
    beside = [one for one in part.scene.hits if one.cue.startswith("sort=") and hit.cue.startswith("segment=")]
    before = part.scene.message.low[max(part.start, hit.start - 4) : hit.start]
    if any(one.start < hit.end and hit.start < one.end for one in beside) or (beside and _COUNTED.search(before)):
        return True  # "the smallest customers", 前十大客户: no segment
    if hit.cue.startswith("region=") and any(start <= hit.start and hit.end <= end for start, end in _moneys(part)):
        return True  # Swiss francs
    return _left_out(part, hit.start, hit.end)


_COUNTED = re.compile(r"[前头][\d一二三四五六七八九十]{1,3}$")
_EXCEPT = re.compile(
    r"(?:\b(?:not|but|pas|nicht|ausserhalb(?: von)?|exterieur de|except(?: for)?|excluding|excl\.?|outside(?: of)?|other than|apart from|but not|anything but|not in|sauf|hors|"
    r"hormis|excepte|autres? que|ausser|ohne|nicht in|exkl\.?|abgesehen von)\s+(?:the |in |la |le |les |l'|en |die |der |den |im )?|"
    r"(?:除了?|不含|不要|不包括|排除|非))$"
)


def _left_out(part: Part, start: int, end: int) -> bool:
    low = part.scene.message.low
    return bool(_EXCEPT.search(low[max(part.start, start - 24) : start])) or low[end : end + 4].startswith(
        ("以外", "之外")
    )


_WIDER = {
    "UK & Ireland": ("EMEA",), "Nordics": ("EMEA",), "Benelux": ("EMEA",), "Southern Europe": ("EMEA",),
    "DACH": ("EMEA",), "France": ("EMEA",), "Greater China": ("APAC",), "LATAM": ("Americas",),
    "North America": ("Americas",), "Insurance": ("Financial services",), "Banking": ("Financial services",),
    "Financial services": ("Banking",), "Logistics": ("Transportation",), "Transportation": ("Logistics",),
    "Shipping": ("Logistics", "Transportation"), "Pharma": ("Healthcare",), "Travel": ("Hospitality",),
    "Hospitality": ("Travel",), "Automotive": ("Manufacturing",), "Gaming": ("Software", "Media"),
}  # fmt: skip
"""What stands for a value that a book does not have: the wider region, the neighbouring industry."""


def _around(canonical: str, said: str, values: tuple[str, ...], field: str) -> str | None:
    return next((found for wider in _WIDER.get(canonical, ()) if (found := _mapped(wider, said, values, field))), None)


def _country_of(canonical: str, part: Part, names: Names) -> str | None:
    """The country, where the region's words name it otherwise: "UK" is the United Kingdom."""
    alike = {"UK & Ireland": ("uk", "gb", "britain", "british", "royaume-uni", "grossbritannien", "英国")}
    wanted = alike.get(canonical, ())
    said = part.low
    return next(
        (v for v in names.vocabulary("country") if v == "United Kingdom" and any(word in said for word in wanted)), None
    )


def _widest(hits: list[Hit], part: Part) -> list[Hit]:
    inside = [h for h in hits if part.start <= h.start and h.end <= part.end and part.scene.is_read(h.start)]
    return sorted(inside, key=lambda hit: (hit.start - hit.end, hit.start))


def _literal(part: Part, values: tuple[str, ...]) -> str | None:
    found = [(len(value), value) for value in values if _stands_in(value, part)]
    return max(found)[1] if found else None


def _country_literal(part: Part, names: Names) -> str | None:
    return _literal(part, names.vocabulary("country"))


def _stands_in(value: str, part: Part) -> bool:
    key = _folded(value)
    if len(key) < 2:
        return False
    for match in re.finditer(rf"(?<![^\W_]){re.escape(key)}(?![^\W_])", part.low):
        if not part.scene.is_read(part.start + match.start()):
            continue
        said = part.scene.message.said(part.start + match.start(), part.start + match.end())
        if _left_out(part, part.start + match.start(), part.start + match.end()):
            continue
        if len(key) > 2 or not key.isascii() or said.isupper():  # "in", "de", "it" are words before they are countries
            return True
    return False


@lru_cache(maxsize=2048)
def _folded(value: str) -> str:
    return Message(value).low.replace(" & ", " & ").strip()


def _mapped(canonical: str, said: str, values: tuple[str, ...], field: str) -> str | None:
    """The value of the database that means `canonical`: by name, by what was said, or by the words of the tables."""
    by_name = {_folded(value): value for value in values}
    if value := by_name.get(said) or by_name.get(_folded(canonical)):
        return value
    return next((value for value in values if canonical in _means(value, field)), None)


@lru_cache(maxsize=2048)
def _means(value: str, field: str) -> frozenset[str]:
    low = _folded(value)
    hits = [hit for code in CODES for hit in load(code).lookup.find(low) if hit.cue.startswith(f"{field}=")]
    return frozenset(hit.cue.partition("=")[2] for hit in hits if not any(_inside(hit, other) for other in hits))


def _inside(hit: Hit, other: Hit) -> bool:
    return other.start <= hit.start and hit.end <= other.end and other.end - other.start > hit.end - hit.start


def _country(said: str, names: Names) -> str | None:
    return next((value for value in names.vocabulary("country") if _folded(value) == said), None)


def amounts(part: Part, arguments: Arguments) -> None:
    """Lower and upper bounds, with the currency where a sign gives it."""
    found = part.amounts()
    for amount in found:
        if amount.bound and (amount.money or amount.value >= 100):
            arguments["amount_min" if amount.bound == "min" else "amount_max"] = plain(amount.value)
    currency = next((amount.currency for amount in found if amount.currency), None)
    if currency and ("amount_min" in arguments or "amount_max" in arguments):
        arguments["currency"] = currency


def _currency(part: Part) -> str | None:
    """A currency that was named without an amount: "contracts in CHF", "USD customers"."""
    low = part.scene.message.low
    named = [place for place in _moneys(part) if not _left_out(part, *place)]
    tables = [load(code).table("amounts.currencies") for code in part.scene.codes]
    return next((table[low[start:end]] for start, end in named for table in tables if low[start:end] in table), None)


def _moneys(part: Part) -> list[tuple[int, int]]:
    """Where currencies are named."""
    low = part.scene.quiet(part.start, part.end)
    found = [match.span() for code in part.scene.codes for match in _currency_words(code).finditer(low)]
    return sorted(found, key=lambda place: (place[0], -place[1]))


@cache
def _currency_words(code: str) -> re.Pattern[str]:
    """The names and codes of currencies, without signs and with nothing that is a word besides."""
    least = 2 if code == "zh" else 3
    words = [w for w in load(code).table("amounts.currencies") if len(w) >= least and re.sub("[ -]", "", w).isalpha()]
    either = "|".join(sorted(map(re.escape, {*words} - _NO_CURRENCY), key=len, reverse=True))
    return re.compile(either if code == "zh" else rf"(?<![\w])(?:{either})(?![\w])")


_NO_CURRENCY = frozenset(
    ["all", "mad", "real", "won", "rand", "quid", "bucks", "stutz", "块钱", "pound", "mxn", "teur", "try"]
)


def plain(value: float) -> int | float:
    """Whole numbers without a point."""
    return int(value) if value == int(value) else value


def period_of(part: Part, forward: bool, skip: int = 0) -> tuple[Span, Time] | None:
    """The first time of the request that is a span of its own, looking the right way."""
    times = [time for time in part.times() if time.kind not in ("same_last_year", "same_last_period")]
    if len(times) <= skip:
        return None
    time = times[skip]
    return time.span(forward), time


def add_period(part: Part, arguments: Arguments, forward: bool, name: str = "period") -> None:
    """The period of a list. What is "still" to come of a running unit starts today."""
    if found := period_of(part, forward):
        span, time = found
        today = part.scene.view.today
        running = span.start is not None and span.end is not None and span.start < today <= span.end
        if forward and running and time.rule in _RUNNING and part.hits("still"):
            span = replace(span, start=today)
        arguments[name] = as_period(span)


_RUNNING = ("this", "month", "quarter", "half", "year", "fiscal", "fiscal_this")
"""Kinds of times that name a whole unit."""
