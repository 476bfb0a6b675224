"""The languages: a folder each, of text files that can be read and mended without knowing the code.

A file holds sections: a name with a colon, and below it, indented, its content. `language.…`, `calendar.…` and
`amounts.…` say how days and numbers are written; every other section is a cue with its phrases, parted by semicolons
(`..phrases` tells what the signs in them mean). A cue with `=` in its name gives an argument its value: `health=red`.
"""

import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from bot.agents.embedded.phrases import Lookup, plain

_STEM = re.compile(r"(?<![\w*])([^\W\d_]{5,})\*")
_KNOWN_WORD = re.compile(r"(?<![\w*])[^\W\d_]{4,}(?![\w*])")
CODES = ("en", "fr", "de", "zh")


@dataclass(frozen=True)
class Language:
    """One language's table, by sections."""

    code: str
    sections: dict[str, str]
    _tables: dict[str, dict[str, str]] = field(default_factory=dict)
    _numbers: dict[str, dict[str, int]] = field(default_factory=dict)

    def text(self, section: str) -> str:
        """A section as it stands, or nothing."""
        return self.sections.get(section, "")

    def words(self, section: str) -> frozenset[str]:
        """A section that is a list of words."""
        return frozenset(self.text(section).split())

    def table(self, section: str) -> dict[str, str]:
        """A section of the form `word, word = value; …`."""
        if section not in self._tables:
            pairs = (entry.rpartition("=") for entry in self.text(section).split(";") if "=" in entry)
            self._tables[section] = {w.strip(): value.strip() for words, _, value in pairs for w in words.split(",")}
        return self._tables[section]

    def numbers(self, section: str) -> dict[str, int]:
        """The same where the values are whole numbers."""
        if section not in self._numbers:
            self._numbers[section] = {word: int(value) for word, value in self.table(section).items()}
        return self._numbers[section]

    def rules(self, section: str) -> list[tuple[str, str]]:
        """A section of lines of the form `kind = pattern`."""
        pairs = (line.partition("=") for line in self.text(section).splitlines() if "=" in line)
        return [(kind.strip(), pattern.strip()) for kind, _, pattern in pairs]

    @cached_property
    def lookup(self) -> Lookup:
        """The cues, filed."""
        return Lookup({name: _phrases(text) for name, text in self.sections.items() if "." not in name})

    @cached_property
    def greeting(self) -> re.Pattern[str]:
        """What is said out of politeness at the start."""
        return re.compile(self.text("language.greetings") or r"(?!)")

    @cached_property
    def question(self) -> re.Pattern[str]:
        """How a question begins."""
        return re.compile(self.text("language.questions") or r"(?!)")

    @cached_property
    def starter(self) -> re.Pattern[str]:
        """How a new request begins."""
        return re.compile(self.text("language.starters") or r"(?!)")

    @cached_property
    def common(self) -> frozenset[str]:
        """Words by which the language is recognised."""
        return self.words("language.common")

    @cached_property
    def _words(self) -> str:
        return plain(" ".join(text for name, text in self.sections.items() if "." not in name).lower())

    @cached_property
    def stems(self) -> frozenset[str]:
        """Beginnings of words of five letters and more that the cues are made of."""
        return frozenset(_STEM.findall(self._words))

    def knows(self, word: str) -> bool:
        """Whether a folded word is one of the tables', or begins like one."""
        return word in self.vocabulary or any(word[:length] in self.stems for length in range(5, len(word) + 1))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Words of four letters and more that the cues and the calendar are made of, without accents."""
        said = " ".join(self.text(name) for name in _SAID)
        return frozenset(_KNOWN_WORD.findall(plain(said.lower()) + " " + self._words))


_SAID = (
    "calendar.months", "calendar.weekdays", "calendar.units", "calendar.numbers", "calendar.ordinals",
    "calendar.days", "calendar.holidays", "amounts.words", "amounts.shares", "amounts.durations", "amounts.scales",
    "amounts.currencies", "language.words",
)  # fmt: skip
"""Sections of plain words, among those that say how days and numbers are written."""


def _phrases(text: str) -> list[str]:
    return [phrase for part in text.split(";") if (phrase := " ".join(part.split()))]


@cache
def load(code: str) -> Language:
    """The table of a language. Raises LookupError for a language that has none."""
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for line in _lines(Path(__file__).with_name(code)):
        if not line or line.startswith("#"):
            continue
        if line[0].isspace():
            current.append(line.strip())
        else:
            current = sections.setdefault(line.strip().removesuffix(":"), [])
    return Language(code, {name: "\n".join(lines) for name, lines in sections.items()})


def _lines(folder: Path) -> list[str]:
    """Every line of a language's files."""
    files = sorted(folder.glob("*.txt"))
    if not files:
        raise LookupError(f"no language in {folder}")
    return [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
