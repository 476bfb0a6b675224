"""One account: its card, health, history, contract, invoices, people, plan."""

import re

from bot.agents.embedded.filters import add_period, period_of, top_n
from bot.agents.embedded.languages import load
from bot.agents.embedded.part import Arguments, Part, as_period, first_day, written

from .free import question_words

_CARD_FIELDS = (
    "owner",
    "arr",
    "plan",
    "contract",
    "renewal_date",
    "health",
    "people",
    "last_touch",
    "open_items",
    "status",
)
_INVOICE = re.compile(r"(?<![A-Z0-9])[A-Z]{2,4}-?\d{3,}(?![A-Z0-9])", re.IGNORECASE)


def look_up_account(part: Part) -> Arguments:
    """The account card, and which facts of it were asked for."""
    arguments: Arguments = {}
    part.name_account(arguments)
    fields = [field for field in part.values("field") if field in _CARD_FIELDS]
    if fields and not (part.has("card") and len(fields) == 1 and fields[0] in ("status", "health", "arr")):
        arguments["fields"] = list(fields)
    return arguments


def account_health(part: Part) -> Arguments:
    """Health, drivers, trend of one account or several. Looks back."""
    arguments: Arguments = {}
    named = list(dict.fromkeys(written(one.text) for one in part.accounts()))
    if len(named) > 1:
        arguments["accounts"] = list(named)
    else:
        part.name_account(arguments)
    if part.has("why"):
        arguments["why_asked"] = True
    found = period_of(part, forward=False)
    if found:
        arguments["compare_to" if part.has("compare") and not part.has("why") else "period"] = as_period(found[0])
        second = period_of(part, forward=False, skip=1)
        if second and part.has("compare"):
            arguments["period"], arguments["compare_to"] = as_period(found[0]), as_period(second[0])
    return arguments


def account_history(part: Part) -> Arguments:
    """What was said, and when last. Looks back."""
    arguments: Arguments = {}
    contacts = part.contacts()
    part.name_account(arguments, needed=not (contacts or part.hits("mine_strict") or part.people()))
    if contacts:
        arguments["contact"] = written(contacts[0].text)
        account_of_contact(part, arguments)
    if kind := _kind(part):
        arguments["activity_type"] = kind
    add_period(part, arguments, forward=False)
    number = top_n(part)
    if number:
        arguments["top_n"] = number
    elif part.has("last_one") or _last_time(part):
        arguments["top_n"] = 1
    if query := question_words(part, "language.query"):
        arguments["query"] = query
    if part.has("log_asked") or part.hits("mine_strict"):
        arguments["owner"] = "me"
    elif part.people():
        arguments["owner"] = written(part.people()[0].text)
    return arguments


def _kind(part: Part) -> str | None:
    """The one kind of activity asked for; that somebody "spoke" or "said" is no call, and "meeting notes" are of meetings."""
    generic = [language for code in part.scene.codes if (language := load(code).text("language.generic_talk"))]
    low = part.scene.message.low
    kinds = [
        kind
        for kind in part.values("type")
        if kind in ("note", "meeting", "call", "email")
        and not all(
            any(re.fullmatch(words, low[hit.start : hit.end]) for words in generic) for hit in part.hits(f"type={kind}")
        )
    ]
    if len(kinds) == 2 and "note" in kinds:
        kinds.remove("note")
    return kinds[0] if len(kinds) == 1 else None


def _last_time(part: Part) -> bool:
    return part.has("last_time") and not part.times()


def account_of_contact(part: Part, arguments: Arguments) -> None:
    """The account of the one contact that was named, where no account was."""
    contacts = part.contacts()
    row = contacts[0].only if contacts else None
    if "account" not in arguments and row and row.account_id is not None:
        account = part.scene.view.names.account(row.account_id)
        if account:
            arguments["account"] = account.name
            if "account" in part.missing:
                part.missing.remove("account")


def contract_terms(part: Part) -> Arguments:
    """Terms of a contract; or, without an account, which contracts renew by themselves in a period."""
    arguments: Arguments = {}
    fields = part.values("field_c")
    listing = not part.accounts() and part.has("accounts", "list", "contract_list") and "auto_renew" in fields
    part.name_account(arguments, needed=not listing)
    if listing:
        arguments.pop("account", None)
        arguments["auto_renew"] = True
    elif fields:
        if "notice_date" in fields and "notice_period" in fields:
            fields.remove("notice_date")
        arguments["fields"] = list(fields)
    add_period(part, arguments, forward=True)
    return arguments


def invoices(part: Part) -> Arguments:
    """Invoices and offers. Looks back."""
    arguments: Arguments = {}
    part.name_account(arguments, needed=False)
    match = _INVOICE.search(part.text)
    if match:
        arguments["invoice"] = match.group()
    if part.has("invoice_overdue", "overdue_days"):
        arguments["status"] = "overdue"
    elif part.has("invoice_open"):
        arguments["status"] = "open"
    elif part.has("invoice_paid") or (part.has("invoice_paid_said") and not arguments):
        arguments["status"] = "paid"  # "has INV-1 been paid" asks for the state, "what was paid in May" for the paid
    days = _days_late(part)
    if days and arguments.get("status") in ("overdue", "open"):
        arguments["status"], arguments["overdue_days"] = "overdue", days
    else:
        add_period(part, arguments, forward=False)
    return arguments


def _days_late(part: Part) -> int | None:
    """For how many days something has been open; "in the last 30 days" is a period, not an age."""
    times = [(time.start, time.end) for time in part.times() if time.rule in ("past", "rolling", "coming")]
    late = [
        days
        for start, end, days in part.scene.days_in(part.start, part.end)
        if not any(first <= start and end <= last for first, last in times)
    ]
    return late[0] if late else None


def stakeholders(part: Part) -> Arguments:
    """Who is who at an account; or which accounts lack somebody."""
    arguments: Arguments = {}
    missing = part.has("missing") and not part.accounts() and part.hits("role")
    part.name_account(arguments, needed=not missing and not part.contacts())
    if part.contacts():
        arguments["contact"] = written(part.contacts()[0].text)
        account_of_contact(part, arguments)
    role = part.hits("role")
    if not role and not part.contacts() and part.contact and part.has("pronoun"):
        arguments["contact"] = part.contact
    if role and not part.contacts():
        widest = max(role, key=lambda hit: hit.end - hit.start)
        said = part.scene.message.said(widest.start, widest.end)
        arguments["missing_role" if missing else "role"] = said
    if missing:
        arguments.pop("account", None)
    fields = part.values("field_p")
    if fields and not missing:
        arguments["fields"] = list(fields)
    return arguments


def success_plan(part: Part) -> Arguments:
    """Objectives, measures, ROI entries, milestones of an account."""
    arguments: Arguments = {}
    part.name_account(arguments)
    add_period(part, arguments, forward=False)
    return arguments


def meeting_brief(part: Part) -> Arguments:
    """What to know before a call."""
    arguments: Arguments = {}
    part.name_account(arguments)
    if part.contacts():
        arguments["contact"] = written(part.contacts()[0].text)
    if day := first_day(part.times(), forward=True):
        arguments["meeting_date"] = day
    return arguments


def summarise_notes(part: Part) -> Arguments:
    """A period's notes in short. Looks back."""
    arguments: Arguments = {}
    part.name_account(arguments)
    add_period(part, arguments, forward=False)
    if topic := question_words(part, "language.query"):
        arguments["topic"] = topic
    return arguments
