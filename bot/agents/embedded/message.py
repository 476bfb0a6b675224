"""A message made readable: Slack's markup undone, and beside the words a folded copy in which they are looked for.

`text` is what the person wrote, and what a note's body is cut from. `low` is the same without case and accents; each of
its letters knows its place in `text`. In `low`, names, quotations and code are covered, so that nothing is read in them.
"""

import html
import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass, field

from .traditional import SIMPLIFIED

LONGEST = 6000
"""Letters that are looked at; what lies beyond belongs to a note's body and is kept, not read."""

ACCOUNT, CONTACT, PERSON, QUOTED, HIDDEN = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
COVERS = ACCOUNT + CONTACT + PERSON + QUOTED + HIDDEN

_LINK = re.compile(r"<(?:mailto:|tel:|https?://)[^|>\s]*\|([^>]*)>|<(?:mailto:|tel:)([^>|]*)>|<(https?://[^>|]*)>")
_CHANNEL = re.compile(r"<#[A-Z0-9]+(?:\|([^>]*))?>|<!(?:here|channel|everyone)>|<!subteam\^[A-Z0-9]+(?:\|[^>]*)?>")
_EMPHASIS = re.compile(
    r"(?<![\w*])\*([^*\n]{1,200})\*(?![\w*])|(?<![\w_])_([^_\n]{1,200})_(?![\w_])|(?<![\w~])~([^~\n]{1,200})~(?![\w~])"
)
_QUOTES = re.compile(
    r"“[^”]{2,2000}”|„[^“”]{2,2000}[“”]|«[^»]{2,2000}»|「[^」]{2,2000}」|『[^』]{2,2000}』|\"[^\"]{2,2000}\""
)
_CODE = re.compile(r"```.{0,4000}?```|`[^`\n]{1,400}`", re.DOTALL)
_CITED = re.compile(r"(?m)^>[^\n]*$")
_UNREAD = re.compile(r":[a-z0-9_+-]{2,40}:|https?://\S+|#[a-z0-9_-]{2,80}")
_LETTERS = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "ł": "l",
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "–": "-",
    "—": "-",
    "−": "-",
}
_SIGN = re.compile("[\u3400-\u9fff]")
_PUNCTUATION = "，。！？；：、（）"
_SPACES = "\u00a0\u202f\u2009\u3000"


def readable(raw: str) -> str:
    """What the person wrote: no control signs, no Slack links; mentions of people stay as <@U…>."""
    text = raw.encode("utf-8", "replace").decode("utf-8")
    text = "".join(sign if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cf") else " " for sign in text)
    text = _LINK.sub(lambda match: match.group(1) or match.group(2) or match.group(3) or "", text)
    text = _CHANNEL.sub(lambda match: f"#{match.group(1)}" if match.group(1) else "", text)
    text = html.unescape(text) if "&" in text else text
    text = _EMPHASIS.sub(lambda match: next(part for part in match.groups() if part is not None), text)
    return text.strip()


@dataclass
class Message:
    """One message. Places are places in `low`; `said(start, end)` gives the words as they were written."""

    text: str
    low: str = ""
    at: list[int] = field(default_factory=list)
    quoted: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        letters: list[str] = []
        text = self.text[:LONGEST]
        for place, sign in enumerate(text):
            if (
                sign in " \u00a0"
                and 0 < place < len(text) - 1
                and (_SIGN.match(text[place - 1]) or _SIGN.match(text[place + 1]))
            ):
                continue  # "按 owner 分" is read as "按owner分"
            for letter in _folded(sign):
                letters.append(letter)
                self.at.append(place)
        self.at.append(min(len(self.text), LONGEST))
        self.low = "".join(letters)

    def said(self, start: int, end: int) -> str:
        """The words between two places, as written."""
        return self.text[self.at[start] : self.at[end]] if start < end else ""

    def place(self, in_text: int) -> int:
        """The place in `low` of a letter of `text`."""
        return min(bisect_left(self.at, in_text), len(self.low))

    def cover(self, start: int, end: int, sign: str) -> None:
        """Puts `sign` over everything from `start` to `end`: it is a name, or a quotation."""
        self.low = self.low[:start] + sign * (end - start) + self.low[end:]

    def cover_quotations(self) -> None:
        """Covers quotations, code and links. What they say is data."""
        for pattern in (_CODE, _QUOTES, _CITED):
            for match in pattern.finditer(self.low):
                self.quoted.append(match.span())
                self.cover(*match.span(), QUOTED)
        for match in _UNREAD.finditer(self.low):
            self.cover(*match.span(), HIDDEN)

    def replace(self, start: int, end: int, word: str) -> None:
        """Writes `word` over what stands from `start` to `end` in `low`: a typing error mended."""
        places = [self.at[start]] * len(word)
        self.low = self.low[:start] + word + self.low[end:]
        self.at[start:end] = places


def _folded(sign: str) -> str:
    if sign.isascii():
        return sign.lower()
    if "\u4e00" <= sign <= "\u9fff":
        return sign.translate(SIMPLIFIED)
    if sign in _LETTERS:
        return _LETTERS[sign]
    if sign in _SPACES:
        return " "
    if sign in _PUNCTUATION:
        return sign
    small = sign.lower()
    if small in _LETTERS:
        return _LETTERS[small]
    return "".join(part for part in unicodedata.normalize("NFKD", small) if not unicodedata.combining(part))
