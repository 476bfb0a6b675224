"""What a note promises, with its day: proposed as follow-ups, never more than proposed.

A clause counts when it names a day ahead, speaks of something still to be done, and denies nothing; it alone is the title.
"""

import re
from dataclasses import dataclass
from datetime import date

from tools.kit.due_days import day_named

AT_MOST = 5
LONGEST = 160
"""Characters of a follow-up's title."""


@dataclass(frozen=True)
class Promise:
    """Something to follow up, in the note's own words, and by when."""

    title: str
    due_on: date


_TO_DO = re.compile(
    r"""
    \b(?:will|'ll|shall|must|should|needs?|ha(?:s|ve)\ to|going\ to|promised\ to|wants?|would\ like|expects?|waits?\ for
    |please|remind
    |sends?|confirms?|follow(?:s)?[ -]up|chases?|schedule|gets?\ back|comes?\ back|calls?\ (?:back|him|her|them|me|us)
    |repl(?:y|ies)|comes?|arrives?|shares?|prepares?|delivers?|provides?|reviews?|signs?|asked\ for|due)\b
    |\b(?:doit|doivent|devons|dois|faut|va|vont|allons|vais|relance[rnz]?|envoie(?:nt)?|envoyer|rappell?e[rz]?|confirme[rz]?
    |prépare[rz]?|arrivent?|arrive|viennent|vient|planifier|programmer|revient|revenir|transmet(?:tre)?|veut|veulent|voudrai(?:t|ent)|souhaite(?:nt)?|attend(?:ent)?|demande(?:nt)?|besoin
    |\w{2,}(?:era|eront|erai|erons|erez|dra|dront|rra|rront|rrons))\b
    |\b(?:schick(?:t|en|e)|sende[nt]?|melde[nt]?|anrufen|zurückrufen|ruft|bestätig(?:t|en)|prüf(?:t|en)|klär(?:t|en)
    |liefer[nt]|kommt|kommen|folg(?:t|en)|trifft|vorbereiten|bereitet|nachfassen|erinner[ne]?|vereinbaren|muss|müssen|soll|sollen|will|wollen|wird|werden
    |bitte|braucht|brauchen|möchten?|erwarte[nt]|benötig(?:t|en)|verlang(?:t|en))\b
    |会|将|要|希望|期待|需|请|再联系|再谈|发|联系|确认|回复|答复|提供|安排|跟进|寄|签|提交|给我们
    """,
    re.VERBOSE,
)
_DENIED = re.compile(
    r"""\b(?:not|n't|don't|doesn't|won't|never|no\ longer|pas|jamais|nicht|kein(?:e[nrms]?)?|nie)\b|n't\b|[不别没勿]""",
    re.VERBOSE,
)
_OVER = re.compile(
    r"""\b(?:hat|haben|habe|wurde|wurden|war|a\ été|ont|avait|was|were|did|had|went)\b|[了过]|已经?""", re.VERBOSE
)
_SENTENCE = re.compile(r"(?<!\d)[.](?=\s|$)|[!?;\n•。！？；]+")
_CLAUSE = re.compile(r",(?=\s)(?!\s+(?:den |le |the )?\d)|，| – | - ")
"""What parts clauses; not the comma inside a date ("Friday, 27 March")."""
_AND = r"(?:and|und|et)"
_SUBJECT = r"(?:they|she|he|we|I|you|ils?|elles?|on|nous|vous|je|sie|er|wir|ich|es)"
_OWN_SUBJECT = re.compile(rf"\s+{_AND}\s+(?={_SUBJECT}\b)", re.IGNORECASE)
"""An "and" behind which a new clause surely begins."""
_ANY_AND = re.compile(rf"\s+{_AND}\s+(?=\w)")
_LINK = re.compile(r"^(?:(?:and|but|so|et|mais|donc|und|aber|also)\s+|(?:但是?|并且?|而且)(?=\S))", re.IGNORECASE)
_DAY_ALONE = 3
"""A clause of so few words that has no doing in it is only a day: its doing stands in the clause before or after."""


def promises(body: str, today: date) -> tuple[Promise, ...]:
    """The follow-ups that the words of a note name with a day after `today`, in their order, each once."""
    found: dict[str, Promise] = {}
    for sentence in filter(None, (part.strip(" \t-*–") for part in _SENTENCE.split(body))):
        for clause in _clauses(sentence, today):
            for piece in _pieces(clause):
                if due := _promised(piece, today):
                    title = _LINK.sub("", piece.strip())[:LONGEST]
                    found.setdefault(title, Promise(title, due))
    return tuple(found.values())[:AT_MOST]


def _clauses(sentence: str, today: date) -> list[str]:
    """The clauses of a sentence; a day that stands alone between commas stays with what is to be done by then."""
    cuts = [match.span() for match in _CLAUSE.finditer(sentence)]
    edges = list(zip([0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(sentence)], strict=True))
    spans: list[tuple[int, int]] = []
    waiting: int | None = None
    for start, end in edges:
        begin = start if waiting is None else waiting
        waiting = None
        if begin == start and _is_day_alone(sentence[start:end], today):
            doing = next(
                (at for at, span in enumerate(spans) if _TO_DO.search(sentence[slice(*span)].casefold())), None
            )
            if doing is None:
                waiting = start
                continue
            begin = spans[doing][0]
            del spans[doing:]
        spans.append((begin, end))
    return [sentence[start:end] for start, end in spans]


def _is_day_alone(clause: str, today: date) -> bool:
    few = len(clause.split()) <= _DAY_ALONE and (clause.isascii() or len(clause) <= 3 * _DAY_ALONE)
    return few and not _TO_DO.search(clause.casefold()) and day_named(clause, today) is not None


def _pieces(clause: str) -> list[str]:
    """A clause parted where "and" surely begins another, and where a part tells of the past, at every "and"."""
    pieces: list[str] = []
    for piece in _OWN_SUBJECT.split(clause):
        folded = piece.casefold()
        pieces += _ANY_AND.split(piece) if _OVER.search(folded) and not _DENIED.search(folded) else [piece]
    return pieces


def _promised(piece: str, today: date) -> date | None:
    folded = piece.casefold().replace("’", "'")
    if not _TO_DO.search(folded) or _DENIED.search(folded) or _OVER.search(folded):
        return None
    return day_named(piece, today)
