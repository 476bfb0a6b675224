"""python docs/generated.py: writes README's tool table, command help and settings out of the code.

`python docs/generated.py --check` ends with 1 where README says something else; the tests call it.
"""

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import typer
from typer.core import TyperGroup

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.__main__ import main as commands  # noqa: E402
from bot.settings import Settings  # noqa: E402
from tools.kit import toolbox  # noqa: E402


class Parameter(Protocol):
    """An argument or option, as typer's own click has it."""

    @property
    def name(self) -> str | None: ...
    @property
    def opts(self) -> Sequence[str]: ...
    @property
    def param_type_name(self) -> str: ...


class Command(Protocol):
    """A command, as typer's own click has it."""

    @property
    def params(self) -> Sequence[Parameter]: ...

    def get_short_help_str(self, limit: int = ...) -> str: ...


def tools() -> str:
    """Every tool: what it does and what one would type."""
    lines = ["| tool | what it does | for instance |", "| --- | --- | --- |"]
    for name in toolbox.names():
        tool = toolbox.tool(name)
        says = " · ".join(f"“{tool.examples[language][0]}”" for language in ("en", "fr", "de", "zh"))
        kind = " *(proposes)*" if tool.change else ""
        lines.append(f"| `{name}` | {tool.does}{kind} | {says} |".replace("\n", " "))
    return "\n".join(lines)


def help_of_commands() -> str:
    """Every command of `python -m bot`, a line each."""
    lines: list[str] = []

    def walk(command: Command, path: list[str]) -> None:
        if isinstance(command, TyperGroup):
            for name in command.commands:
                walk(command.commands[name], [*path, name])
            return
        arguments = [str(item.name).upper() for item in command.params if item.param_type_name == "argument"]
        options = [f"[{item.opts[0]}]" for item in command.params if item.param_type_name == "option"]
        call = " ".join(["python -m bot", *path, *arguments, *options])
        lines.append(f"{call}\n    {command.get_short_help_str(limit=200)}")

    walk(typer.main.get_command(commands), [])
    return "```text\n" + "\n".join(lines) + "\n```"


def settings() -> str:
    """Every variable of the environment with its default."""
    lines = ["| variable | default |", "| --- | --- |"]
    for field in Settings.model_fields.values():
        default = "–" if field.default is None else f"`{field.default}`"
        lines.append(f"| `{field.alias}` | {default} |")
    return "\n".join(lines)


PARTS = {"tools": tools, "commands": help_of_commands, "settings": settings}


def written(readme: str) -> str:
    """README with every generated part as the code says it now."""
    for name, make in PARTS.items():
        pattern = re.compile(rf"(<!-- {name}: generated -->).*?(<!-- end -->)", re.DOTALL)
        if not pattern.search(readme):
            raise ValueError(f"README has no part {name!r}")
        readme = pattern.sub(lambda found, make=make: f"{found[1]}\n{make()}\n{found[2]}", readme)  # type: ignore[misc]
    return readme


if __name__ == "__main__":
    path = ROOT / "README.md"
    text = path.read_text(encoding="utf-8")
    if "--check" in sys.argv:
        sys.exit(0 if written(text) == text else "README is not what the code says: run python docs/generated.py")
    path.write_text(written(text), encoding="utf-8")
