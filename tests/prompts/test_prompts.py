"""Prompts are files: they name only what there is, take exactly what they have places for, and are known by their hash."""

import ast
from pathlib import Path

import pytest

import prompts
from bot.agents.openai.outcomes import NAMES, SCHEMAS
from bot.agents.openai.schemas import schema_of
from tools.kit import toolbox

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", prompts.names())
def test_a_prompt_names_only_tools_and_outcomes_that_exist(name: str) -> None:
    assert prompts.named(name) <= {*toolbox.names(), *NAMES}


def test_what_a_model_may_decide_is_all_explained_to_it() -> None:
    assert prompts.named("answer") >= NAMES


@pytest.mark.parametrize("name", prompts.names())
def test_a_prompt_is_filled_with_exactly_its_places(name: str) -> None:
    with pytest.raises(prompts.PromptError):
        prompts.filled(name, nothing_of_the_kind="x")


def test_the_letters_prompt_knows_its_language() -> None:
    assert "French" in prompts.filled("letter", language="French")


def test_another_word_is_another_hash() -> None:
    assert prompts.digest("answer") != prompts.digest("voice") != prompts.digest("answer", "voice")
    assert len(prompts.digest("answer")) == 12


def test_no_prompt_stands_in_the_code() -> None:
    """A text that speaks to a model is long and says "you": the agents' room has none."""
    long = [
        f"{path.name}:{node.lineno}"
        for path in (ROOT / "bot/agents/openai").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) > 200
        and node.value not in _docstrings(path)
    ]  # fmt: skip
    assert long == []


def _docstrings(path: Path) -> set[str]:
    return {
        node.value.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    }


@pytest.mark.parametrize("name", toolbox.names())
def test_a_model_is_told_the_very_arguments_of_the_tool(name: str) -> None:
    whole = toolbox.tool(name).arguments.model_json_schema()
    told = schema_of(name)
    assert set(told["properties"]) == set(whole["properties"])  # type: ignore[arg-type]  # an object's properties
    assert told.get("required", []) == whole.get("required", [])
    assert "$ref" not in str(told)


def test_outcomes_are_no_tools() -> None:
    assert not set(SCHEMAS) & set(toolbox.names())
    assert not set(SCHEMAS) & {"save", "discard", "undo", "confirm"}
