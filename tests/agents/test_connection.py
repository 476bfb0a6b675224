"""Which endpoints may be told anything, and that nothing goes anywhere else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.agents.embedded import EmbeddedAgent
from bot.agents.openai import Connection, UnusableConnectionError
from bot.agents.router import Router
from bot.app import UnusableSettingsError, agent_of, model_of
from bot.settings import Settings
from tests.agents.scripted import call, endpoint, say

ROOT = Path(__file__).resolve().parents[2]


def _settings(**fields: object) -> Settings:
    return Settings(_env_file=None, **fields)  # type: ignore[arg-type]  # texts and flags alone


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://models.example/v1", ("https://api.openai.com/v1",)),
        ("https://api.openai.com.evil.example/v1", ("https://api.openai.com/v1",)),
        ("https://api.openai.com/other", ("https://api.openai.com/v1",)),
        ("http://models.example/v1", ("http://models.example/v1",)),
        ("https://name:secret@models.example/v1", ("https://name:secret@models.example/v1",)),
        ("file:///etc/passwd", ("file:///etc/passwd",)),
        ("https://models.example/v1?key=1", ("https://models.example/v1",)),
    ],
)
def test_an_endpoint_that_is_not_allowed_or_not_encrypted_is_refused(url: str, allowed: tuple[str, ...]) -> None:
    with pytest.raises(UnusableConnectionError):
        Connection(api_key="k", model="m", base_url=url, allowed=allowed)


@pytest.mark.parametrize(
    "url",
    ["https://api.openai.com/v1", "https://API.openai.com/v1/", "http://127.0.0.1:8000/v1", "http://localhost/v1"],
)
def test_an_allowed_one_is_taken_and_this_machine_needs_no_encryption(url: str) -> None:
    assert Connection(api_key="k", model="m", base_url=url, allowed=("https://api.openai.com/v1", url)).host


def test_the_key_is_in_no_representation() -> None:
    assert "sk-secret" not in repr(Connection(api_key="sk-secret", model="m"))


def test_without_a_key_the_embedded_agent_reads_and_with_one_both_do() -> None:
    assert isinstance(agent_of(_settings(), model_of(_settings())), EmbeddedAgent)
    with_key = _settings(openai_api_key=SecretStr("k"))
    assert isinstance(agent_of(with_key, model_of(with_key)), Router)
    embedded = _settings(openai_api_key=SecretStr("k"), agent="embedded")
    assert model_of(embedded) is None


def test_the_model_alone_needs_a_key_and_says_so() -> None:
    with pytest.raises(UnusableSettingsError, match="OPENAI_API_KEY"):
        model_of(_settings(agent="openai"))


def test_an_endpoint_of_ones_own_must_be_named_twice() -> None:
    own = {"openai_api_key": SecretStr("k"), "openai_base_url": "https://models.example/v1"}
    with pytest.raises(UnusableSettingsError, match="STEWARD_MODEL_ENDPOINTS"):
        model_of(_settings(**own))
    assert model_of(_settings(**own, model_endpoints="https://api.openai.com/v1, https://models.example/v1"))


def _run(folder: Path, *arguments: str, code: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code] if code else [sys.executable, "-m", "bot", *arguments]
    env = {"PATH": os.environ["PATH"], "HOME": str(folder), "STEWARD_DATA": str(folder), **environment}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=120)


HEAVY = (
    "heavy = {'langchain', 'langchain_core', 'langgraph', 'openai', 'httpx2', 'chromadb'}\n"
    "print(sorted({name.partition('.')[0] for name in sys.modules} & heavy))"
)


@pytest.mark.slow
@pytest.mark.parametrize("environment", [{}, {"OPENAI_API_KEY": "sk-test"}])
def test_a_start_and_a_sure_answer_import_neither_langchain_nor_openai(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    code = (
        "import sys\nfrom typer.testing import CliRunner\nfrom bot.__main__ import main\n"
        "result = CliRunner().invoke(main, ['ask', 'help'])\nprint(result.exit_code)\n" + HEAVY
    )
    done = _run(tmp_path, code=code, **environment)
    assert done.stdout.splitlines()[-2:] == ["0", "[]"], done.stderr


@pytest.mark.slow
def test_a_question_at_the_command_line_reaches_the_model_and_no_third_party(tmp_path: Path) -> None:
    with endpoint(call(("help", {})), say("")) as served, endpoint(say("")) as third_party:
        done = _run(
            tmp_path,
            "ask",
            "what can one do about all of this",
            OPENAI_API_KEY="sk-canary",
            OPENAI_BASE_URL=served.url,
            STEWARD_MODEL_ENDPOINTS=served.url,
            STEWARD_AGENT="openai",
            LANGSMITH_TRACING="true",
            LANGCHAIN_TRACING_V2="true",
            LANGSMITH_ENDPOINT=third_party.url,
            LANGSMITH_API_KEY="lsv2_canary",
            LANGSMITH_GATEWAY=third_party.url,
            OPENAI_API_BASE=third_party.url,
            OPENAI_LOG="debug",
        )
        assert done.returncode == 0, done.stderr
        assert len(served.asked) == 2
        assert third_party.asked == []
        assert served.asked[0].headers["authorization"] == "Bearer sk-canary"
        assert "sk-canary" not in done.stdout + done.stderr
        assert "what can one do" not in done.stdout + done.stderr


@pytest.mark.slow
def test_evals_run_through_any_endpoint(tmp_path: Path) -> None:
    with endpoint(call(("help", {}))) as served:
        lines = (ROOT / "tests/evals/messages.jsonl").read_text(encoding="utf-8").splitlines()[:5]
        for name in ("people.csv", "accounts.csv", "contacts.csv", "meta.json"):
            (tmp_path / name).write_bytes((ROOT / "tests/evals" / name).read_bytes())
        (tmp_path / "few.jsonl").write_text("\n".join(lines), encoding="utf-8")
        address = {"OPENAI_BASE_URL": served.url, "STEWARD_MODEL_ENDPOINTS": served.url}
        done = _run(tmp_path, "evals", str(tmp_path / "few.jsonl"), "--agent", "openai", OPENAI_API_KEY="k", **address)
    assert done.returncode == 0, done.stderr
    assert "few.jsonl: 5 messages" in done.stdout
    assert 0 < len(served.asked) <= 5
    refused = _run(tmp_path, "evals", str(tmp_path / "few.jsonl"), "--agent", "openai")
    assert refused.returncode == 2
    assert "OPENAI_API_KEY" in refused.stderr
