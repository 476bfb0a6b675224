"""A letter made of a template and facts: greeting, body, closing; and what it used and what it lacks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from locales import Locale
from tools.kit import letters
from tools.kit.evidence import unsupported
from tools.kit.fact import Fact
from tools.kit.letters import Manner, Purpose
from tools.kit.mail import sound_subject
from tools.kit.salutations import Reader, closing, greeting, territory_spelling
from tools.kit.spelling import spell
from tools.kit.writer import ComposedWriter, Writer, used_and_missing


@dataclass(frozen=True)
class Letter:
    """A text for a customer, the facts it rests on, and the keys of what it lacks."""

    subject: str
    body: str
    used: tuple[Fact, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Setting:
    """Who writes to whom, how, in which language and manner of numbers."""

    reader: Reader
    manner: Manner
    locale: Locale
    sender: str
    today: str


def compose(writer: Writer, purpose: Purpose, facts: Mapping[str, Fact], setting: Setting) -> Letter:
    """The letter. Only facts that a customer may read get into it; what they lack is marked in its text."""
    shareable = {key: fact for key, fact in facts.items() if fact.shareable}
    texts = spelt(shareable.values(), setting.locale)
    language = setting.locale.language
    subject = letters.subject(language, purpose, setting.manner, texts)
    body = letters.body(language, purpose, setting.manner)
    parts = (
        greeting(setting.reader, setting.manner, language),
        written(writer, body, texts, language),
        closing(setting.reader, setting.manner, language, setting.sender, setting.today),
    )
    used, missing = _both(used_and_missing(subject, texts), used_and_missing(body, texts))
    return Letter(
        subject=sound_subject(territory_spelling(written(ComposedWriter(), subject, texts, language), setting.locale)),
        body=territory_spelling("\n\n".join(parts), setting.locale),
        used=tuple(shareable[key] for key in used if not shareable[key].is_flag),
        missing=missing,
    )


def spelt(facts: Iterable[Fact], locale: Locale) -> dict[str, str]:
    """The facts as a letter writes them, by key."""
    return {fact.key: spell(fact.value, locale) for fact in facts}


def written(writer: Writer, template: str, texts: Mapping[str, str], language: str) -> str:
    """The writer's text; the composed one where the writer says what the facts don't."""
    text = writer.write(template, texts, language=language)
    if isinstance(writer, ComposedWriter) or not unsupported(text, texts, language):
        return text
    return ComposedWriter().write(template, texts, language=language)


def _both(*found: tuple[list[str], list[str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    used = dict.fromkeys(key for keys, _ in found for key in keys)
    missing = dict.fromkeys(key for _, keys in found for key in keys)
    return tuple(used), tuple(missing)
