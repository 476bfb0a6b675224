"""Deals the stories out to the accounts: each account manager gets a bit of everything."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from random import Random

from . import book
from .book import Market, Segment
from .days import month_end, month_start, working_day
from .story import Due, Step, Story, routine, stories


@dataclass(frozen=True)
class Customer:
    """One account before it becomes rows: who it is, which story it tells, and when things happened."""

    name: str
    industry: str
    segment: Segment
    other_names: tuple[str, ...]
    market: Market
    owner: str
    story: Story
    turn: int
    """The how-manieth account of its story, from 0."""
    today: date
    rng: Random
    """Of this account alone, so that a change to one account leaves the others as they are."""

    @property
    def language(self) -> str:
        """The working language."""
        return self.market.language

    @property
    def due(self) -> Due:
        """How the renewal stands."""
        return self.story.renewals[self.turn % len(self.story.renewals)]

    @property
    def health(self) -> str | None:
        """red, amber, green, or None: unknown."""
        health = self.story.health[self.turn % len(self.story.health)]
        return None if health == "unknown" else health

    @cached_property
    def competitor(self) -> str:
        """The rival of this story."""
        return self.rng.choice(book.prices().competitors)

    @cached_property
    def end_on(self) -> date:
        """The last day of the term that the story is about."""
        return _end_of_term(self.due, self.today, self.rng)

    @cached_property
    def steps(self) -> tuple[tuple[Step, date], ...]:
        """The story's steps with their days, none of them later than yesterday."""
        anchor = min(self.today, self.end_on) if self.story.counted_from == "end" else self.today
        shift = self.rng.randint(0, self.story.jitter)
        return tuple((step, working_day(anchor - timedelta(days=step.days_ago + shift))) for step in self.story.step)

    def fact(self, sets: str) -> date | None:
        """The day of the step that brought the fact: left, notice, renewed, lost."""
        return next((day for step, day in self.steps if step.sets == sets), None)

    def before_the_story(self, since: date) -> tuple[tuple[Step, date], ...]:
        """Ordinary contacts from `since` until the story starts: about half of those that fit."""
        first = min(day for _, day in self.steps)
        known = [step for step in routine() if set(step.with_) <= set(self.story.cast)]
        fits = [(step, self.today - timedelta(days=step.days_ago + self.rng.randint(0, 20))) for step in known]
        return tuple((step, working_day(day)) for step, day in fits if since < day < first and self.rng.random() < 0.6)


def _end_of_term(due: Due, today: date, rng: Random) -> date:
    first, last = month_start(today, due.months), month_end(today, due.months)
    if due.renewal == "notice" and due.months == 0:
        # what can still be stopped this month ends two or three months later
        return _some_day(today, last, rng) + timedelta(days=rng.choice((60, 90)))
    if due.renewal in ("lost", "new") or rng.random() < 0.4:
        return last
    undecided_now = due.months == 0 and due.renewal != "renewed"
    return _some_day(today if undecided_now else first, last, rng)


def _some_day(first: date, last: date, rng: Random) -> date:
    return first + timedelta(days=rng.randint(0, (last - first).days))


def deal(today: date, seed: int) -> list[Customer]:
    """All customers, each with its story. Raises ValueError when the files' numbers of accounts and stories differ."""
    rng = _random(f"{seed} plot")
    listed = _by_owner(rng)
    return [
        _customer(account, market, story, turn, today, seed)
        for (account, market), (story, turn) in zip(listed, _deck(rng), strict=True)
    ]


def _by_owner(rng: Random) -> list[tuple[tuple[str, ...], Market]]:
    listed = [(account, market) for market in book.customers().market for account in market.accounts]
    rng.shuffle(listed)
    return sorted(listed, key=lambda each: _owner(each[0][0], each[1]))


def _deck(rng: Random) -> Iterator[tuple[Story, int]]:
    # Every story is spread evenly over the deck, so that any run of cards holds a mix.
    spread = [
        ((turn + rng.uniform(0.1, 0.9)) / story.accounts, story, turn)
        for story in stories()
        for turn in range(story.accounts)
    ]
    return ((story, turn) for _, story, turn in sorted(spread, key=lambda card: card[0]))


def _customer(account: tuple[str, ...], market: Market, story: Story, turn: int, today: date, seed: int) -> Customer:
    name, industry, segment, *other_names = account
    return Customer(
        name=name,
        industry=industry,
        segment=next(each for each in book.prices().segment if each.name == segment),
        other_names=tuple(other_names),
        market=market,
        owner=_owner(name, market),
        story=story,
        turn=turn,
        today=today,
        rng=_random(f"{seed} {name}"),
    )


def _owner(name: str, market: Market) -> str:
    return book.customers().owners.get(name, market.owner)


def _random(seed: str) -> Random:
    return Random(seed)  # noqa: S311 - a made-up book has no secrets, and must come out the same every time
