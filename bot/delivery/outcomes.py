"""How a call to Slack ends, and what each way of failing means for whether it was carried out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast
from urllib.error import URLError

from slack_sdk.errors import SlackApiError

TEMPORARY = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited", "file_update_failed"}
)


class NotSent(Exception):  # noqa: N818 - one of the four outcomes of a call
    """Slack will not take it, now or later."""


class Again(Exception):  # noqa: N818
    """It surely did not arrive; try again, after `seconds` if Slack said so."""

    def __init__(self, problem: str, seconds: float | None = None) -> None:
        super().__init__(problem)
        self.seconds = seconds


class Unclear(Exception):  # noqa: N818
    """Nobody knows whether it arrived. `can_look`: that can be found out by another try."""

    def __init__(self, problem: str, *, can_look: bool) -> None:
        super().__init__(problem)
        self.can_look = can_look


@dataclass(frozen=True)
class Arrived:
    """Where it arrived, and as which message (None where there is none)."""

    channel: str
    ts: str | None


def refused(error: SlackApiError, *, repeatable: bool, can_look: bool) -> Exception:
    """What Slack's answer means. `repeatable`: the call may be made twice with the same effect as once."""
    status = cast("int | None", getattr(error.response, "status_code", None)) or 200
    reason = str(error.response.get("error"))
    headers = cast("Mapping[str, str]", getattr(error.response, "headers", None) or {})
    if status == 429 or reason == "ratelimited":
        lowered = {name.lower(): value for name, value in headers.items()}
        given = str(lowered.get("retry-after", ""))
        return Again("429", float(given) if given.isdigit() else 1.0)
    if status >= 500 or reason in TEMPORARY:
        problem = f"HTTP {status}" if status >= 500 else reason
        safe = repeatable or status == 503 or reason == "service_unavailable"
        return Again(problem) if safe else Unclear(problem, can_look=can_look)
    return NotSent(reason[:200])


def broken(error: Exception, *, repeatable: bool, can_look: bool) -> Exception:
    """What it means that no answer came."""
    reason = error.reason if isinstance(error, URLError) else error
    problem = type(reason).__name__
    if isinstance(reason, ConnectionRefusedError) or repeatable:
        return Again(problem)
    return Unclear(problem, can_look=can_look)
