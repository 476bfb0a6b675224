"""python -m locales.catalogues: brings each language's messages.po up to date with the messages in the code.

New messages come in empty, messages that are gone go; what is translated stays.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from locales import FOLDER, LANGUAGES

ROOMS = ("bot", "tools", "knowledge", "locales")
_LEFT_OUT = ('"POT-Creation', '"PO-Revision', '"Generated-By', '"Last-Trans', '"Report-Msgid', '"Language-Team')
"""Lines of the header that say nothing here: dates and tools' names would change the file at every run."""
KEYWORDS = {"say": None, "say_n": (1, 2), "message": None, "key": None}


def messages(root: Path = FOLDER.parent) -> Catalog:
    """Every message of the code, with the file that says it."""
    found = Catalog(charset="utf-8")
    for room in ROOMS:
        for name, _line, message, _comments, _context in extract_from_dir(
            root / room, method_map=[("**.py", "python")], keywords=KEYWORDS
        ):
            said = message if isinstance(message, str) else message[0]
            if said:
                found.add(message, locations=[(f"{room}/{name}", 0)])
    return found


def path(language: str) -> Path:
    """Where a language's messages are."""
    return FOLDER / language / "messages.po"


def read(language: str) -> Catalog:
    """A language's messages as they stand; empty where there are none yet."""
    if not path(language).exists():
        return Catalog(locale=language, charset="utf-8")
    with path(language).open("rb") as po:
        return read_po(po, locale=language)


def untranslated(language: str) -> Iterator[str]:
    """The messages of the code that a language has no words for."""
    known = read(language)
    for message in messages():
        if not message.id:
            continue
        translated = known.get(message.id)
        words = translated.string if translated else ""
        if not words or (isinstance(words, tuple | list) and not all(words)) or (translated and translated.fuzzy):
            yield str(message.id)


def update(language: str) -> None:
    """Brings one language's file up to date."""
    path(language).parent.mkdir(exist_ok=True)
    path(language).write_text(updated(language), encoding="utf-8")


def updated(language: str) -> str:
    """What one language's file says once it is up to date."""
    catalogue = read(language)
    catalogue.project, catalogue.version, catalogue.copyright_holder = "Steward", "1", "the authors of Steward"
    catalogue.header_comment = f"# Steward in {catalogue.locale.english_name if catalogue.locale else language}."
    catalogue.fuzzy = False
    catalogue.update(messages(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    text = BytesIO()
    write_po(text, catalogue, width=120, sort_output=True, omit_header=False, no_location=True, ignore_obsolete=True)
    lines = text.getvalue().decode().splitlines()
    return "\n".join(line for line in lines if not line.startswith(_LEFT_OUT)) + "\n"


if __name__ == "__main__":
    for language in LANGUAGES:
        if language != "en":
            update(language)
            sys.stdout.write(f"{language}: {len(list(untranslated(language)))} messages to translate\n")
