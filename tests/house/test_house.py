"""The house's own rules: what each tool brings, what README says, what the locks hold."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools.kit import toolbox
from tools.kit.tool import Tool

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("en", "fr", "de", "zh")
LONGEST = 400
"""Lines of a file; most have fewer than 150."""
CATALOGUE = {
    "look_up_account",
    "list_accounts",
    "renewals_due",
    "accounts_at_risk",
    "my_day",
    "account_health",
    "retention_metrics",
    "stakeholders",
    "update_contact",
    "account_history",
    "log_note",
    "log_feedback",
    "open_escalation",
    "list_tasks",
    "change_task",
    "contract_terms",
    "invoices",
    "expansion_opportunities",
    "log_opportunity",
    "update_forecast",
    "hand_off",
    "success_plan",
    "record_roi",
    "record_churn",
    "scoreboard",
    "meeting_brief",
    "summarise_notes",
    "find_reference",
    "change_owner",
    "cover",
    "draft_qbr",
    "draft_email",
    "find_guidance",
    "help",
}


@pytest.mark.parametrize("name", toolbox.names())
def test_a_tool_is_of_the_catalogue_and_shows_how_it_is_asked_in_four_languages(name: str) -> None:
    tool = toolbox.tool(name)
    assert isinstance(tool, Tool)
    assert name in CATALOGUE
    assert tool.does
    assert all(tool.examples.get(language) for language in LANGUAGES)


@pytest.mark.parametrize("name", toolbox.names())
def test_no_tool_has_an_argument_for_the_acting_person(name: str) -> None:
    assert not set(toolbox.tool(name).arguments.model_fields) & {
        "user",
        "asker",
        "person",
        "person_id",
        "as",
        "acting_user",
    }


@pytest.mark.parametrize("name", toolbox.names())
def test_a_tool_that_answers_from_customers_data_is_marked_so(name: str) -> None:
    assert toolbox.tool(name).account_data == (name not in {"help", "find_guidance"})


def test_readme_says_what_the_code_says() -> None:
    checked = subprocess.run(
        [sys.executable, "docs/generated.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr


def test_readme_links_to_what_is_there() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (ROOT / link).exists()] == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "requirements-uv.lock"])
def test_locks_hold_hashes_and_name_no_index(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    pinned = re.findall(r"^[A-Za-z0-9._-]+(?:\[[^]]+\])?==", text, re.MULTILINE)
    assert pinned
    assert text.count("--hash=sha256:") >= len(pinned)


def test_files_stay_small_enough_to_be_one_thing() -> None:
    rooms = ("bot", "tools", "knowledge", "locales", "metrics", "database", "benchmarks", "tests", "docs")
    long = {
        str(path.relative_to(ROOT)): lines
        for room in rooms
        for path in (ROOT / room).rglob("*.py")
        if "versions" not in path.parts and (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert long == {}
