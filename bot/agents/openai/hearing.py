"""Listens to a response while it streams: stops one that is too long, keeps what the client would repair, and passes finished
sentences on to whoever waits."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, InvalidToolCall, ToolCall
from langchain_core.outputs import ChatGenerationChunk, GenerationChunk

from bot.agents.openai.bounds import TEXT
from bot.agents.openai.failures import CutError, ModelError, TooMuchError

_ARGUMENTS = 48_000
"""Characters of all arguments of a response: a note may be as long as a message."""
_CALLS = 32


@dataclass
class _Heard:
    """A call as it was sent."""

    name: str = ""
    id: str = ""
    arguments: str = ""


class Hearing(BaseCallbackHandler):
    """One a turn; it hears each response from its first word on."""

    raise_error = True
    run_inline = True

    def __init__(self, pass_on: Callable[[str], None]) -> None:
        self._pass_on = pass_on
        self._begin()
        self._number = 0

    def _begin(self) -> None:
        self.text = ""
        self._calls: dict[int, _Heard] = {}
        self._finish: str | None = None

    def on_chat_model_start(self, serialized: dict[str, Any], messages: list[list[BaseMessage]], **_: object) -> None:
        """A new response begins."""
        self._begin()

    def on_llm_new_token(
        self,
        token: str | list[str | dict[str, Any]],
        *,
        chunk: GenerationChunk | ChatGenerationChunk | None = None,
        **_: object,
    ) -> None:
        """Some more of it. Raises TooMuchError."""
        if isinstance(chunk, ChatGenerationChunk) and isinstance(chunk.message, AIMessageChunk):
            for part in chunk.message.tool_call_chunks:
                heard = self._calls.setdefault(part["index"] or 0, _Heard())
                heard.name += part["name"] or ""
                heard.id += part["id"] or ""
                heard.arguments += part["args"] or ""
            self._finish = (chunk.generation_info or {}).get("finish_reason") or self._finish
        if isinstance(token, str):
            self.text += token
        if len(self.text) > TEXT or len(self._calls) > _CALLS or self._size() > _ARGUMENTS:
            raise TooMuchError
        if token and not self._calls:
            self._pass_on(self.text)

    def _size(self) -> int:
        return sum(len(heard.arguments) + len(heard.name) for heard in self._calls.values())

    def check_whole(self) -> None:
        """Raises CutError where the response broke off, ModelError where the endpoint says that it is not all."""
        if self._finish is None:
            raise CutError
        if self._finish not in ("stop", "tool_calls", "function_call"):
            raise ModelError

    def strictly(self, message: AIMessage) -> AIMessage:
        """The message with the calls exactly as they were sent: what is no JSON object is no call."""
        calls: list[ToolCall] = []
        broken: list[InvalidToolCall] = []
        for _, heard in sorted(self._calls.items()):
            self._number += 1
            arguments = _object(heard.arguments)
            own = f"call_{self._number}"
            if arguments is None:
                broken.append(
                    InvalidToolCall(name=heard.name[:60], args="", id=own, error=None, type="invalid_tool_call")
                )
            else:
                calls.append(ToolCall(name=heard.name[:60], args=arguments, id=own, type="tool_call"))
        return message.model_copy(update={"tool_calls": calls, "invalid_tool_calls": broken})


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no JSON")


def _object(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text or "{}", parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
