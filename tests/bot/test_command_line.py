"""The command line as one types it: processes of their own, over a sample book of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


class Shell:
    """Runs `python -m bot` with a data folder of its own."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "STEWARD_DATA": str(folder), **environment}

    def run(self, *arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=ROOT,
            env=self.environment,
            input=said,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def json(self, *arguments: str) -> dict[str, object]:
        answer: dict[str, object] = json.loads(self.run(*arguments, "--json").stdout)
        return answer


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    return Shell(tmp_path_factory.mktemp("sample"))


@pytest.fixture
def own(tmp_path: Path) -> Shell:
    return Shell(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path / 'own.db'}")


pytestmark = pytest.mark.slow


def test_a_question_is_answered_out_of_the_sample_book_and_says_so(sample: Shell) -> None:
    answer = sample.run("ask", "which accounts renew this month")
    assert answer.returncode == 0
    assert "at stake" in answer.stdout
    assert "Sample data" in answer.stdout


def test_json_holds_text_cards_calls_and_no_error(sample: Shell) -> None:
    answer = sample.json("ask", "which accounts renew this month")
    assert set(answer) >= {"text", "cards", "calls", "proposals", "ask", "decline", "error"}
    assert answer["error"] is None
    assert answer["cards"]
    assert isinstance(answer["calls"], list)
    assert answer["calls"][0]["tool"] == "renewals_due"


def test_a_note_is_proposed_and_confirmed_once(sample: Shell) -> None:
    name = _an_account(sample)
    proposed = sample.json("ask", f"note on {name}: they want a second workshop")
    assert isinstance(proposed["proposals"], list)
    proposal = proposed["proposals"][0]
    assert "they want a second workshop" in json.dumps(proposal["fields"])
    assert sample.run("confirm", proposal["id"]).returncode == 0
    assert sample.run("confirm", proposal["id"]).returncode == 1
    assert "second workshop" in sample.run("ask", f"what did we last talk about with {name}").stdout


def test_what_was_asked_as_on_an_earlier_day_can_still_be_confirmed(sample: Shell) -> None:
    proposed = sample.json("ask", f"note on {_an_account(sample)}: as of spring", "--today", "2026-03-02")
    assert isinstance(proposed["proposals"], list)
    assert sample.run("confirm", proposed["proposals"][0]["id"]).returncode == 0


def test_somebody_else_can_not_confirm_it(sample: Shell) -> None:
    proposed = sample.json("ask", f"note on {_an_account(sample)}: mine alone")
    assert isinstance(proposed["proposals"], list)
    other = next(line.split("  ")[0] for line in sample.run("people", "list").stdout.splitlines() if "csm" in line)
    shell = Shell(Path(sample.environment["STEWARD_DATA"]))
    assert shell.run("confirm", proposed["proposals"][0]["id"], "--as", other).returncode != 0


def test_meanings_come_a_line_each_and_a_bad_line_stops_nothing(sample: Shell) -> None:
    lines = [
        json.dumps({"id": "a", "text": "which accounts renew this month", "context": None}),
        "no json",
        json.dumps({"id": "b"}),
        "[" * 100_000,
        '{"id": NaN, "text": "hello"}',
        json.dumps({"id": "\ud800", "text": "hello"}),
        json.dumps({"id": "c", "text": "what can you do"}),
    ]
    meanings = [json.loads(line) for line in sample.run("understand", said="\n".join(lines)).stdout.splitlines()]
    assert [meaning["id"] for meaning in meanings] == ["a", None, "b", None, None, "\ud800", "c"]
    assert ["error" in meaning for meaning in meanings] == [False, True, True, True, True, False, False]
    assert meanings[0]["calls"][0]["tool"] == "renewals_due"
    assert set(meanings[0]) == {"id", "language", "calls", "ask", "decline"}


def test_without_a_terminal_a_line_is_a_message_and_y_saves(sample: Shell) -> None:
    name = _an_account(sample)
    answered = sample.run("run", said=f"note on {name}: piped words\ny\n")
    assert answered.returncode == 0
    assert "Saved by" in answered.stdout


def test_with_nothing_to_read_a_tour_of_twelve_messages_plays(sample: Shell) -> None:
    tour = sample.run("run")
    assert tour.returncode == 0
    assert sum(line.startswith("> ") and line != "> n" for line in tour.stdout.splitlines()) == 12
    assert "went wrong" not in tour.stdout


def test_an_empty_database_says_who_fills_it(own: Shell) -> None:
    assert own.run("people", "admin", "first@example.com").returncode == 0
    assert "No accounts yet" in own.run("ask", "which accounts renew this month", "--as", "first@example.com").stdout


def test_nobody_is_guessed_over_real_data(own: Shell) -> None:
    refused = own.run("ask", "which accounts renew this month")
    assert refused.returncode == 2
    assert "--as" in refused.stderr


def test_the_sample_book_refuses_an_import(sample: Shell, shared: Path) -> None:
    folder = Path(sample.environment["STEWARD_DATA"])
    over = Shell(folder, DATABASE_URL=f"sqlite:///{folder / 'sample.db'}")
    refused = over.run("import", "csv", str(shared / "evals" / "people.csv"))
    assert refused.returncode == 2
    assert "sample" in refused.stderr.lower()


def test_files_come_in_whole_and_a_second_run_changes_nothing(own: Shell, shared: Path) -> None:
    files = [str(shared / "evals" / f"{name}.csv") for name in ("contacts", "accounts", "people")]
    first = json.loads(own.run("import", "csv", *files, "--json").stdout)
    again = json.loads(own.run("import", "csv", *files, "--json").stdout)
    assert {file["file"]: (file["created"], file["rejected"]) for file in first["files"]} == {
        "people.csv": (9, 0),
        "accounts.csv": (36, 0),
        "contacts.csv": (40, 0),
    }
    assert all(file["unchanged"] == file["read"] for file in again["files"])


def test_a_dry_run_leaves_no_database_behind_and_tells_the_same(tmp_path: Path, shared: Path) -> None:
    data = tmp_path / "data"
    shell = Shell(tmp_path, STEWARD_DATA=str(data))
    tried = shell.run("import", "csv", str(shared / "evals" / "accounts.csv"), "--dry-run")
    assert tried.returncode == 0
    assert "Nothing was changed" in tried.stdout
    assert "36 new" in tried.stdout
    assert list(tmp_path.rglob("*.db")) == []


def test_doctor_tells_what_is_missing_and_what_it_costs(own: Shell) -> None:
    examined = own.run("doctor")
    assert "Import them" in examined.stdout
    assert "Slack: not configured" in examined.stdout


def test_doctor_examines_a_database_that_holds_accounts(sample: Shell, own: Shell, shared: Path) -> None:
    own.run("import", "csv", str(shared / "evals" / "accounts.csv"))
    for shell, found in ((sample, "of the sample book"), (own, "from accounts.csv")):
        examined = shell.run("doctor")
        assert examined.returncode == 0, examined.stderr
        assert found in examined.stdout


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    refused = Shell(tmp_path, STEWARD_POLICY="everything").run("doctor")
    assert refused.returncode == 2
    assert "STEWARD_POLICY" in refused.stderr


def _an_account(sample: Shell) -> str:
    cards = sample.json("ask", "show me all accounts")["cards"]
    assert isinstance(cards, list)
    table = next(card for card in cards if card["card"] == "table")
    name: str = table["rows"][0]["cells"][0]["text"]
    return name


def test_a_tour_through_an_empty_database_says_that_it_is_empty(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("name,email,role\nAda Quill,ada@example.com,director\n", encoding="utf-8")
    shell = Shell(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path / 'own.db'}")
    assert shell.run("import", "csv", str(people)).returncode == 0
    tour = shell.run("run", "--as", "ada@example.com")
    assert tour.returncode == 0
    assert "No accounts yet" in tour.stdout


@pytest.mark.parametrize("url", ["nonsense", "mysql://somebody:hush@127.0.0.1/x", "postgresql://a:hush@127.0.0.1:1/x"])
def test_a_database_that_can_not_be_opened_is_one_sentence(tmp_path: Path, url: str) -> None:
    answered = Shell(tmp_path, DATABASE_URL=url).run("ask", "hello")
    assert answered.returncode == 2
    assert "can't be opened" in answered.stderr
    assert "Traceback" not in answered.stderr
    assert "hush" not in answered.stderr


def test_files_that_can_not_be_read_or_written_are_a_sentence(own: Shell, tmp_path: Path, shared: Path) -> None:
    nowhere, accounts = str(tmp_path / "no" / "where"), str(shared / "evals" / "accounts.csv")
    for command in (
        ("evals", f"{nowhere}.jsonl"),
        ("import", "csv", accounts, "--suggest", f"{nowhere}.toml"),
        ("import", "csv", accounts, "--mapping", f"{nowhere}.toml"),
        ("export", "changes", "--since", "2026-01-01", "--folder", "/dev/null/x"),
    ):
        told = own.run(*command)
        assert told.returncode == 2, command
        assert told.stderr.strip()
        assert "Traceback" not in told.stderr
