"""Contacts' names and addresses leave as placeholders, and come back as themselves. One table a turn."""

import re
from collections.abc import Callable, Iterable

from bot.agents.base import Json
from tools.kit.names import Names
from tools.kit.people_at import PersonAt

_EMAIL = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w.,€$£¥-])(?:\+|00)\d[\d ()/.-]{6,}\d(?!\w)")
_PLACEHOLDER = re.compile(r"\b(PERSON|ADDRESS)_(\d+)\b")
_SHORTEST = 2


class Placeholders:
    """Hides people, and shows them again. With `hides` off it does neither."""

    def __init__(self, names: Names, *, hides: bool) -> None:
        self._names = names
        self._hides = hides
        self._stands_for: dict[str, str] = {}
        self._placeholder: dict[str, str] = {}
        self._spellings: dict[str, str] = {}
        """A name or a part of one, in lower case → its placeholder."""

    def know(self, people: Iterable[PersonAt]) -> None:
        """Takes note of these people, to hide them from now on under every name they go by."""
        for person in people:
            placeholder = self._of("PERSON", person.names[0])
            for name in person.names:
                if len(name) >= _SHORTEST:
                    self._spellings.setdefault(name.casefold(), placeholder)
            for address in person.addresses:
                self._spellings.setdefault(address.casefold(), self._of("ADDRESS", address))

    def hidden(self, text: str) -> str:
        """The text with placeholders instead of people and addresses."""
        if not self._hides:
            return text
        for kind, pattern in (("ADDRESS", _EMAIL), ("ADDRESS", _PHONE)):
            text = pattern.sub(self._replacing(kind), text)
        for heard in sorted(self._names.heard_contacts(text), key=lambda one: -one.start):
            full = heard.rows[0].name if len(heard.rows) == 1 else heard.text
            text = text[: heard.start] + self._of("PERSON", full, heard.text) + text[heard.end :]
        if self._spellings:
            longest = sorted(self._spellings, key=len, reverse=True)
            known = re.compile(
                "|".join(
                    rf"(?<![^\W_]){re.escape(name)}(?![^\W_])"
                    if name[0].isascii() or not _is_sign(name[0])
                    else re.escape(name)
                    for name in longest
                ),
                re.IGNORECASE,
            )
            text = known.sub(lambda match: self._spellings.get(match[0].casefold(), match[0]), text)
        return text

    def _replacing(self, kind: str) -> Callable[[re.Match[str]], str]:
        return lambda match: self._of(kind, match[0])

    def _of(self, kind: str, text: str, written: str | None = None) -> str:
        """The placeholder of a person or address; `written`: as it is to come back."""
        if text not in self._placeholder:
            number = 1 + sum(name.startswith(kind) for name in self._stands_for)
            self._placeholder[text] = f"{kind}_{number}"
            self._stands_for[f"{kind}_{number}"] = written or text
        return self._placeholder[text]

    def shown(self, text: str) -> str:
        """The text with the people themselves; a placeholder that stands for nobody stays, and is caught as a strange word."""
        return _PLACEHOLDER.sub(lambda match: self._stands_for.get(match[0], match[0]), text)

    def shown_in(self, value: Json) -> Json:
        """The same for every text inside a call's arguments."""
        if isinstance(value, str):
            return self.shown(value)
        if isinstance(value, dict):
            return {name: self.shown_in(item) for name, item in value.items()}
        return [self.shown_in(item) for item in value] if isinstance(value, list | tuple) else value


def _is_sign(letter: str) -> bool:
    return "\u3040" <= letter <= "\u9fff"
