"""Contracts and their lines out of an account's terms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from math import exp, log

from sqlalchemy.orm import Session

from database.models import Account, Contract, ContractLine

from . import book
from .book import Product
from .customers import Customer
from .people import Stamp
from .terms import Term, terms


@dataclass(frozen=True)
class Signed:
    """What an account has signed: its terms, newest first, and what the story's term brings in."""

    terms: tuple[Term, ...]
    told: Term
    """The term that the story is about."""
    arr: Decimal
    """Yearly revenue of that term, in the account's currency."""
    seats: int
    """Seats of the first product in that term."""
    products: tuple[Product, ...]
    uplift_cap: int | None

    @property
    def signed_on(self) -> date:
        """When they became a customer."""
        return self.terms[-1].start_on - timedelta(days=14)

    def seats_on(self, day: date) -> int | None:
        """Seats of the first product on a day; None outside every term."""
        term = next((each for each in self.terms if each.start_on <= day <= each.end_on), None)
        return None if term is None else seats_of(self, term)


def seats_of(signed: Signed, term: Term) -> int:
    """Seats of the first product in a term."""
    return max(5, round(signed.seats * term.size))


def sign(customer: Customer) -> Signed:
    """Decides what the account has bought."""
    rng = customer.rng
    low, high = customer.segment.arr
    in_euro = exp(rng.uniform(log(low), log(high)))
    rate = book.prices().rates.get(customer.market.currency, Decimal(1))
    first, *others = book.prices().product
    chance = {"SMB": 0.25, "Mid-Market": 0.45, "Enterprise": 0.65}[customer.segment.name]
    chosen = [each for each in others if rng.random() < chance and each.name != customer.story.trial]
    all_terms = terms(customer)
    return Signed(
        terms=tuple(all_terms),
        told=next(term for term in all_terms if term.end_on == customer.end_on),
        arr=_round(Decimal(in_euro) / rate),
        seats=round(in_euro / rng.uniform(320, 520)),
        products=(first, *chosen),
        uplift_cap=rng.choice((None, 3, 5, 5, 7)),
    )


def contracts(customer: Customer, account: Account, signed: Signed, first_number: int, stamp: Stamp) -> list[Contract]:
    """The account's contracts with their lines, the newest first; the oldest bears `first_number`."""
    rng = customer.rng
    payment_terms, billing = rng.choice(book.prices().payment_terms), rng.choice(("yearly", "yearly", "quarterly"))
    return [
        Contract(
            account=account,
            number=f"LF-{first_number + len(signed.terms) - 1 - place}",
            start_on=term.start_on,
            end_on=term.end_on,
            notice_days=term.notice_days,
            notice_on=term.notice_on,
            auto_renew=term.auto_renew,
            uplift_cap=None if signed.uplift_cap is None else Decimal(signed.uplift_cap),
            payment_terms=payment_terms,
            billing=billing,
            notice_given_on=term.notice_given_on,
            outcome=term.outcome,
            outcome_on=term.outcome_on,
            lines=_lines(customer, signed, term, stamp),
            **stamp,
        )
        for place, term in enumerate(signed.terms)
    ]


def store(session: Session, chains: Sequence[Sequence[Contract]]) -> None:
    """Stores each account's chain from the newest on, so that every renewed contract can name its successor."""
    for place in range(max(len(chain) for chain in chains)):
        for chain in chains:
            if place < len(chain):
                if chain[place].outcome == "renewed":
                    chain[place].renewed_by_id = chain[place - 1].id
                session.add(chain[place])
        session.flush()


def _lines(customer: Customer, signed: Signed, term: Term, stamp: Stamp) -> list[ContractLine]:
    arr = _round(signed.arr * Decimal(str(term.size)))
    seats, currency = seats_of(signed, term), customer.market.currency
    first, *others = signed.products
    lines = [
        ContractLine(
            product=each.name,
            seats=seats,
            arr=_round(arr * Decimal(str(each.share))),
            currency=currency,
            start_on=_added_on(customer, signed, term),
            end_on=term.end_on,
            **stamp,
        )
        for each in others
    ]
    rest = arr - sum((line.arr for line in lines if line.arr is not None), Decimal(0))
    lines.insert(
        0,
        ContractLine(
            product=first.name,
            seats=seats,
            arr=rest,
            currency=currency,
            start_on=term.start_on,
            end_on=term.end_on,
            **stamp,
        ),
    )
    if customer.story.trial and term is signed.told:
        lines.append(_trial(customer, term, stamp))
    return lines


def _added_on(customer: Customer, signed: Signed, term: Term) -> date:
    """Customers whose use rises bought their add-ons in the middle of the running term."""
    if customer.story.usage != "rises" or term is not signed.told:
        return term.start_on
    return term.start_on + max(timedelta(), min(customer.today, term.end_on) - term.start_on) / 2


def _trial(customer: Customer, term: Term, stamp: Stamp) -> ContractLine:
    start_on = max(term.start_on, customer.today - timedelta(days=40))
    return ContractLine(
        product=customer.story.trial,
        seats=10,
        arr=Decimal(0),
        currency=customer.market.currency,
        start_on=start_on,
        end_on=min(term.end_on, start_on + timedelta(days=60)),
        is_trial=True,
        **stamp,
    )


def _round(amount: Decimal) -> Decimal:
    """To three leading digits, as prices are: 148000, 21500."""
    unit = Decimal(1).scaleb(amount.adjusted() - 2)
    return (amount / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit
