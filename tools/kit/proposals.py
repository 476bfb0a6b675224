"""Seen is written: a change is proposed, shown whole, and saved by a click of the very person who saw it.

The stored content holds both the card and what will be written, under one hash. Saving is a compare-and-set on id,
person, state, hash and the target's version, in the write's own transaction: any number of clicks gives at most one write.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, bindparam, select, update
from sqlalchemy.orm import Session

from database.models import Account, Base, Moment, ProposalRow
from database.statement import Statement
from tools.kit import cards
from tools.kit.cards import Field_, Proposal, Words
from tools.kit.desk import Desk

KEPT_FOR = timedelta(days=14)


class ProposalError(Exception):
    """Why a click changed nothing; `words` is the sentence for the person."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.key)
        self.words = words


def propose(
    desk: Desk,
    *,
    tool: str,
    title: Words,
    fields: Sequence[Field_],
    content: Mapping[str, object],
    arguments: Mapping[str, object],
    account_id: int | None = None,
    readers: Words | None = None,
    target: tuple[str, int, int] | None = None,
) -> Proposal:
    """The card of a change that waits for its click. `content` (JSON-able) is what saving will get, as it stands;
    `arguments` the call that made it; `target` table, id and version of the row it changes, None for a new one."""
    card = Proposal(id=secrets.token_urlsafe(18), title=title, fields=tuple(fields), readers=readers)
    text = _canonical({"card": card.model_dump(mode="json"), "write": content})
    desk.tray.append(
        ProposalRow(
            id=card.id,
            person_id=desk.asker.id,
            tool=tool,
            account_id=account_id,
            order_key=desk.order_key,
            arguments=_canonical(arguments),
            content=text,
            content_hash=_hash(text),
            target=f"{target[0]}:{target[1]}" if target else None,
            target_version=target[2] if target else None,
            state="pending",
            created_at=desk.now,
            expires_at=desk.now + KEPT_FOR,
        )
    )
    return card


# Made once: every turn runs them, and putting them together costs more than running them.
_PENDING = (
    ProposalRow.person_id == bindparam("person"),
    ProposalRow.state == "pending",
    ProposalRow.expires_at > bindparam("now", type_=Moment),
)
_ANY_WAITING = Statement(select(ProposalRow.id).where(*_PENDING).limit(1))
_WAITING = select(ProposalRow).where(*_PENDING).order_by(ProposalRow.created_at.desc(), ProposalRow.id)


def waiting(session: Session, person_id: int, now: datetime, tool: str | None = None) -> list[ProposalRow]:
    """What this person has not saved yet, newest first."""
    values = {"person": person_id, "now": now}
    if not _ANY_WAITING.rows(session.connection(), values):
        return []  # as in most turns
    rows = session.scalars(_WAITING, values)
    return [row for row in rows if tool is None or row.tool == tool]


def claim(session: Session, proposal_id: str, person_id: int, now: datetime, *, state: str) -> ProposalRow:
    """Moves a pending proposal to `state` (saved, discarded, replaced) if it is this person's, unexpired, unaltered and
    made against the target's present version. Raises ProposalError, and changes nothing, otherwise."""
    row = session.get(ProposalRow, proposal_id, with_for_update=True, populate_existing=True)
    if row is None or row.person_id != person_id:
        # Somebody else's and one that never was get the same answer.
        raise ProposalError(cards.say("I don't have this draft of yours any more."))
    if row.state != "pending":
        raise ProposalError(_STATES[row.state])
    if row.expires_at <= now:
        raise ProposalError(_STATES["expired"])
    if _hash(row.content) != row.content_hash:
        raise ProposalError(cards.say("This draft was altered after you saw it, so I did not save it."))
    if state == "saved":
        _check_target(session, row)
    changed = session.execute(
        update(ProposalRow)
        .where(ProposalRow.id == row.id, ProposalRow.state == "pending", ProposalRow.content_hash == row.content_hash)
        .values(state=state, decided_at=now)
        .execution_options(synchronize_session=False)
    )
    if not isinstance(changed, CursorResult) or changed.rowcount != 1:
        raise ProposalError(_STATES["saved"])
    session.refresh(row)
    return row


def check_access(desk: Desk, row: ProposalRow) -> None:
    """The account must still be one that this person sees: rights may have changed since the card was shown."""
    if row.account_id is None:
        return
    with desk.read() as session:
        if session.get(Account, row.account_id) is None:
            raise ProposalError(cards.say("You can't see this account any more, so I did not save it."))


def reclaim(session: Session, proposal_id: str, person_id: int) -> ProposalRow:
    """Takes a saved proposal back, for Undo. Raises ProposalError when it is not this person's saved one."""
    row = session.get(ProposalRow, proposal_id, with_for_update=True, populate_existing=True)
    if row is None or row.person_id != person_id:
        raise ProposalError(cards.say("I don't have this draft of yours any more."))
    if row.state != "saved":
        raise ProposalError(cards.say("There is nothing to undo here any more."))
    row.state = "undone"
    return row


def card_of(row: ProposalRow) -> Proposal:
    """The card as it was shown."""
    return Proposal.model_validate(json.loads(row.content)["card"])


def content_of(row: ProposalRow) -> dict[str, object]:
    """What saving writes."""
    content: dict[str, object] = json.loads(row.content)["write"]
    return content


def _check_target(session: Session, row: ProposalRow) -> None:
    if row.target is None:
        return
    name, _, row_id = row.target.partition(":")
    table = Base.metadata.tables[name]
    version = session.scalar(select(table.c.version).where(table.c.id == int(row_id)).with_for_update())
    if version != row.target_version:
        raise ProposalError(
            cards.say("The record has changed since I showed you this, so I did not save it. Ask again.")
        )


def _canonical(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


_STATES = {
    "saved": cards.say("This is saved already."),
    "discarded": cards.say("This was discarded."),
    "expired": cards.say("This draft is more than 14 days old and was not kept."),
    "undone": cards.say("This was undone."),
    "replaced": cards.say("There is a newer version of this draft below."),
}
