"""Seen is written: only the person who saw it saves it, once, as it was shown, against the record as it was."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from database.engine import transaction
from database.models import Account, Person, ProposalRow
from database.reader import Reader
from knowledge import Library
from tools.kit import cards, proposals
from tools.kit.desk import Asker, Desk
from tools.kit.names import NameIndex, RestrictedNames
from tools.kit.proposals import ProposalError, claim, propose, reclaim, waiting
from tools.kit.writer import ComposedWriter

NOW = datetime(2026, 3, 18, 12, tzinfo=UTC)


@pytest.fixture
def desk(engine: Engine, tmp_path: Path) -> Desk:
    with transaction(engine) as session:
        session.add_all([Person(id=1, name="Ann"), Person(id=2, name="Ned")])
        session.flush()
        session.add(Account(id=5, name="Account", owner_id=1))

    @contextmanager
    def read() -> Iterator[Session]:
        with Reader(engine).session(1) as session:
            yield session

    return Desk(
        asker=Asker(1, "Ann", "csm", None, "en", "UTC"),
        read=read,
        names=RestrictedNames(NameIndex(engine), read),
        library=Library(tmp_path, None),
        writer=ComposedWriter(),
        now=NOW,
        language="en",
    )


def _proposed(engine: Engine, desk: Desk, target: tuple[str, int, int] | None = None) -> str:
    card = propose(
        desk,
        tool="log_note",
        title=cards.say("A change"),
        fields=[],
        content={"words": "as they were shown"},
        arguments={},
        account_id=5,
        target=target,
    )
    with transaction(engine) as session:
        session.add_all(desk.tray)
    desk.tray.clear()
    return card.id


def _saved(engine: Engine, proposal: str, person: int = 1, now: datetime = NOW) -> dict[str, object]:
    with transaction(engine) as session:
        return proposals.content_of(claim(session, proposal, person, now, state="saved"))


def test_what_was_shown_is_what_saving_gets(engine: Engine, desk: Desk) -> None:
    assert _saved(engine, _proposed(engine, desk)) == {"words": "as they were shown"}


def test_another_persons_click_and_an_unknown_id_get_the_same_answer(engine: Engine, desk: Desk) -> None:
    proposal = _proposed(engine, desk)
    with pytest.raises(ProposalError) as foreign:
        _saved(engine, proposal, person=2)
    with pytest.raises(ProposalError) as unknown:
        _saved(engine, "no-such-id")
    assert foreign.value.words == unknown.value.words
    assert _saved(engine, proposal)


def test_eight_racing_clicks_give_one_write(engine: Engine, desk: Desk) -> None:
    for _ in range(5):
        proposal = _proposed(engine, desk)

        def click(_: int, proposal: str = proposal) -> bool:
            try:
                _saved(engine, proposal)
            except ProposalError:
                return False
            return True

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(click, range(8))) == 1


def test_an_altered_proposal_is_not_saved(engine: Engine, desk: Desk) -> None:
    proposal = _proposed(engine, desk)
    with transaction(engine) as session:
        row = session.get_one(ProposalRow, proposal)
        row.content = row.content.replace("shown", "forged")
    with pytest.raises(ProposalError, match="altered"):
        _saved(engine, proposal)


def test_a_record_that_changed_meanwhile_is_not_overwritten(engine: Engine, desk: Desk) -> None:
    proposal = _proposed(engine, desk, target=("accounts", 5, 1))
    with transaction(engine) as session:
        session.get_one(Account, 5).health = "red"
    with pytest.raises(ProposalError, match="changed"):
        _saved(engine, proposal)


def test_a_proposal_waits_fourteen_days_and_no_longer(engine: Engine, desk: Desk) -> None:
    proposal = _proposed(engine, desk)
    with transaction(engine) as session:
        assert [row.id for row in waiting(session, 1, NOW + timedelta(days=13))] == [proposal]
        assert waiting(session, 1, NOW + timedelta(days=15)) == []
    with pytest.raises(ProposalError, match="14 days"):
        _saved(engine, proposal, now=NOW + timedelta(days=15))


def test_only_what_is_saved_can_be_undone_and_only_once(engine: Engine, desk: Desk) -> None:
    proposal = _proposed(engine, desk)
    with transaction(engine) as session, pytest.raises(ProposalError):
        reclaim(session, proposal, 1)
    _saved(engine, proposal)
    with transaction(engine) as session:
        reclaim(session, proposal, 1)
    with transaction(engine) as session, pytest.raises(ProposalError):
        reclaim(session, proposal, 1)


def test_a_person_who_lost_the_account_does_not_save_on_it(engine: Engine, desk: Desk) -> None:
    proposal = _proposed(engine, desk)
    with transaction(engine) as session:
        session.get_one(Account, 5).owner_id = 2
    with transaction(engine) as session, pytest.raises(ProposalError, match="can't see"):
        proposals.check_access(desk, session.get_one(ProposalRow, proposal))
