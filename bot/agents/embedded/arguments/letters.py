"""Emails and business reviews to be drafted."""

import re

from bot.agents.embedded.languages import load
from bot.agents.embedded.message import Message
from bot.agents.embedded.part import Arguments, Part, as_period
from bot.agents.embedded.phrases import Hit

from .days import named_day
from .free import question_words, trimmed, unquoted
from .recipients import recipient
from .style import style

_PURPOSES = (
    "apology", "congratulations", "price_increase", "qbr_invitation", "overdue_invoice", "signature_reminder",
    "nps_follow_up", "reference_request", "renewal_offer", "onboarding_welcome", "introduction", "reply_churn_risk",
    "meeting_recap", "renewal_notice", "check_in", "meeting_request", "follow_up",
)  # fmt: skip
"""The more telling first: "sorry for the late reply, can we meet" is an apology that asks for a meeting."""
_INVOICE = re.compile(
    r"(?<![a-z0-9-])(?P<n>(?:inv|re|rg|rn|rnr|fac|fact|fa|fp|fv|ar|bill|rechn)[- ]?(?:nr\.? ?)?\d{2,}(?:[-/]\d+)*|[a-z]{1,4}-?\d{3,}(?:[-/]\d+)*"
    r"|[a-z]{1,4}\d*(?:[-/]\d{2,})+)(?![a-z0-9-])"
    r"|(?:invoices?|inv|rechnung(?:snummer|s-nr\.?)?|factures?|bill|发票号?码?|账单号?)\s*(?:no\.?|number|nr\.?|nummer|n°|numero|num\.?|#|是|为|：|:)?\s*"
    r"(?P<m>#?\d[\d/-]{2,}\d)(?![a-z0-9%-])|(?<![a-z0-9-])(?P<k>20\d\d-\d{3,})(?![a-z0-9-])"
)
"""Numbers of invoices. Three digits at least; a year alone is none."""
_NEAR = 40
"""Letters between a percentage and the day from which it holds."""
_PAUSE = re.compile(r"[,;:.!?，。；：](?!\d)")
_WITH_DATES = frozenset(
    ["price_increase", "qbr_invitation", "meeting_request", "renewal_notice", "renewal_offer", "signature_reminder",
     "other", "onboarding_welcome", "reference_request"]
)  # fmt: skip
_MEETINGS = ("qbr_invitation", "meeting_request")
_SUBJECTS = frozenset(
    ["renewal_notice", "renewal_offer", "price_increase", "nps_follow_up", "check_in", "follow_up", "reply_churn_risk",
     "onboarding_welcome", "overdue_invoice", "signature_reminder"]
)  # fmt: skip
"""What a meeting may be about."""
_WITH_TOPIC = ("follow_up", "congratulations", "apology", "other", "meeting_request", "check_in")


def draft_email(part: Part) -> Arguments:
    """To whom, what for, in which tone, length and language, with which dates."""
    arguments: Arguments = {}
    recipient(part, arguments)
    purpose = _purpose(part)
    topic = _topic(part, purpose)
    if purpose:
        arguments["purpose"] = purpose
    elif topic:
        arguments["purpose"] = "other"
    else:
        part.missing.append("purpose")
    if topic:
        arguments["topic"] = topic
    style(part, arguments)
    _dates(part, arguments, purpose or "other")
    if invoice := invoice_number(part):
        arguments["invoice"] = invoice
    return arguments


def _purpose(part: Part) -> str | None:
    places = _places(part)
    quoted = {hit.cue.partition("=")[2] for hit in _quoted(part) if hit.cue.startswith("purpose=")}
    if "reply_churn_risk" in quoted:
        return "reply_churn_risk"
    if not places and quoted:
        places = dict.fromkeys(quoted, part.start)
    if part.hits("qbr") and not places.keys() & {"meeting_recap", "apology", "introduction", "congratulations"}:
        thanked = "follow_up" in places and not places.keys() & {"qbr_invitation", "meeting_request"}
        return "follow_up" if thanked else "qbr_invitation"
    if "meeting_request" in places:
        places = _of_meeting(part, places)
    known = next((purpose for purpose in _PURPOSES if purpose in places), None)
    return (
        "overdue_invoice"
        if invoice_number(part) and known in (None, "follow_up", "check_in", "meeting_request")
        else known
    )


def _places(part: Part) -> dict[str, int]:
    """The purposes that were heard, each with its first place."""
    places: dict[str, int] = {}
    for hit in sorted(part.scene.hits, key=lambda hit: hit.start):
        if hit.cue.startswith("purpose=") and hit in part.hits(hit.cue):
            places.setdefault(hit.cue.partition("=")[2], hit.start)
    return places


