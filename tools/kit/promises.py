"""What a note promises, with its day: proposed as follow-ups, never more than proposed.

A piece of a sentence counts when it names a day ahead, speaks of something still to be done, and denies nothing.
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
    \b(?:will|'ll|shall|must|should|needs?\ to|ha(?:s|ve)\ to|going\ to|promised\ to|wants?\ to|please|remind
    |sends?|confirms?|follow(?:s)?[ -]up|chases?|schedule|gets?\ back|comes?\ back|calls?\ (?:back|him|her|them|me|us)
    |repl(?:y|ies)|shares?|prepares?|delivers?|provides?|reviews?|signs?|asked\ for|due)\b
    |\b(?:doit|doivent|devons|dois|faut|va|vont|allons|vais|relance[rnz]?|envoie(?:nt)?|envoyer|rappell?e[rz]?|confirme[rz]?
    |prépare[rz]?|planifier|programmer|revient|revenir|transmet(?:tre)?|veut|veulent|souhaite(?:nt)?
    |\w{2,}(?:era|eront|erai|erons|erez|dra|dront|rra|rront|rrons))\b
    |\b(?:schick(?:t|en|e)|sende[nt]?|melde[nt]?|anrufen|zurückrufen|ruft|bestätig(?:t|en)|prüf(?:t|en)|klär(?:t|en)
    |liefer[nt]|vorbereiten|bereitet|nachfassen|erinner[ne]?|vereinbaren|muss|müssen|soll|sollen|will|wollen|wird|werden
    |bitte|braucht|brauchen)\b
    |会|将|要|需|请|再联系|再谈|发|联系|确认|回复|答复|提供|安排|跟进|寄|签|提交|给我们
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
_PIECE = re.compile(r",(?=\s)|，|、| – | - | und (?=\w+ )| and (?=\w+ )| et (?=\w+ )")


def promises(body: str, today: date) -> tuple[Promise, ...]:
    """The follow-ups that the words of a note name with a day after `today`, in their order, each once."""
    found: dict[str, Promise] = {}
    for sentence in filter(None, (part.strip(" \t-*–") for part in _SENTENCE.split(body))):
        for piece in _PIECE.split(sentence):
            due = _promised(piece, today)
            if due:
                title = sentence if len(sentence) <= LONGEST else piece.strip()[:LONGEST]
                found.setdefault(title, Promise(title, due))
    return tuple(found.values())[:AT_MOST]


def _promised(piece: str, today: date) -> date | None:
    folded = piece.casefold().replace("’", "'")
    if not _TO_DO.search(folded) or _DENIED.search(folded) or _OVER.search(folded):
        return None
    return day_named(piece, today)
