"""What the container's files name is there: no engine is needed to find that out."""

import re
from fnmatch import fnmatch
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

from bot.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE_TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load(COMPOSE_TEXT)

COPIED = re.findall(r"^COPY (\S+) ", DOCKERFILE, re.MULTILINE)
LET_IN = [line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[:1] == "!"]
VARIABLES = {field.alias for field in Settings.model_fields.values()}


@pytest.mark.parametrize("path", COPIED)
def test_what_is_copied_exists_and_is_let_in(path: str) -> None:
    assert (ROOT / path).exists()
    assert any(fnmatch(path, each) or path.startswith(f"{each}/") for each in LET_IN)


def test_every_package_of_ours_that_runs_is_in_the_image() -> None:
    ours = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert ours - {"tests", "benchmarks"} <= set(COPIED)


def test_commands_and_checks_name_what_there_is() -> None:
    modules = re.findall(r'"-m", "(\w+)"', DOCKERFILE)
    assert modules == ["bot"]
    assert all(find_spec(module) for module in modules)
    scripts = re.findall(r'CMD \["python", "([\w/]+\.py)"\]', DOCKERFILE)
    assert scripts == ["docker/health.py"]
    assert all((ROOT / script).exists() for script in scripts)


def test_the_image_does_not_run_as_root() -> None:
    users = re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)
    assert users == ["steward"]


def test_the_compose_file_has_the_three_services_each_with_a_health_check_or_the_images() -> None:
    services = COMPOSE["services"]
    assert set(services) == {"bot", "postgres", "chroma"}
    assert "HEALTHCHECK" in DOCKERFILE
    assert all("healthcheck" in services[name] for name in ("postgres", "chroma"))
    assert set(services["bot"]["depends_on"]) == {"postgres", "chroma"}


def test_named_volumes_are_declared() -> None:
    mounted = {
        volume.split(":")[0] for service in COMPOSE["services"].values() for volume in service.get("volumes", [])
    }
    assert {name for name in mounted if not name.startswith(".")} == set(COMPOSE["volumes"])


def test_the_bots_variables_are_settings() -> None:
    assert set(COMPOSE["services"]["bot"]["environment"]) <= VARIABLES
    assert set(re.findall(r"^ +(STEWARD_\w+)=", DOCKERFILE, re.MULTILINE)) <= VARIABLES


def test_no_secret_stands_in_the_files() -> None:
    for service in COMPOSE["services"].values():
        for name, value in service.get("environment", {}).items():
            if re.search(r"PASSWORD|TOKEN|SECRET", name):
                assert re.fullmatch(r"\$\{\w+:[?-][^}]*\}", value), name
    filled = re.findall(r"^\w+=(.+)$", (ROOT / "docker/env.example").read_text(encoding="utf-8"), re.MULTILINE)
    assert filled == []
