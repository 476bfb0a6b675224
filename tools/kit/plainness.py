"""Whether a sentence is plain text: words, numbers and ordinary signs, nothing that any surface could read as more."""

import re
import unicodedata

LONGEST = 400
"""Characters of a sentence."""

_ORDINARY = frozenset(" \u00a0.,;:!?'’\"“”„«»‹›()–—-…/%€$£¥￥+&、，。；：！？（）《》「」·°")
_ADDRESS = re.compile(
    r"//|\\|www|[^\W\d_]{2,}[.。．｡:][^\W\d_]{2,}|[\w.+-]+@|:[a-z0-9_+'-]+:|\b(?:https?|mailto|tel|slack|javascript|data|file)\b\s*:",
    re.IGNORECASE,
)


def is_plain(sentence: str) -> bool:
    """No link or anything like one, no mention, image, markup, control or invisible sign, no letters of a look-alike script."""
    return (
        0 < len(sentence) <= LONGEST
        and not _ADDRESS.search(sentence)
        and all(_is_ordinary(sign) for sign in sentence)
        and unicodedata.normalize("NFC", sentence) == sentence
    )


def _is_ordinary(sign: str) -> bool:
    if sign in _ORDINARY or "0" <= sign <= "9" or "\u3400" <= sign <= "\u9fff" or sign == "〇":
        return True
    return sign.isalpha() and unicodedata.name(sign, "").startswith("LATIN ") and sign not in _LOOK_ALIKES


_LOOK_ALIKES = frozenset("ıȷɡɩʟʀɴɪʙɢʜ")


def tidied(text: str) -> str:
    """The same sentence with the spaces that typesetters use as ordinary ones (but inside a number, where any space becomes
    one that does not break), and without a list's mark before it."""
    text = re.sub(r"[\u00a0\u202f\u2009\u2007\t]+", " ", text)
    text = re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "\u00a0", text)
    return re.sub(r"^(?:[-•–*]\s+|\d{1,2}[.)]\s+(?=\D))", "", text.strip())
