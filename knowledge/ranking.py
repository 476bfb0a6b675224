"""From a question to passages: nearness of meaning first, shared words on top, and an honest "nothing fits"."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import log

from knowledge.lexical import Lexicon
from knowledge.reading import Passage
from knowledge.terms import PIVOT, Reading
from knowledge.vectors import Near, Vectors

LEXICAL = 0.4
"""What the best match by words adds to the cosine. Measured: 0.3 to 0.6 are alike; ranks fused as equals find less."""

SYNONYMS = 0.6
"""A word from the table of terms, against one of the asker's own."""

HEADING = 0.2
"""What a heading with the question's words adds when sections are compared, not documents."""

FITS = 0.66
"""Least cosine of the best passage + half the known share of the question. Measured on questions off the topic."""

FITS_WORDS = 0.6
"""Least known share where words alone decide."""

MOST_WORDS = 24
"""Words of a question that are looked for in headings."""

A_DOCUMENT = 2
"""Passages of one document in an answer: a second document is worth more than a third section."""

NEAR_BEST = 0.7
"""What scores less than this part of the best is left out."""


@dataclass(frozen=True)
class Match:
    """One way to ask: the documents' language, the text for the vectors, the words with their weights."""

    language: str
    text: str
    words: Mapping[float, Sequence[str]]


def ways_to_ask(reading: Reading, wanted: str | None, languages: frozenset[str]) -> list[Match]:
    """How the question can be put to the documents there are: in the wanted language first, in English last."""
    asked = [wanted or reading.language, reading.language, PIVOT]
    matches = [_match(reading, language) for language in dict.fromkeys(asked) if language in languages]
    return [match for match in matches if match is not None]


def _match(reading: Reading, language: str) -> Match | None:
    if language == PIVOT == reading.language:
        return Match(language, reading.question, {1.0: reading.own_words, SYNONYMS: [reading.english]})
    if language == reading.language:
        return Match(language, " ".join(reading.own_words), {1.0: reading.own_words})
    if language == PIVOT and reading.in_english:
        return Match(language, reading.in_english, {1.0: [reading.in_english]})
    return None


def rank(reading: Reading, match: Match, lexicon: Lexicon, vectors: Vectors | None, top: int) -> list[Passage]:
    """At most `top` passages, best first, with their scores; none when nothing fits. Raises VectorsError."""
    words = _scaled(_words(match, lexicon))
    near = _near(vectors.nearest(match.text, match.language), lexicon.passages) if vectors else {}
    known = _known_share(reading, match, lexicon)
    if vectors and max(near.values(), default=0.0) + known / 2 < FITS:
        return []
    if not vectors and known < FITS_WORDS:
        return []
    floor = min(near.values(), default=0.0)
    scores = {passage: near.get(passage, floor) + LEXICAL * words.get(passage, 0.0) for passage in {**near, **words}}
    return _best(scores, _headings(match, lexicon), lexicon.passages, top)


def _near(near: Near, passages: Mapping[str, Passage]) -> dict[str, float]:
    """Passage id → cosine, half of its own and half of the nearest question that its document answers."""
    far, farthest = min(near.passages.values(), default=0.0), min(near.documents.values(), default=0.0)
    return {
        passage.id: (near.passages.get(passage.id, far) + near.documents.get(passage.document, farthest)) / 2
        for passage in passages.values()
        if passage.id in near.passages or passage.document in near.documents
    }


def _words(match: Match, lexicon: Lexicon) -> dict[str, float]:
    """Passage id → how well it matches by words."""
    total: defaultdict[str, float] = defaultdict(float)
    for weight, words in match.words.items():
        for passage, score in lexicon.scores(words, match.language).items():
            total[passage] += weight * score
    return total


def _headings(match: Match, lexicon: Lexicon) -> dict[str, float]:
    """Passage id → 0 to 1 for the question's words in its heading; a word counts the more, the fewer of its document's
    sections have it: "escalation" tells nothing about a section of the document on escalations.
    """
    total: defaultdict[str, float] = defaultdict(float)
    sections = Counter(passage.document for passage in lexicon.passages.values())
    for weight, words in match.words.items():
        for word in dict.fromkeys(" ".join(words).split()[:MOST_WORDS]):
            headed = lexicon.sections_with(word, match.language, heading=True)
            anywhere = lexicon.sections_with(word, match.language, heading=False) if headed else ()
            having = Counter(lexicon.passages[passage].document for passage in anywhere)
            for passage in headed:
                document = lexicon.passages[passage].document
                total[passage] += weight * log((sections[document] + 1) / having[document])
    return _scaled(total)


def _scaled(scores: Mapping[str, float]) -> dict[str, float]:
    """The same with the best at 1."""
    most = max(scores.values(), default=0.0)
    return {passage: score / most for passage, score in scores.items()} if most > 0 else {}


def _known_share(reading: Reading, match: Match, lexicon: Lexicon) -> float:
    """How much of the question's subject the documents know, by themselves or through the table of terms: 0 to 1."""
    if match.language == reading.language != PIVOT:
        own = reading.own_words
        return lexicon.known(own, match.language) / len(own) if own else 0.0
    asked = reading.covered + len(reading.rest)
    known = reading.covered
    if reading.language == PIVOT:
        known += lexicon.known(reading.rest, PIVOT)
    return known / asked if asked else 0.0


def _best(
    scores: Mapping[str, float], headings: Mapping[str, float], passages: Mapping[str, Passage], top: int
) -> list[Passage]:
    """The best document's best section first, then the best sections, no third one of a document before another's first.

    Headings say which section it is but mislead about the document, so they count only after that is chosen.
    """
    if not scores:
        return []
    best = max(scores, key=lambda passage: scores[passage])
    near = {passage: score for passage, score in scores.items() if score >= NEAR_BEST * scores[best]}
    with_headings = {passage: score + HEADING * headings.get(passage, 0.0) for passage, score in near.items()}
    in_order = sorted(
        (replace(passages[passage], score=round(score, 3)) for passage, score in with_headings.items()),
        key=lambda passage: (passage.document != passages[best].document, -passage.score, passage.id),
    )
    first, *others = in_order
    others.sort(key=lambda passage: (-passage.score, passage.id))
    return _mixed([first, *others])[:top]


def _mixed(passages: Sequence[Passage]) -> list[Passage]:
    """In order, but third and later sections of a document behind everything else."""
    seen: Counter[str] = Counter()
    early, late = list[Passage](), list[Passage]()
    for passage in passages:
        (early if seen[passage.document] < A_DOCUMENT else late).append(passage)
        seen[passage.document] += 1
    return [*early, *late]
