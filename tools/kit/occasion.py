"""What was said for one letter, as facts beside those of the record: dates, topic, invoice, who writes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from locales import Locale
from tools.kit.cards import Day, Name, Percent, Value, Words, say
from tools.kit.desk import Desk
from tools.kit.fact import Fact, flag
from tools.kit.facts import AccountFacts
from tools.kit.letters import Purpose, words
from tools.kit.spelling import either, one_line, spell, weekday
from tools.kit.tool import Period
from tools.kit.topics import Topic, percent_in, quotation
from tools.kit.writer import GAP

_TO_MEET: frozenset[Purpose] = frozenset(
    {
        "qbr_invitation",
        "meeting_request",
        "follow_up",
        "check_in",
        "introduction",
        "apology",
        "reply_churn_risk",
        "onboarding_welcome",
        "nps_follow_up",
    }
)
"""Letters whose dates are for meeting; the others' are a day by which something happens."""
_QUOTING: frozenset[Purpose] = frozenset({"reply_churn_risk", "nps_follow_up"})
_LONGEST_LINE = 70
_BEFORE_NAME = re.compile(
    r"(?:\b(?:tak\w+|took|hand\w*|inherit\w*)\b[^.;]*\bfrom|\breplac(?:e|ing)|\bsucceed(?:ing)?|\binstead of|\bin place of"
    r"|\bsuccessor (?:to|of)|\bpredecessor(?: is| was)?,?|\bformer(?:ly)?|\bprevious(?:ly)?"
    r"|\bsuite (?:de|à)|\b(?:succède|succéder) à|\bremplace(?:r)?|\brepren\w+[^.;]*\bde"
    r"|\b(?:à la|en) (?:place|remplacement) de"
    r"|\bprédécesseur\w*(?: est| était)?,?|\bübern(?:ehm|ahm|omm)\w*[^.;]*\bvon|\bnachfolg\w*(?: von)?"
    r"|\bvorgänger\w*(?: ist| war)?,?"
    r"|\b(?:löse|anstelle von|statt|bisher)|接手|接替|接任|接管|代替|前任(?:是|为)?)"
    r"[\s:]*(?:(?:my|our|colleague|mon|ma|collègue|meine\w*|kolleg\w+|herrn?|frau|同事|mr|ms|mme|m)\.?\s*){0,3}$",
    re.IGNORECASE,
)
"""What stands before the name of whoever had the account: a colleague who is only named had it not."""
_AFTER_NAME = re.compile(
    r"^(?:['’]s (?:successor|accounts?)|\s*abgelöst|\s+hat\b[^.;]*\b(?:bisher|bislang)|\s*(?:那里|那儿|手中)接[手过]"
    r"|\s*(?:之前|此前|原来))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Said:
    """The arguments of one letter that its text may use."""

    purpose: Purpose
    topic: Topic
    dates: Sequence[date] = ()
    meeting_period: Period | None = None
    invoice: str | None = None


def occasion(desk: Desk, facts: AccountFacts, said: Said, locale: Locale) -> Iterator[Fact]:
    """The facts out of what was said. What wasn't said is no fact: the letter marks it."""
    yield _fact("sender", say("Sender"), Name(text=desk.asker.name))
    if said.invoice:
        yield _fact("invoice", say("Invoice, as you said"), Name(text=one_line(said.invoice)))
    yield from _days(desk, facts, said, locale)
    yield from _topic(said, locale)
    if said.purpose == "introduction":
        yield from _predecessor(desk, said.topic.text)
    if said.purpose == "price_increase" and (percent := percent_in(said.topic.text)) is not None:
        yield _fact("percent", say("Increase, as you said"), Percent(value=percent))


def _fact(key: str, label: Words, value: Value) -> Fact:
    return Fact(key, label, value, shareable=True)


def _days(desk: Desk, facts: AccountFacts, said: Said, locale: Locale) -> Iterator[Fact]:
    if said.purpose == "meeting_recap":
        return  # the day of the meeting: tools/kit/conversations.py
    days = sorted(said.dates)
    first, later = next(iter(days), None), days[1:]
    if said.purpose in _TO_MEET:
        if when := meeting_when(said.dates, said.meeting_period, locale):
            yield _fact("meeting_when", say("When to meet, as you said"), Name(text=when))
            yield flag("asked_to_meet")
        if said.purpose == "follow_up" and first and not said.meeting_period:
            yield _answer_by(first)
    elif said.purpose == "price_increase":
        if first:
            yield _fact("effective_date", say("In force from, as you said"), Day(on=first))
        if later:
            yield _answer_by(later[0])
    elif first:
        yield _answer_by(first)
    elif said.purpose in ("renewal_notice", "renewal_offer") and "notice_open" in facts.facts:
        notice = facts.facts["notice_date"]
        yield Fact("answer_by", say("Answer by: the notice date"), notice.value, notice.source, shareable=True)


def _answer_by(day: date) -> Fact:
    return _fact("answer_by", say("Answer by, as you said"), Day(on=day))


def meeting_when(dates: Sequence[date], period: Period | None, locale: Locale) -> str | None:
    """ "on Wednesday 17 June or on Thursday 18 June", "in the week of 8 June", "between 8 and 12 June"."""
    frames = words(locale.language)["frames"]
    if period and period.start and period.start == period.end:
        dates = [period.start]
    if dates:
        days = [frames["day"].format(day=weekday(Day(on=day), locale)) for day in sorted(set(dates))]
        return either(days, locale)
    if period is None or period.start is None or period.end is None:
        return None
    start, end = (spell(Day(on=day), locale) for day in (period.start, period.end))
    if period.start.weekday() == 0 and (period.end - period.start).days in (4, 6):
        return frames["week"].format(day=start)
    return frames["between"].format(start=start, end=end)


def _topic(said: Said, locale: Locale) -> Iterator[Fact]:
    topic, tables = said.topic, words(locale.language)
    if topic.verdict == "other_language":
        text = f"[{GAP} {tables['frames']['translate'].format(topic=topic.text)}]"
    elif topic.verdict == "ready":
        text = topic.text
    else:
        return
    label = say("Topic, as you said it")
    if said.purpose in _QUOTING:
        if (theirs := quotation(topic.text)) is not None:
            ready = topic.verdict == "ready"
            quote = tables["frames"]["quote"].format(words=theirs) if ready else text
            yield _fact("quote", label, Name(text=quote))
        return
    if topic.verdict == "ready" and len(text) <= _LONGEST_LINE:
        yield _fact("topic_line", label, Name(text=_capital(text)))
    yield _fact("topic", label, Name(text=text))
    yield _fact("message", label, Name(text=_capital(text)))
    yield _fact("about", label, Name(text=_about(text, topic.is_sentence, tables)))


def _about(text: str, is_sentence: bool, tables: dict[str, dict[str, str]]) -> str:
    starts = tuple(start for start in tables["marks"]["prepositions"].split("|") if start)
    if starts and not is_sentence and text.casefold().startswith(starts):
        return text
    return tables["frames"]["about_sentence" if is_sentence else "about"].format(topic=text.removeprefix("关于"))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _predecessor(desk: Desk, topic: str) -> Iterator[Fact]:
    """Who was said to have had the account. The owner on file is none: they may own it still."""
    said = [
        heard
        for heard in desk.names.heard_people(topic)
        if _BEFORE_NAME.search(topic[: heard.start]) or _AFTER_NAME.search(topic[heard.end :])
    ]
    rows = {row.id: row.name for heard in said for row in heard.rows if row.id != desk.asker.id}
    if len(rows) == 1:
        yield _fact("predecessor", say("Predecessor, as you said"), Name(text=next(iter(rows.values()))))
