"""Contacts' names and addresses leave as placeholders, and come back as themselves. One table a turn."""

import re
from collections.abc import Iterable

from bot.agents.base import Json
from tools.kit.names import Names
from tools.kit.people_at import PersonAt

_EMAIL = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w.,€$£¥-])(?:\+|00)\d[\d ()/.-]{6,}\d(?!\w)")
_PLACEHOLDER = re.compile(r"\b(PERSON|ADDRESS)_(\d+)\b")
_WORD = re.compile(r"[^\W_]+")
_SHORTEST = 2
_NO_ACCOUNT = 0


class Placeholders:
    """Hides people, and shows them again. With `hides` off it does neither."""

    def __init__(self, names: Names, *, hides: bool) -> None:
        self._names = names
        self._hides = hides
        self._stands_for: dict[str, str] = {}
        self._placeholder: dict[str, str] = {}
        self._spelled: dict[str, dict[str, str | None]] = {}
        """First word → names that begin with it → their placeholder; None: a customer's name, which stays."""
        self._parts: set[str] = set()
        """Given and family names, which are names only as they are written: "Will" is somebody's, "will" is not."""
        self._signs: dict[str, str] = {}
        """Chinese names, which have no words around them."""

    def know(self, people: Iterable[PersonAt]) -> None:
        """Takes note of these people, to hide them from now on under every name they go by."""
        for person in people:
            placeholder = self._of("PERSON", person.names[0])
            self._spell(person.names[0], placeholder)
            for part in person.names[1:]:
                if len(part) >= _SHORTEST:
                    self._parts.add(part)
                    self._spell(part, placeholder)
            for address in person.addresses:
                self._spell(address, self._of("ADDRESS", address))

    def spare(self, names: Iterable[str]) -> None:
        """Takes note of customers' names: what stands inside one of them is nobody's name."""
        for name in names:
            self._spell(name, None)

    def _spell(self, name: str, placeholder: str | None) -> None:
        first = _WORD.search(name)
        if first is None:
            return
        if placeholder and _is_sign(name[0]):
            self._signs.setdefault(name, placeholder)
        else:
            self._spelled.setdefault(first[0].casefold(), {}).setdefault(name[first.start() :], placeholder)

    def hidden(self, text: str, *, result: bool = False) -> str:
        """The text with placeholders instead of people and addresses. `result`: it is a tool's, which writes names in full,
        and not a message, in which customers and parts of names are looked for first."""
        if not self._hides:
            return text
        for pattern in (_EMAIL, _PHONE):
            text = pattern.sub(lambda match: self._of("ADDRESS", match[0]), text)
        for heard in self._names.heard_contacts(text, _NO_ACCOUNT if result else None):
            full = heard.rows[0].name if len(heard.rows) == 1 else heard.text
            self._spell(heard.text, self._of("PERSON", full, heard.text))
        for name in sorted(self._signs.keys(), key=len, reverse=True):
            text = text.replace(name, self._signs[name])
        return self._without_words(text)

    def _without_words(self, text: str) -> str:
        """The text without names that are written in words: at each word the longest name that begins there."""
        low = text.casefold() if len(text.casefold()) == len(text) else text
        found: list[str] = []
        at = 0
        for word in _WORD.finditer(text):
            names = self._spelled.get(word[0].casefold())
            if names is None or word.start() < at:
                continue
            meant = max((name for name in names if self._is_at(name, text, low, word.start())), key=len, default=None)
            if meant is not None:
                end = word.start() + len(meant)
                found += [text[at : word.start()], names[meant] or text[word.start() : end]]
                at = end
        return "".join([*found, text[at:]])

    def _is_at(self, name: str, text: str, low: str, start: int) -> bool:
        end = start + len(name)
        same = text.startswith(name, start) or (name not in self._parts and low.startswith(name.casefold(), start))
        return same and not (end < len(text) and text[end].isalnum() and name[-1].isalnum() and not _is_sign(text[end]))

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
