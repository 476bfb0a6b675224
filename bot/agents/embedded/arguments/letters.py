"""Emails and business reviews to be drafted."""

import re

from bot.agents.embedded.part import Arguments, Part, as_period, written
from bot.agents.embedded.phrases import Hit

from .accounts import account_of_contact
from .free import question_words, trimmed, unquoted

_PURPOSES = (
    "price_increase", "qbr_invitation", "overdue_invoice", "signature_reminder", "reference_request", "nps_follow_up",
    "onboarding_welcome", "congratulations", "apology", "renewal_offer", "introduction", "reply_churn_risk",
    "meeting_recap", "check_in", "renewal_notice", "meeting_request", "follow_up",
)  # fmt: skip
"""The more telling first: "sorry for the late reply, can we meet" is an apology that asks for a meeting."""
_INVOICE = re.compile(r"(?<![A-Z0-9])[A-Z]{2,4}-?\d{3,}(?![A-Z0-9])", re.IGNORECASE)
_MEETINGS = ("qbr_invitation", "meeting_request")
_WITH_TOPIC = ("follow_up", "congratulations", "apology", "other", "meeting_request", "check_in")


def draft_email(part: Part) -> Arguments:
    """To whom, what for, in which tone, length and language, with which dates."""
    arguments: Arguments = {}
    contacts = [one for one in part.contacts() if not _is_sender(part, one.start)]
    part.name_account(arguments, needed=not contacts)
    if contacts:
        arguments["recipient"] = written(contacts[0].text)
        account_of_contact(part, arguments)
        if "account" not in arguments:
            part.missing.append("account")
    elif part.contact and part.has("pronoun"):
        arguments["recipient"] = part.contact
    elif role := _role(part):
        arguments["recipient_role"] = role
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
    _dates(part, arguments, purpose)
    match = _INVOICE.search(part.text)
    if match:
        arguments["invoice"] = match.group()
    return arguments


def _is_sender(part: Part, place: int) -> bool:
    return bool(re.search(r"(?:from|von|de la part de)\s*$", part.scene.message.low[part.start : place]))


def _role(part: Part) -> str | None:
    """A recipient who goes by a role: "the head of procurement"."""
    for hit in sorted(part.hits("role"), key=lambda hit: hit.start - hit.end):
        before = part.scene.message.low[part.start : hit.start]
        if re.search(
            r"(?:to|for|an|fur|a|au|pour|aux|给|向|the|den|die|der|dem|le|la|l'|their|ihren|unsere[nr]?)\s*$", before
        ):
            return part.scene.message.said(hit.start, hit.end)
    return None


def _purpose(part: Part) -> str | None:
    found = part.values("purpose")
    if not found:
        found = [h.cue.partition("=")[2] for h in _quoted(part) if h.cue.startswith("purpose=")]
    if "reply_churn_risk" not in found and any(h.cue == "purpose=reply_churn_risk" for h in _quoted(part)):
        return "reply_churn_risk"
    known = next((purpose for purpose in _PURPOSES if purpose in found), None)
    owed = part.has("overdue_days", "invoice_number", "invoice_overdue") and part.has("invoice_number", "invoices")
    return "overdue_invoice" if owed and known in (None, "follow_up", "check_in") else known


def _quoted(part: Part) -> list[Hit]:
    """Cues inside quotations: what a customer wrote says what the answer is about."""
    message = part.scene.message
    spans = [span for span in message.quoted if part.start <= span[0] < part.end]
    from bot.agents.embedded.languages import load
    from bot.agents.embedded.message import Message

    return [
        hit
        for start, end in spans
        for code in part.scene.codes
        for hit in load(code).lookup.find(Message(message.said(start, end)).low)
    ]


def _topic(part: Part, purpose: str | None) -> str | None:
    message = part.scene.message
    quoted = [message.said(*span) for span in message.quoted if part.start <= span[0] < part.end]
    if quoted and purpose in ("reply_churn_risk", "other", None):
        return unquoted(quoted[0])
    if purpose == "price_increase":
        return _rise(part)
    if purpose in (None, *_WITH_TOPIC):
        return question_words(part, f"language.topic_{purpose or 'other'}") or question_words(part, "language.topic")
    return None


def _rise(part: Part) -> str | None:
    percentages = part.scene.percentages_in(part.start, part.end)
    if not percentages:
        return None
    start, end = percentages[0][0], percentages[0][1]
    for time in part.times():
        if 0 <= time.start - end <= 12:
            end = time.end
        elif 0 <= start - time.end <= 6:
            start = time.start
    return trimmed(part.scene.message.said(start, end))


def style(part: Part, arguments: Arguments) -> None:
    """tone, length and language, as they were said."""
    tones = part.hits("tone_word")
    if tones:
        widest = max(tones, key=lambda hit: (hit.end - hit.start, -hit.start))
        said = part.scene.message.said(widest.start, widest.end)
        arguments["tone"] = question_words(part, "language.tone") or trimmed(said)
    if words := part.hits("length_words"):
        widest = max(words, key=lambda hit: hit.end - hit.start)
        arguments["length"] = trimmed(part.scene.message.said(widest.start, widest.end))
    elif lengths := part.values("length"):
        arguments["length"] = lengths[0]
    if languages := part.values("language"):
        arguments["language"] = languages[-1] if part.has("first_language") else languages[0]


def _dates(part: Part, arguments: Arguments, purpose: str | None) -> None:
    days, spans = [], []
    for time in part.times():
        span = time.ahead
        if (time.kind == "day" and span.start) or (time.kind == "since" and span.start):
            days.append(span.start.isoformat())
        elif time.kind in ("end", "until") and span.end:
            days.append(span.end.isoformat())
        elif span.start and span.end:
            spans.append(span)
    if purpose in ("apology", "meeting_recap", "follow_up", "congratulations"):
        return
    if purpose in _MEETINGS and spans and not days:
        arguments["meeting_period"] = as_period(spans[0])
    elif days and purpose != "overdue_invoice":
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
