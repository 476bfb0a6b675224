"""What people call a tone and a length, mapped to the few that a letter has."""

from dataclasses import dataclass

from tools.kit.letters import Length, Manner, Register
from tools.kit.names.folding import fold

_TONES: dict[Register, tuple[str, ...]] = {
    "firm": (
        *("firm", "strict", "insist", "decisive", "clear and direct", "no nonsense", "assertive"),
        *("ferme", "insistant", "sans detour"),
        *("bestimmt", "nachdrucklich", "deutlich", "streng", "unmissverstandlich"),
        *("坚定", "强硬", "严肃", "坚决", "明确"),
    ),
    "formal": (
        *("formal", "official", "polite", "courteous", "respectful"),
        *("formel", "soutenu", "officiel", "poli", "courtois", "respectueu", "ceremonieu"),
        *("formlich", "formell", "offiziell", "hoflich", "respektvoll"),
        *("正式", "客气", "礼貌", "恭敬", "尊敬", "官方"),
    ),
    "warm": (
        *(
            "warm",
            "friendly",
            "casual",
            "informal",
            "relaxed",
            "personal",
            "cordial",
            "kind",
            "empath",
            "light",
            "gentle",
        ),
        *("chaleureu", "amical", "decontracte", "sympa", "bienveillant", "detendu", "informel", "leger"),
        *("herzlich", "freundlich", "locker", "personlich", "nett", "lieb", "ungezwungen", "einfuhlsam"),
        *("亲切", "热情", "友好", "轻松", "随意", "温和", "委婉", "柔和"),
    ),
    "neutral": (
        *("neutral", "calm", "factual", "businesslike", "professional", "normal", "plain"),
        *("neutre", "calme", "factuel", "professionnel", "sobre", "pose"),
        *("ruhig", "sachlich", "professionell", "nuchtern"),
        *("中性", "平和", "冷静", "专业", "平静"),
    ),
}
"""Beginnings of words, folded; of several registers that are named, the first in this order holds."""

_UNTRUE = ("not ", "less ", "pas ", "moins ", "nicht ", "weniger ", "不要", "不用", "别")
_FAMILIAR = ("per du", "du form", "duzen", "geduzt", "tutoi", "tutoy", "用你", "first name")
_FORMAL_ADDRESS = ("per sie", "sie form", "siezen", "gesiezt", "vouvoi", "vouvoy", "用您")
_SHORT = (
    "short",
    "brief",
    "concise",
    "court",
    "bref",
    "breve",
    "concis",
    "petit",
    "kurz",
    "knapp",
    "简短",
    "短",
    "精简",
    "一页",
    "简洁",
)
_ONE = (
    "one page",
    "one pager",
    "one-page",
    "une page",
    "eine seite",
    "single page",
    "few lines",
    "quelques lignes",
    "paar zeilen",
)


@dataclass(frozen=True)
class Tone:
    """A tone as far as it was understood. `register` None: nothing was said of it; `known`: every word of it was."""

    register: Register | None = None
    familiar: bool | None = None
    known: bool = True


def tone_of(said: str | None) -> Tone:
    """The register and the form of address that were asked for, out of words such as "firm but polite" or "per Du"."""
    if not said or not said.strip():
        return Tone()
    text = f" {fold(said).replace('-', ' ')} "
    familiar = True if _holds(text, _FAMILIAR) else False if _holds(text, _FORMAL_ADDRESS) else None
    register = next((one for one, starts in _TONES.items() if _holds(text, starts)), None)
    return Tone(register, familiar, known=register is not None or familiar is not None)


def length_of(said: str | None) -> Length:
    """Whether the short version was asked for."""
    text = f" {fold(said or '')} "
    return "short" if _holds(text, _SHORT) or _holds(text, _ONE) else "ordinary"


def manner_of(length: str | None, tone: Tone, usual: Register, on_first_names: bool) -> Manner:
    """The manner of a letter: as asked for, else as usual for its purpose and this reader."""
    familiar = tone.familiar if tone.familiar is not None else on_first_names
    return Manner(length_of(length), tone.register or usual, familiar)


def _holds(text: str, starts: tuple[str, ...]) -> bool:
    for start in starts:
        place = text.find(start if not start[0].isascii() else f" {start}")
        if place >= 0 and not text[:place].endswith(_UNTRUE) and not text[: place + 1].endswith(_UNTRUE):
            return True
    return False
