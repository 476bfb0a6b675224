"""What a text must hold before a pattern is worth trying: most patterns of a grammar concern most messages not at all.

A pattern is compiled when a message first passes its gate: a process that answers one message must not pay for all.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

DIGIT = "\\d"
"""The gate of patterns that need a figure."""
_FIGURE = re.compile(r"\d")
_TOKEN = re.compile(
    r"(?P<letters>[^\\()\[\]{}|?*+.^$]+)|(?P<escape>\\.)|(?P<signs>\[\^?\]?[^\]]*\])|(?P<fragment>\{[a-zA-Z_]+\})"
    r"|(?P<maybe>(?:[?*]|\{0?,?\d*\})\??)|(?P<again>(?:\+|\{\d+(?:,\d*)?\})\??)|(?P<again_what>\(\?P=\w+\))"
    r"|(?P<around>\(\?<?[=!])|(?P<open>\((?:\?:|\?P<\w+>)?)|(?P<close>\))|(?P<bar>\|)|(?P<edge>[.^$])"
)
_FIGURES = re.compile(r"\[[0-9-]+\]$")
Gate = frozenset[str]
"""Strings of which a match holds at least one; empty: nothing is known."""
_NONE: Gate = frozenset()


def passes(gate: Gate, low: str) -> bool:
    """Whether a text may hold a match."""
    return not gate or any(one in low if one != DIGIT else _FIGURE.search(low) for one in gate)


@dataclass
class _Group:
    """A group while it is read: what is known of its alternatives, and of the one being read."""

    is_around: bool = False
    done: list[Gate] = field(default_factory=list)
    known: list[Gate] = field(default_factory=list)
    letters: str = ""
    last: Gate = _NONE
    """What the last item is known by, until it is clear that it must stand there."""

    def keep(self) -> None:
        """The last item must stand there."""
        if self.last:
            self.known.append(self.last)
        self.last = _NONE

    def end_letters(self, less: int = 0) -> None:
        """A run of letters is over; `less` of its letters are optional."""
        letters = self.letters[: len(self.letters) - less] if less else self.letters
        if letters:
            self.known.append(frozenset([letters]))
        self.letters = ""

    def end_alternative(self) -> None:
        """An alternative is over."""
        self.keep()
        self.end_letters()
        self.done.append(max(self.known, key=_worth, default=_NONE))
        self.known = []

    def gate(self) -> Gate:
        """What a match of the group holds."""
        return frozenset().union(*self.done) if all(self.done) and not self.is_around else _NONE


def gate_of(pattern: str, fragments: Mapping[str, Gate]) -> Gate:
    """The gate of a pattern in which `{name}` stands for a fragment. Knows the regular expressions of the tables."""
    groups = [_Group()]
    for token in _TOKEN.finditer(pattern):
        kind, text, here = token.lastgroup, token.group(), groups[-1]
        if kind == "letters" or (kind == "escape" and not text[1].isalpha()):
            here.keep()
            here.letters += text[-1] if kind == "escape" else text
        elif kind in ("maybe", "again"):
            if here.letters:
                here.end_letters(less=1 if kind == "maybe" else 0)
            elif kind == "maybe":
                here.last = _NONE
            here.keep()
        elif kind in ("open", "around"):
            here.keep()
            here.end_letters()
            groups.append(_Group(is_around=kind == "around"))
        elif kind == "close":
            here.end_alternative()
            groups.pop()
            groups[-1].last = here.gate()
        elif kind == "bar":
            here.end_alternative()
        else:
            here.keep()
            here.end_letters()
            here.last = _single(kind, text, fragments)
    groups[0].end_alternative()
    return groups[0].gate()


def _single(kind: str | None, text: str, fragments: Mapping[str, Gate]) -> Gate:
    """The gate of one item that is neither a letter nor a group."""
    if kind == "fragment":
        return fragments.get(text[1:-1], _NONE)
    return frozenset([DIGIT]) if text == "\\d" or (kind == "signs" and _FIGURES.match(text)) else _NONE


def _worth(gate: Gate) -> tuple[int, int]:
    """How much a gate keeps out: long strings, few of them; a figure is worth two letters."""
    return (min(2 if one == DIGIT else len(one) for one in gate) if gate else 0, -len(gate))