def _of_meeting(part: Part, places: dict[str, int]) -> dict[str, int]:
    """Where a meeting is asked for first, or what else was heard is only what it is about, the meeting is meant."""
    meeting, low = places["meeting_request"], part.scene.message.low
    kept = {}
    for purpose, place in places.items():
        about = any(
            re.search(load(code).text("language.about") or r"(?!)", low[part.start : place])
            for code in part.scene.codes
        )
        if purpose not in _SUBJECTS or not (meeting < place or about):
            kept[purpose] = place
    return kept


def _quoted(part: Part) -> list[Hit]:
    """Cues inside quotations: what a customer wrote says what the answer is about."""
    message = part.scene.message
    spans = [span for span in message.quoted if part.start <= span[0] < part.end]
    return [
        hit
        for start, end in spans
        for code in part.scene.codes
        for hit in load(code).lookup.find(Message(message.said(start, end)).low)
    ]


def invoice_number(part: Part) -> str | None:
    """The number of an invoice, in any house's format: INV-2231, RE 4471, 2026-0341 behind the word invoice."""
    message = part.scene.message
    for match in _INVOICE.finditer(message.low, part.start, part.end):
        name = match.lastgroup or "n"
        place = match.start(name)
        if part.scene.is_read(place) and not any(
            t.start <= place and match.end(name) <= t.end for t in part.scene.times
        ):
            return message.said(place, match.end(name)).lstrip("#")
    return None


def _topic(part: Part, purpose: str | None) -> str | None:
    message = part.scene.message
    quoted = [message.said(*span) for span in message.quoted if part.start <= span[0] < part.end]
    if quoted and purpose in ("reply_churn_risk", "other", None):
        return unquoted(quoted[0])
    if purpose == "price_increase":
        return _rise(part)
    if purpose in (None, *_WITH_TOPIC):
        found = question_words(part, f"language.topic_{purpose or 'other'}") or question_words(part, "language.topic")
        return found if found and not _is_other(part, found) else None
    return None


def _is_other(part: Part, topic: str) -> bool:
    """Whether the words have an argument of their own: a time, a tone, a length."""
    spans = [(time.start, time.end) for time in part.times()]
    spans += [(hit.start, hit.end) for cue in ("tone_word", "length_words", "length=short") for hit in part.hits(cue)]
    return any(topic in part.scene.message.said(start, end) for start, end in spans)


def _rise(part: Part) -> str | None:
    percentages = part.scene.percentages_in(part.start, part.end)
    if not percentages:
        return None
    start, end = percentages[0][0], percentages[0][1]
    low = part.scene.message.low
    for time in sorted(part.times(), key=lambda time: time.start):
        if end <= time.start <= end + _NEAR and not _PAUSE.search(low, end, time.start):
            end = time.end
        elif start - _NEAR <= time.end <= start and not _PAUSE.search(low, time.end, start):
            start = time.start
    if sign := re.search(r"[+＋]\s?$", low[part.start : start]):
        start = part.start + sign.start()
    return trimmed(part.scene.message.said(start, end))


def _dates(part: Part, arguments: Arguments, purpose: str | None) -> None:
    """Days that the email is to name, or the span in which a meeting is sought. What is past is no date of it."""
    days, spans = [], []
    for time in part.times():
        span = time.ahead
        day = named_day(part, time)
        if day and day >= part.scene.view.today:
            days.append(day.isoformat())
        elif span.start and span.end and time.kind not in ("day", "since"):
            spans.append(span)
    if purpose in _MEETINGS and spans and not days:
        arguments["meeting_period"] = as_period(spans[0])
    elif days and purpose in _WITH_DATES:
        arguments["dates"] = list(dict.fromkeys(days))


def draft_qbr(part: Part) -> Arguments:
    """Which account, which period, what to stress, what to leave out, for which day. The period looks back."""
    arguments: Arguments = {}
    part.name_account(arguments)
    for time in part.times():
        span = time.back
        if time.kind in ("day", "until", "end") and time.ahead.end and "meeting_date" not in arguments:
            arguments["meeting_date"] = time.ahead.end.isoformat()
        elif span.start and "period" not in arguments:
            arguments["period"] = as_period(span)
    if focus := question_words(part, "language.focus"):
        arguments["focus"] = focus
    if exclude := question_words(part, "language.exclude"):
        arguments["exclude"] = exclude
    style(part, arguments)
    arguments.pop("tone", None)
    return arguments
