"""Who gets an answer, and who a reason."""

import pytest

from bot.slack.audience import GONE, GUEST, SHARED, STRANGER, UNSURE, refused_channel, refused_user
from tools.kit.cards import Words

OURS = "T1"


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({}, None),
        ({"deleted": True}, GONE),
        ({"is_restricted": True}, GUEST),
        ({"is_ultra_restricted": True}, GUEST),
        ({"is_stranger": True}, STRANGER),
        ({"team_id": "T2"}, STRANGER),
        ({"team_id": None}, STRANGER),
        ({"is_bot": True}, STRANGER),
    ],
)
def test_only_full_members_of_our_own_workspace_are_answered(facts: dict[str, object], reason: Words | None) -> None:
    assert refused_user({"team_id": OURS, **facts}, OURS) == reason


def test_what_was_said_from_another_workspace_is_not_answered() -> None:
    assert refused_user({"team_id": OURS}, OURS, "T2") == STRANGER


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"is_ext_shared": False}, None),
        ({"is_ext_shared": True}, SHARED),
        ({"is_ext_shared": False, "is_pending_ext_shared": True}, SHARED),
        ({"is_ext_shared": False, "is_shared": True}, SHARED),
        ({"is_ext_shared": False, "is_shared": True, "is_org_shared": True}, None),
        ({"is_ext_shared": True, "is_shared": True, "is_org_shared": True}, SHARED),
        ({"is_ext_shared": False, "is_org_shared": True, "is_pending_ext_shared": True}, SHARED),
        ({}, UNSURE),
        ({"is_ext_shared": None}, UNSURE),
    ],
)
def test_only_a_channel_that_is_known_to_be_internal_is_answered_in(
    facts: dict[str, object], reason: Words | None
) -> None:
    assert refused_channel(facts) == reason
