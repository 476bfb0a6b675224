"""What the conversation has been about: the last calls, what was asked back, which change waits, who was named.

Our own memory knows the calls of each turn. A transcript handed in from outside has only words: then the earlier
messages are read again, in order, each after what was before it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.agents.base import Ask, Call, Reading, Said, View
from tools.kit.names import Found

from .arguments import WRITES

_TURNS = 8
_MARK = re.compile(r"(?:^|[\s。：:；;])(\d{1,2})(?:[.)]\s|、|\.(?=[^\d\s]))\s*")
_ITEM_NAME = re.compile(r",?\s*(?:due|fällig|pour le|échéance|bis|截止|到期|\().*$|[.。]\s*$")

Reader = Callable[[str, "Past", View], Reading]


@dataclass(frozen=True)
class Past:
    """What is known when a message comes in."""

    calls: tuple[Call, ...] = ()
    ask: Ask | None = None
    proposal: Call | None = None
    """The call behind the change that waits for Save or Discard."""
    account: str | None = None
    account_ids: tuple[int, ...] = ()
    contact: str | None = None
    items: tuple[str, ...] = ()
    """What the last answer listed, in order."""
    language: str | None = None
    said: str = ""
    """The last message of the person."""

    @property
    def last(self) -> Call | None:
        """The last call made."""
        return self.calls[-1] if self.calls else None


def recall(before: Sequence[Said], view: View, read: Reader) -> Past:
    """What the turns before a message amount to."""
    past = Past()
    for turn in before[-_TURNS:]:
        past = _after_person(past, turn, view, read) if turn.role == "user" else _after_answer(past, turn, view)
    if before and before[-1].shown:
        # Each message sets aside what was listed before it: only the last answer's rows need their names.
        past = replace(past, items=_shown(before[-1].shown, view) or past.items)
    if view.pending is not None:
        past = replace(past, proposal=view.pending)
    return past


def _after_person(past: Past, turn: Said, view: View, read: Reader) -> Past:
    if turn.calls or turn.ask:
        calls, ask, language = turn.calls or past.calls, turn.ask, turn.language or past.language
    elif turn.language:
        calls, ask, language = (), None, turn.language
    else:
        reading = read(turn.text, past, replace(view, pending=None))
        calls = reading.calls or (past.calls if reading.decision == "ask" else ())
        ask, language = reading.ask, reading.language
    past = replace(past, calls=calls, ask=ask, language=language, said=turn.text, proposal=None, items=())
    return _with_names(past, turn.text, view)


def _after_answer(past: Past, turn: Said, view: View) -> Past:
    calls = turn.calls or past.calls
    last = calls[-1] if calls else None
    waits = last is not None and last.tool in WRITES and past.ask is None and turn.ask is None
    past = replace(past, calls=calls, ask=turn.ask or past.ask, proposal=last if waits else None)
    items = tuple(_ITEM_NAME.sub("", item).strip() for item in _numbered(turn.text))
    return _with_names(replace(past, items=items), turn.text, view)


def _numbered(text: str) -> Iterator[str]:
    """The items of "1. … 2. …": a number counts where it is the next one, a day of a month is none."""
    number, start = 0, 0
    for mark in _MARK.finditer(text):
        if int(mark.group(1)) == number + 1:
            if number:
                yield text[start : mark.start()]
            number, start = number + 1, mark.end()
    if number:
        yield text[start:]


def _shown(references: Sequence[str], view: View) -> tuple[str, ...]:
    parts = [reference.partition(":") for reference in references]
    ids = [int(number) for table, _, number in parts if table == "accounts" and number.isdigit()]
    return tuple(row.name for row in view.names.all_accounts(ids))


def _with_names(past: Past, text: str, view: View) -> Past:
    """The account of the last call, else the one that the words name; and the person they speak of."""
    said = past.last.arguments.get("account") if past.last else None
    if past.ask and past.ask.pending:
        said = past.ask.pending.arguments.get("account", said)
    rows: tuple[Found, ...] = view.names.accounts(said) if isinstance(said, str) else ()
    account = said if isinstance(said, str) else past.account
    if text and not rows and not isinstance(said, str):
        heard = view.names.heard_accounts(text)
        named = {row.id for one in heard for row in one.rows}
        if len(named) == 1:
            account, rows = heard[0].text, heard[0].rows
    ids = tuple(row.id for row in rows) or past.account_ids
    contacts = [one for id_ in ids[:1] if text for one in view.names.heard_contacts(text, id_)]
    contacts = contacts or (list(view.names.heard_contacts(text)) if text else [])
    contact = contacts[0].text if contacts else past.contact if ids == past.account_ids else None
    return replace(past, account=account, account_ids=ids, contact=contact)
