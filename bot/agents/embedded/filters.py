"""Filters, orders and groupings of lists: what of the book is asked for."""

import re
from functools import lru_cache

from tools.kit.names import Names

from .languages import CODES, load
from .message import Message
from .part import Arguments, Part, as_period, written
from .periods import Span, Time
from .phrases import Hit

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾"
    "夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_COLLEAGUE = re.compile(
    rf"(?<![\u4e00-\u9fff])([{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?:名下|负责的?|手上|手里|那边的?|的(?:客户|续约|合同|名单|单子|任务|待办))"
)
"""A colleague whose name is written in signs, while the directory has it in letters."""
_CAPITALS = ("us", "na", "it", "mm", "ent")
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
    elif match := _COLLEAGUE.search(part.low):
        arguments["owner"] = match.group(1)
    elif part.hits("team"):
        arguments["owner"] = "team"
    elif part.hits("mine"):
        arguments["owner"] = "me"


def category(part: Part, field: str) -> str | None:
    """The region, segment or industry that was said, as the database calls it."""
    names = part.scene.view.names
    values = names.vocabulary(field)
    if literal := _literal(part, values):
        return literal
    for hit in _widest([h for h in part.scene.hits if h.cue.startswith(f"{field}=")], part):
        canonical = hit.cue.partition("=")[2]
        said = part.scene.message.low[hit.start : hit.end]
        if said in _CAPITALS and not part.scene.message.said(hit.start, hit.end).isupper():
            continue
        if value := _mapped(canonical, said, values, field):
            return value
        if field == "region" and (country := _country(said, names)):
            return country
    return _country_literal(part, names) if field == "region" else None


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
    pair = [amount for amount in found if amount.money or amount.value >= 1000]
    if len(pair) == 2 and not any(a.bound == "max" for a in pair[:1]) and _between(part, pair[0].end, pair[1].start):
        low, high = sorted(amount.value for amount in pair)
        arguments["amount_min"], arguments["amount_max"] = plain(low), plain(high)
    else:
        for amount in found:
            if not (amount.bound and (amount.money or amount.value >= 100)):
                continue
            arguments["amount_min" if amount.bound == "min" else "amount_max"] = plain(amount.value)
    currency = next((amount.currency for amount in found if amount.currency), None)
    if currency and ("amount_min" in arguments or "amount_max" in arguments):
        arguments["currency"] = currency


def _between(part: Part, start: int, end: int) -> bool:
    joint = part.scene.message.low[start:end].strip()
    return joint in ("and", "to", "-", "und", "bis", "et", "a", "到", "至", "和")


def plain(value: float) -> int | float:
    """Whole numbers without a point."""
    return int(value) if value == int(value) else value


def ordering(part: Part, arguments: Arguments) -> None:
    """sort, top_n, group_by, count_only."""
    sorts = part.values("sort")
    if sorts:
        arguments["sort"] = sorts[0]
    number = top_n(part)
    if number:
        arguments["top_n"] = number
        arguments.setdefault("sort", "arr_desc")
    if groups := part.values("group_by"):
        arguments["group_by"] = groups[0]
    if part.hits("count"):
        arguments["count_only"] = True


def top_n(part: Part) -> int | None:
    """How many rows were asked for: "top 3", "5 biggest", 最大的5家."""
    low = part.scene.quiet(part.start, part.end)[part.start : part.end]
    for code in part.scene.codes:
        language = load(code)
        counts = language.numbers("calendar.numbers")
        either = "|".join(
            sorted((re.escape(word) for word in counts if len(word) > 1 or code == "zh"), key=len, reverse=True)
        )
        for shape in _TOP.get(code, ()):
            match = re.search(shape.replace("{n}", rf"(?P<n>\d{{1,3}}|{either})"), low)
            if match:
                text = match.group("n")
                return int(text) if text.isdigit() else counts.get(text)
    return None


_TOP = {
    "en": (
        r"\btop {n}\b", r"\b{n} (?:next|upcoming|coming)\b",
        r"\bnext {n} (?!days?|weeks?|months?|quarters?|years?|wks?|mths?)[a-z]", r"\b(?:first|last|latest) {n}\b(?! (?:days?|weeks?|months?|quarters?|years?))",
        r"\b{n} (?:\w+ )?(?:biggest|largest|top|highest|smallest|most (?:valuable|recent)|latest|last|oldest|lowest)\b",
        r"\b(?:biggest|largest|highest|smallest|lowest|worst) {n}\b", r"\blast {n} (?:calls|meetings|emails|notes|entries)\b",
    ),
    "fr": (
        r"\btop {n}\b", r"\b{n} (?:plus (?:gros|grosses|grands|grandes|petits|importants)|premiers|premieres|derniers|dernieres)\b",
        r"\b(?:plus (?:gros|grands)|premiers|premieres|derniers|dernieres) {n}\b",
    ),
    "de": (
        r"\btop[ -]?{n}\b", r"\b{n} (?:grossten|kleinsten|wichtigsten|letzten|umsatzstarksten|neuesten)\b",
        r"\b(?:letzten|ersten|grossten|neuesten) {n}\b",
    ),
    "zh": (
        r"前{n}(?:名|家|个|大)?", r"最(?:大|高|小|多|重要)的?{n}(?:家|个|名)?", r"(?:top ?){n}",
        r"(?:最近|上|近|最后|最新)的?{n}(?:次|条|封|通|场|个(?:会|电话))", r"{n}(?:家|个)最(?:大|高|小)",
    ),
}  # fmt: skip


def period_of(part: Part, forward: bool, skip: int = 0) -> tuple[Span, Time] | None:
    """The first time of the request that is a span of its own, looking the right way."""
    times = [time for time in part.times() if time.kind not in ("same_last_year", "same_last_period")]
    if len(times) <= skip:
        return None
    time = times[skip]
    return time.span(forward), time


def add_period(part: Part, arguments: Arguments, forward: bool, name: str = "period") -> None:
    """The period of a list."""
    if found := period_of(part, forward):
        arguments[name] = as_period(found[0])
