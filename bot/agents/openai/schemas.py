"""Tools as a model is told of them: the very schemas of their arguments, said in fewer bytes."""

from collections.abc import Mapping
from functools import cache

from bot.agents.base import Json
from tools.kit import toolbox
from tools.kit.tool import Arguments

Schema = dict[str, Json]

_UNSAID = frozenset({"title", "default", "minLength", "minimum", "maximum", "minItems", "maxItems"})
"""What a model need not know: the toolbox checks it all the same."""


@cache
def schema_of(tool: str) -> Schema:
    """The JSON schema of a tool's arguments."""
    return compact(toolbox.tool(tool).arguments)


def compact(arguments: type[Arguments]) -> Schema:
    """A pydantic model's schema with its definitions put in place, and without what says nothing to a model."""
    whole = arguments.model_json_schema()
    found = _short({name: part for name, part in whole.items() if name != "description"}, whole.get("$defs", {}))
    if not isinstance(found, dict):
        raise TypeError(f"{arguments} has no object's schema")
    return found


def _short(part: object, defined: Mapping[str, object], *, names: bool = False) -> Json:
    """`names`: the keys of `part` are arguments' names and all stay."""
    if isinstance(part, list):
        return [_short(item, defined) for item in part]
    if not isinstance(part, dict):
        return part if isinstance(part, str | int | float | bool) else None
    if "$ref" in part:
        referred = defined[str(part["$ref"]).rpartition("/")[2]]
        rest = {name: value for name, value in part.items() if name != "$ref"}
        return _short({**_undescribed(referred), **rest}, defined)
    if "anyOf" in part:
        kinds = [kind for kind in part["anyOf"] if kind != {"type": "null"}]
        rest = {name: value for name, value in part.items() if name != "anyOf"}
        return _short({**kinds[0], **rest}, defined)
    return {
        name: _short(value, defined, names=name == "properties" and not names)
        for name, value in part.items()
        if names
        or (name not in _UNSAID and name != "$defs" and not (name == "additionalProperties" and value is False))
    }


def _undescribed(part: object) -> dict[str, object]:
    return {name: value for name, value in part.items() if name != "description"} if isinstance(part, dict) else {}
