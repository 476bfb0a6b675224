"""What a click on a proposal does: save, discard, undo. Each runs inside the surface's one transaction."""

import json
from collections.abc import Callable
from typing import Literal

from bot import errors
from database import audit
from database.engine import Session
from database.models import ProposalRow
from tools.kit import proposals, toolbox
from tools.kit.cards import Card, Moment, Proposal, Words, say
from tools.kit.desk import Desk
from tools.kit.proposals import ProposalError
from tools.kit.tool import Change, Saving, Written

Decision = Literal["save", "discard", "undo"]


def maker(
    desk: Desk, decision: Decision, proposal_id: str, entries: list[audit.Entry]
) -> Callable[[Session], list[Card]]:
    """The decision, ready to be made. What it did is added to `entries`; a "no" becomes a card and changes nothing."""

    def decide(session: Session) -> list[Card]:
        try:
            with session.begin_nested():
                return [_decide(session, desk, decision, proposal_id, entries)]
        except ProposalError as error:
            entries.append(_entry(desk, "refuse", "proposal", error.words.key, proposal_id))
            return [errors.explain(error).card]

    return decide


def _decide(session: Session, desk: Desk, decision: Decision, proposal_id: str, entries: list[audit.Entry]) -> Proposal:
    if decision == "undo":
        row = proposals.reclaim(session, proposal_id, desk.asker.id)
        kept = [(str(table), int(row_id), int(version)) for table, row_id, version in json.loads(row.written or "[]")]
        written = _change(row).undo(session, _saving(desk, row), kept)
        entries.append(_entry(desk, "undo", row.tool, "undone", row.id, written))
        return _decided(row, desk, "undone", say("Undone by {who}, {moment}", **_by(desk)))
    if decision == "discard":
        row = proposals.claim(session, proposal_id, desk.asker.id, desk.now, state="discarded")
        entries.append(_entry(desk, "discard", row.tool, "discarded", row.id))
        return _decided(row, desk, "discarded", say("Discarded by {who}, {moment}. Nothing was saved.", **_by(desk)))
    row = proposals.claim(session, proposal_id, desk.asker.id, desk.now, state="saved")
    proposals.check_access(desk, row)
    written = _change(row).save(session, _saving(desk, row))
    row.written = json.dumps(written.rows)
    entries.append(_entry(desk, "save", row.tool, "saved", row.id, written))
    return _decided(row, desk, "saved", say("Saved by {who}, {moment}", **_by(desk)))


def _change(row: ProposalRow) -> Change:
    change = toolbox.tool(row.tool).change
    if change is None:
        raise TypeError(f"{row.tool} proposes but can't save")
    return change


def _saving(desk: Desk, row: ProposalRow) -> Saving:
    return Saving(desk.asker, proposals.content_of(row), desk.today)


def _decided(row: ProposalRow, desk: Desk, state: Literal["saved", "discarded", "undone"], words: Words) -> Proposal:
    return proposals.card_of(row).model_copy(update={"state": state, "decided": words})


def _by(desk: Desk) -> dict[str, str | Moment]:
    return {"who": desk.asker.name, "moment": Moment(at=desk.now)}


def _entry(
    desk: Desk, action: str, tool: str, outcome: str, proposal_id: str, written: Written | None = None
) -> audit.Entry:
    return audit.Entry(
        action=action,
        tool=tool,
        outcome=outcome,
        channel=desk.order_key,
        person_id=desk.asker.id,
        rows=written.rows if written else (),
        proposal_id=proposal_id,
    )
