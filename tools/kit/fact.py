"""One thing that is known of an account, and where it is from."""

from dataclasses import dataclass

from tools.kit.cards import Fact as Shown
from tools.kit.cards import Source, Value, Words


@dataclass(frozen=True)
class Fact:
    """`shareable`: the customer may read it. Health, judgements, notes and tasks never are."""

    key: str
    label: Words
    value: Value
    source: Source | None = None
    shareable: bool = False

    @property
    def shown(self) -> Shown:
        """The fact as a card shows it."""
        return Shown(label=self.label, value=self.value, source=self.source)

    @property
    def is_flag(self) -> bool:
        """Whether it only switches a sentence of a letter on, and is never shown itself."""
        return not self.label.key


def flag(key: str) -> Fact:
    """A fact that only switches a sentence of a letter on."""
    nothing = Words(key="")
    return Fact(key, nothing, nothing, shareable=True)
