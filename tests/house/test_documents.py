"""What the documentation names exists: settings, files, links. A document that speaks of what is gone misleads."""

import re
from pathlib import Path

import pytest

from bot.settings import Settings
from database.access import OVERSEEING_ROLE, SCOPED_ROLE

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [
    *(path for name in ("CONTRIBUTING.md", "STYLE.md", "README.md") if (path := ROOT / name).exists()),
    *sorted((ROOT / "docs").rglob("*.md")),
]
OPERATING = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
PATH = re.compile(r"`((?:bot|database|docker|docs|knowledge|locales|metrics|tests|tools)/[\w./-]+)`")
MADE_UP = re.compile(r"\bes\b|LANGUAGE")
"""In a walk-through some paths are those that the reader will make."""


def test_every_setting_is_explained_with_its_default() -> None:
    for name, field in Settings.model_fields.items():
        row = next((line for line in OPERATING.splitlines() if f"`{field.alias}`" in line and line[:1] == "|"), "")
        assert row, f"{name} is not explained"
        assert field.default is None or f"`{field.default}`" in row, f"{name} has another default"


def test_the_reader_roles_are_those_of_the_code() -> None:
    assert f"GRANT {SCOPED_ROLE}, {OVERSEEING_ROLE} TO steward" in OPERATING


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_links_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for path in PATH.findall(text):
        assert MADE_UP.search(path) or (ROOT / path).exists(), path
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        assert link.startswith("http") or (document.parent / link).exists(), link


def test_decisions_are_numbered_without_a_gap_and_short() -> None:
    files = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in files] == list(range(1, len(files) + 1))
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 15
        assert all(f"**{part}.**" in text for part in ("Decided", "Why", "Cost", "Turned down")), path.name
