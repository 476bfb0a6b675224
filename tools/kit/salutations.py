"""How a letter begins and ends: each language's own manner of addressing a person."""

import re
from dataclasses import dataclass

from database.models import Contact
from locales import Locale
from tools.kit.letters import Manner, words
from tools.kit.spelling import elided, one_line

_HAN = re.compile(r"[\u4e00-\u9fff]")
_TITLES = re.compile(r"^((?:(?:Prof|Dr|Mag|Dipl|Ing)\.(?:-\w+\.?)?\s*(?:(?:med|h\.c|rer\.nat|phil|jur|oec)\.\s*)*)+)")
_NAME_PARTICLES = "von van vom zu zur de der den del della di da do dos du des le la ter ten"
_PARTICLES = frozenset(_NAME_PARTICLES.split())
_TWO_SIGNS = "欧阳 司马 上官 诸葛 司徒 东方 皇甫 尉迟 公孙 慕容 令狐 夏侯 端木 南宫"
_DOUBLE_SURNAMES = frozenset(_TWO_SIGNS.split())
_FAMILY_FIRST = frozenset({"zh", "ja", "ko", "hu", "vi"})
_POSTS = (
    (re.compile(r"董事长"), "董"),
    (
        re.compile(
            r"总|首席|创始人|[Cc]hief|\bC[EFOITMP]O\b|President|Founder|\bVP\b|General Manager|Managing Director"
        ),
        "总",
    ),
    (re.compile(r"主任"), "主任"),
    (re.compile(r"部长"), "部长"),
    (re.compile(r"院长"), "院长"),
    (re.compile(r"局长"), "局长"),
    (re.compile(r"处长"), "处长"),
    (re.compile(r"科长"), "科长"),
    (re.compile(r"教授"), "教授"),
    (re.compile(r"主管"), "主管"),
    (re.compile(r"[Dd]irector"), "总"),
    (re.compile(r"经理|[Mm]anager"), "经理"),
)
"""A post in a contact's title, and what follows the surname: 财务总监 → 总."""
_WRITTEN_SALUTATION = (
    (re.compile(r"^(?:frau|madame|mme|mlle|ms|mrs|miss)\b\.?\s*|\s*女士$", re.IGNORECASE), "ms"),
    (re.compile(r"^(?:herrn?|monsieur|mr|m\.|mister)(?=\s|\.)\.?\s*|\s*先生$", re.IGNORECASE), "mr"),
)


@dataclass(frozen=True)
class Reader:
    """The person written to, as far as known. `salutation`: ms, mr or None."""

    name: str | None = None
    family: str | None = None
    given: str | None = None
    salutation: str | None = None
    academic_title: str | None = None
    post: str | None = None
    on_first_names: bool | None = None
    email: str | None = None


def as_written(recipient: str) -> tuple[str, str | None]:
    """A recipient's name without Frau, M., 先生, and the salutation that these words give away."""
    for pattern, salutation in _WRITTEN_SALUTATION:
        if pattern.search(recipient):
            return pattern.sub("", recipient).strip(), salutation
    return recipient.strip(), None


def reader_of(contact: Contact, salutation: str | None = None) -> Reader:
    """The reader that a contact is; names are taken apart where the record holds them in one."""
    name = one_line(contact.name)
    title = _TITLES.match(name)
    bare = name[title.end() :] if title else name
    academic = contact.academic_title or (title[1].strip() if title else None)
    family, given = (
        (contact.family_name, contact.given_name) if contact.family_name else _taken_apart(bare, contact.language or "")
    )
    return Reader(
        name=bare,
        family=one_line(family or "") or None,
        given=one_line(contact.given_name or given or "") or None,
        salutation=contact.salutation or salutation,
        academic_title=one_line(academic or "") or None,
        post=_post(contact.title or ""),
        on_first_names={"first_name": True, "formal": False}.get(contact.form_of_address or ""),
        email=contact.email,
    )


def _taken_apart(name: str, language: str) -> tuple[str | None, str | None]:
    """Family and given name; (None, None) where that can't be told: "Chen Wei" may begin with either."""
    if _HAN.search(name):
        size = 2 if name[:2] in _DOUBLE_SURNAMES else 1
        return (name[:size], name[size:]) if 2 <= len(name) <= 4 else (None, None)
    parts = name.split()
    if len(parts) < 2 or language[:2] in _FAMILY_FIRST:
        return None, None
    start = next((place for place, part in enumerate(parts[1:-1], 1) if part.casefold() in _PARTICLES), len(parts) - 1)
    return " ".join(parts[start:]), parts[0]


def _post(title: str) -> str | None:
    return next((post for pattern, post in _POSTS if pattern.search(title)), None)


def greeting(reader: Reader, manner: Manner, language: str) -> str:
    """The first line of a letter. An unknown salutation gives the formal form with the full name."""
    said = words(language)["greeting"]
    form = _form(reader, manner, language)
    pattern = said.get(f"{form}_{manner.register}") or said[form]
    title = f"{reader.academic_title} " if reader.academic_title else ""
    text = pattern.format(name=reader.name, family=reader.family, given=reader.given, title=title, post=reader.post)
    return elided(text) if language == "fr" else text


def _form(reader: Reader, manner: Manner, language: str) -> str:
    if not reader.name:
        return "nobody"
    if language == "zh":
        return _chinese_form(reader, manner)
    if reader.given and not _HAN.search(reader.name):
        if manner.familiar and language != "en":
            return "familiar"
        if language == "en" and (
            manner.familiar or (manner.register != "formal" and reader.on_first_names is not False)
        ):
            return "first_name"
        if language == "fr" and reader.on_first_names and manner.register != "formal":
            return "first_name"
    if language == "en" and reader.academic_title and reader.family:
        return "titled"
    return reader.salutation if reader.salutation in ("ms", "mr") and reader.family else "name"


def _chinese_form(reader: Reader, manner: Manner) -> str:
    if manner.familiar:
        return "familiar"
    if not reader.family or not _HAN.search(reader.name or ""):
        return "name"
    return "post" if reader.post else reader.salutation if reader.salutation in ("ms", "mr") else "name"


def closing(reader: Reader, manner: Manner, language: str, sender: str, today: str) -> str:
    """The last lines: the courtesy that fits the greeting, and who writes."""
    said = words(language)["closing"]
    key = "familiar" if manner.familiar and "familiar" in said else manner.register
    vocative = words(language)["vocative"].get(reader.salutation or "nobody", "")
    return said[key].format(vocative=vocative, sender=sender, today=today)


def territory_spelling(text: str, locale: Locale) -> str:
    """Swiss German writes ss for ß."""
    return text.replace("ß", "ss") if locale.language == "de" and locale.babel.territory in ("CH", "LI") else text
