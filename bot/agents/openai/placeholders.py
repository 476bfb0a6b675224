"""Contacts' names and addresses leave as placeholders, and come back as themselves. One table a turn."""

import re
from collections.abc import Collection, Iterable
from itertools import zip_longest

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
        self._parts: set[str] = set()
        """Given and family names, as they are written."""
        self._spared: set[str] = set()

    def know(self, people: Iterable[PersonAt]) -> None:
        """Takes note of these people, to hide them from now on under every name they go by."""
        for person in people:
            placeholder = self._of("PERSON", person.names[0])
            self._spellings.setdefault(person.names[0].casefold(), placeholder)
            for name in person.names[1:]:
                if len(name) >= _SHORTEST:
                    # "Will" is somebody's name, "will" is not.
                    self._parts.add(name)
                    self._spellings.setdefault(name.casefold(), placeholder)
            for address in person.addresses:
                self._spellings.setdefault(address.casefold(), self._of("ADDRESS", address))

    def spare(self, names: Iterable[str]) -> None:
        """Takes note of customers' names: what stands inside one of them is nobody's name."""
        self._spared |= {name for name in names if name}

    def hidden(self, text: str) -> str:
        """The text with placeholders instead of people and addresses."""
        if not self._hides:
            return text
        for pattern in (_EMAIL, _PHONE):
            text = pattern.sub(lambda match: self._of("ADDRESS", match[0]), text)
        for heard in self._names.heard_contacts(text):
            full = heard.rows[0].name if len(heard.rows) == 1 else heard.text
            self._spellings.setdefault(heard.text.casefold(), self._of("PERSON", full, heard.text))
        whole = self._spellings.keys() - {name.casefold() for name in self._parts}
        spared, known = _any_of(self._spared), _any_of(whole, self._parts)
        between = spared.split(text) if spared else [text]
        names = spared.findall(text) if spared else []
        if known:
            between = [known.sub(lambda match: self._spellings[match[0].casefold()], part) for part in between]
        return "".join(part + name for part, name in zip_longest(between, names, fillvalue=""))

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


def _any_of(names: Collection[str], exactly: Collection[str] = ()) -> re.Pattern[str] | None:
    """Finds any of these names as whole words, the longest first; `exactly`: only as they are written."""
    if not names and not exactly:
        return None
    marked = [(name, f"(?i:{_whole(name)})") for name in names] + [(name, _whole(name)) for name in exactly]
    return re.compile("|".join(pattern for _, pattern in sorted(marked, key=lambda one: -len(one[0]))))


def _whole(name: str) -> str:
    before = "" if _is_sign(name[0]) else r"(?<![^\W_])"
    after = "" if _is_sign(name[-1]) else r"(?![^\W_])"
    return f"{before}{re.escape(name)}{after}"


def _is_sign(letter: str) -> bool:
    return "\u3040" <= letter <= "\u9fff"
