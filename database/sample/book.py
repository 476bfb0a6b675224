"""What the data files of the sample book say: colleagues, customers, names, prices."""

import tomllib
from decimal import Decimal
from functools import cache
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict

from .story import HERE, InLanguages

Salutation = Literal["ms", "mr"]
SALUTATIONS: tuple[Salutation, ...] = ("ms", "mr")


class _Read(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Colleague(_Read):
    """One of the vendor's people."""

    name: str
    role: str
    team: str
    manager: str | None = None
    locale: str
    time_zone: str
    is_admin: bool = False


class OwnTask(_Read):
    """A task that belongs to no customer."""

    owner: str
    title: str
    due_in: int


class Colleagues(_Read):
    """Teams and people."""

    teams: tuple[str, ...]
    person: tuple[Colleague, ...]
    task: tuple[OwnTask, ...]


class Market(_Read):
    """Customers who share a country, a working language and a currency."""

    country: str
    region: str
    language: str
    currency: str
    culture: str
    fiscal_year_end: str
    owner: str
    accounts: tuple[tuple[str, ...], ...]
    """Name, industry, segment, then the other names."""


class Customers(_Read):
    """All markets, and what differs for single accounts."""

    owners: dict[str, str]
    parents: dict[str, str]
    market: tuple[Market, ...]


class Culture(_Read):
    """Surnames and given names. Chinese ones carry their Latin spelling after a space."""

    family: tuple[str, ...]
    ms: tuple[str, ...]
    mr: tuple[str, ...]

    def given(self, salutation: Salutation) -> tuple[str, ...]:
        """The given names of women or men."""
        return self.ms if salutation == "ms" else self.mr


class Titles(_Read):
    """Job titles a language: as a woman and as a man bears them."""

    en: tuple[tuple[str, str], ...]
    fr: tuple[tuple[str, str], ...]
    de: tuple[tuple[str, str], ...]
    zh: tuple[tuple[str, str], ...]

    def in_(self, language: str) -> tuple[tuple[str, str], ...]:
        """The titles in `language`."""
        return {"en": self.en, "fr": self.fr, "de": self.de, "zh": self.zh}[language]


class Names(_Read):
    """Names, titles and telephone numbers to make people of."""

    culture: dict[str, Culture]
    titles: dict[str, Titles]
    phones: dict[str, str]


class Product(_Read):
    """What is sold; `share`: the part of a contract's revenue, where it is bought besides the first."""

    name: str
    share: float = 1.0


class Segment(_Read):
    """How big customers of a segment are: ranges, both ends included."""

    name: str
    plan: str
    arr: tuple[int, int]
    """EUR a year."""
    tickets: tuple[int, int]
    contacts: tuple[int, int]


class Question(InLanguages):
    """An ordinary support ticket."""

    priority: str


class Prices(_Read):
    """Products, segments, rates to EUR, competitors, everyday tickets."""

    competitors: tuple[str, ...]
    payment_terms: tuple[str, ...]
    rates: dict[str, Decimal]
    product: tuple[Product, ...]
    segment: tuple[Segment, ...]
    ticket: tuple[Question, ...]


M = TypeVar("M", bound=BaseModel)


@cache
def colleagues() -> Colleagues:
    """The vendor's people."""
    return _load(Colleagues, "colleagues")


@cache
def customers() -> Customers:
    """The vendor's customers."""
    return _load(Customers, "accounts")


@cache
def names() -> Names:
    """Names for the customers' people."""
    return _load(Names, "names")


@cache
def prices() -> Prices:
    """What things cost."""
    return _load(Prices, "prices")


def _load(model: type[M], name: str) -> M:
    with (HERE / "data" / f"{name}.toml").open("rb") as file:
        return model.model_validate(tomllib.load(file))
