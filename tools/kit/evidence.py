"""Does a text say more than the facts hold? Every number, date, name and address in it must occur in them.

Figures are compared by value, not by spelling: "1.234,50 €" and "€1,234.50" are the same amount. A number is of a kind
(per cent, money of a currency, plain), so that four seats don't vouch for four per cent.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from tools.kit.figures import DayIn, figures, take_days
from tools.kit.letters import vocabulary

_ADDRESS = re.compile(r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.-]*\w")
_SPELT_PERCENT = re.compile(
    r"百分之[零一二三四五六七八九十百两点]+|\b[^\W\d_]+[ -](?:percent|per cent|Prozent|pour cent)\b"
)
_WORD = re.compile(r"[^\W\d_][\w’'&-]*")
_TITLES = frozenset({"Frau", "Herr", "Herrn", "Dr", "Prof", "Firma"})
_LATIN = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ0-9’'&-]*")
_CHINESE_PERSON = re.compile(r"[\u4e00-\u9fff](?=总(?![部是之的体共结])|先生|女士|经理|主任)")


def unsupported(text: str, facts: Mapping[str, str], language: str) -> list[str]:
    """What `text` says and `facts` do not: numbers, dates, names and addresses, as the text spells them.

    `facts` hold their texts as a letter in `language` writes them, and what was said, word for word. Empty: all is
    supported. A name is a capitalised word inside a sentence that neither facts nor our templates know; in German,
    where every noun is one, it needs a title or a second one beside it; in Chinese a title after it, or Latin letters.
    """
    known = "\n".join(facts.values())
    addresses = [found.rstrip(".,;:)") for found in _ADDRESS.findall(text)]
    text, known_text = _ADDRESS.sub(" ", text), _ADDRESS.sub(" ", known)
    rest, said = take_days(text)
    known_rest, days = take_days(known_text)
    missing = [address for address in addresses if address not in known]
    missing += [day.spelling for day in said if not any(day.is_covered_by(other) for other in days)]
    missing += _figures_beyond(rest, known_rest, days)
    missing += [match[0] for match in _SPELT_PERCENT.finditer(rest) if match[0] not in known]
    missing += [name for name in _names(rest, language) if name.casefold() not in known.casefold()]
    return list(dict.fromkeys(missing))


def _figures_beyond(text: str, known: str, days: list[DayIn]) -> list[str]:
    held = {(figure.value, figure.kind) for figure in figures(known)}
    # A bare number may repeat an amount, a share or a year; a share or an amount must be known as one.
    held |= {(value, "plain") for value, _ in held} | {(Decimal(day.year), "plain") for day in days if day.year}
    return [figure.spelling for figure in figures(text) if (figure.value, figure.kind) not in held]


def _names(text: str, language: str) -> Iterator[str]:
    if language == "zh":
        yield from (match[0] for match in _LATIN.finditer(text) if match[0].casefold() not in vocabulary(language))
        yield from (match[0] for match in _CHINESE_PERSON.finditer(text) if match[0] not in "老各")
        return
    for sentence in re.split(r"(?<=[.!?:;])\s|\n", text):
        words = [match[0] for match in _WORD.finditer(sentence)]
        ours = vocabulary(language)
        strange = [word[0].isupper() and word not in _TITLES and word.casefold() not in ours for word in words]
        for place, word in enumerate(words):
            if strange[place] and _is_name(place, words, strange, language):
                yield word


def _is_name(place: int, words: list[str], strange: list[bool], language: str) -> bool:
    pair = strange[place - 1 : place] == [True] or strange[place + 1 : place + 2] == [True]
    titled = place > 0 and words[place - 1] in _TITLES
    return pair or titled or (language != "de" and place > 0)
