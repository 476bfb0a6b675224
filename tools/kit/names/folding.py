"""Two spellings of one name become one key: case, accents, &, digits, and a sign a token where words have no spaces."""

import html
import re
import unicodedata
from dataclasses import dataclass

IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af"
_TOKEN = re.compile(rf"[{IDEOGRAPHS}]|&(?:amp;|\#38;)?|\d+|(?:[^\W\d_{IDEOGRAPHS}]|[\u0300-\u036f])+")
_IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
CONNECTORS = frozenset({"&", "and", "und", "et", "och", "og", "与", "和"})
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}")
"""S.A., B.V., S.p.A.: letters of one word."""
_LEGAL_WORDS = (
    "ltd limited llc llp inc plc corp corporation co gmbh ag kg ohg se sa sas sarl srl spa bv nv as asa ab oy pty"
)
LEGAL_FORMS = frozenset(_LEGAL_WORDS.split())
"""Ltd, GmbH, SA …: they tell no two customers apart."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign of a message, folded, with its place in the message."""

    key: str
    start: int
    end: int
    capital: bool
    whole_start: bool
    """No letter or digit stands right before it: "401" in "401k" ends no word."""
    whole_end: bool
    bracketed: bool = False
    """It stands alone in brackets: "(Freitag)" is a name, not a day."""


def fold(word: str) -> str:
    """Without case and accents: "Zürihof" → "zurihof"."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def fold_umlauts(word: str) -> str:
    """As people write it without umlauts at hand: "Zürihof" → "zuerihof"."""
    return fold(unicodedata.normalize("NFC", word).casefold().translate(_TWO_LETTERS))


def tokens(text: str) -> list[Token]:
    """The words of `text` in order: letters, digits, a single ideograph, or &."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        word = match.group()
        key = "&" if word[0] == "&" else fold(word)
        if key in CONNECTORS:
            key = "&"
        before = text[start - 1] if start else " "
        after = text[end] if end < len(text) else " "
        sign = bool(_IDEOGRAPH.match(word))
        found.append(
            Token(
                key=key,
                start=start,
                end=end,
                capital=word[:1].isupper() or sign,
                whole_start=sign or not _joins(before),
                whole_end=sign or not _joins(after),
                bracketed=before in "(（" and after in ")）",
            )
        )
    return found


def _joins(letter: str) -> bool:
    return letter.isalnum() and not _IDEOGRAPH.match(letter)


def is_ideographic(key: str) -> bool:
    """Whether a token is a sign of a script without spaces."""
    return not key.isascii() and bool(_IDEOGRAPH.match(key))


def words(name: str) -> list[str]:
    """The folded words of a name: "May & Baxter" → ["may", "&", "baxter"]."""
    if name.isascii() and name.replace(" ", "").isalpha():
        return ["&" if word in CONNECTORS else word for word in name.lower().split()]
    return [token.key for token in tokens(html.unescape(name))]


def keys(name: str) -> set[str]:
    """Every key under which a name is found: as written, without umlauts, without its legal form, run together."""
    if "." in name:
        name = _DOTTED.sub(lambda match: match.group().replace(".", ""), name)
    found = {" ".join(words(name))}
    if not name.isascii():
        found.add(" ".join(token for token in words(fold_umlauts(name))))
    for key in tuple(found):
        parts = key.split(" ")
        shorter = list(parts)
        while len(shorter) > 1 and shorter[-1] in LEGAL_FORMS:
            shorter.pop()
        if shorter[-1] != "&":
            found.add(" ".join(shorter))
    if "-" in name or "'" in name or "’" in name:
        found |= {key.replace(" ", "") for key in tuple(found) if key.count(" ") < 3}
    found.discard("")
    return found
