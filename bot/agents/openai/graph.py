"""LangChain's agent over the toolbox: built once a process, run once a turn, with the turn's errand as its runtime context."""

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

# Nothing of a conversation goes to a third party. LangChain reads these once, when it is imported.
for _name in ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2"):
    os.environ[_name] = "false"

from langchain.agents import AgentState, create_agent  # noqa: E402
from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse, hook_config  # noqa: E402
from langchain.tools import ToolRuntime  # noqa: E402
from langchain.tools.tool_node import ToolCallRequest  # noqa: E402
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage  # noqa: E402
from langchain_core.tools import BaseTool, StructuredTool  # noqa: E402
from langchain_openai import ChatOpenAI  # noqa: E402
from langgraph.runtime import Runtime  # noqa: E402
from langgraph.types import Command  # noqa: E402
from langsmith import tracing_context  # noqa: E402
from pydantic import SecretStr  # noqa: E402

from bot.agents import meter  # noqa: E402
from bot.agents.openai import outcomes  # noqa: E402
from bot.agents.openai.connection import Connection  # noqa: E402
from bot.agents.openai.errand import Errand  # noqa: E402
from bot.agents.openai.guard import guarded_client  # noqa: E402
from bot.agents.openai.hearing import Hearing  # noqa: E402
from bot.agents.openai.schemas import Schema, schema_of  # noqa: E402
from bot.agents.openai.trying import tried  # noqa: E402
from tools.kit import toolbox  # noqa: E402

# The client's own loggers write bodies and addresses, where the environment asks for it.
for _name in ("openai", "httpx2", "httpcore2", "langchain", "langsmith"):
    logging.getLogger(_name).setLevel(logging.ERROR)

_STEPS = 100
"""Of the graph; requests and calls are counted apart, and end long before."""
_BYTES_A_TOKEN = 3


@dataclass(frozen=True)
class Context:
    """What a run carries beside its messages: the errand, and what listens."""

    errand: Errand
    hearing: Hearing


class Graph:
    """The agent of one connection. Thread-safe: what belongs to a turn is in its context."""

    def __init__(self, connection: Connection, system: str) -> None:
        self._seconds = connection.seconds
        self._model = ChatOpenAI(
            model=connection.model,
            api_key=SecretStr(connection.api_key),
            base_url=connection.base_url,
            http_client=guarded_client(connection),
            default_headers={"Accept-Encoding": "identity"},
            max_retries=0,
            streaming=True,
            stream_usage=True,
            use_responses_api=False,
        )
        self._agent = create_agent(
            self._model,
            _tools(),
            system_prompt=system,
            middleware=[_Turn(connection.seconds)],
            context_schema=Context,
        )

    def run(self, question: str, errand: Errand, pass_on: Callable[[str], None]) -> str:
        """Lets the model call tools until it is done; its last words. Raises ModelError."""
        hearing = Hearing(pass_on)
        with tracing_context(enabled=False):
            state = self._agent.invoke(
                {"messages": [HumanMessage(question)]},
                {"callbacks": [hearing], "max_concurrency": 1, "recursion_limit": _STEPS},
                context=Context(errand, hearing),
            )
        last = state["messages"][-1]
        return str(last.text) if isinstance(last, AIMessage) and not last.tool_calls else ""

    def say(self, system: str, text: str) -> str:
        """One answer without tools. Raises ModelError."""
        hearing = Hearing(lambda _: None)

        def ask() -> str:
            with tracing_context(enabled=False):
                answer = self._model.invoke([SystemMessage(system), HumanMessage(text)], {"callbacks": [hearing]})
            _count(answer)
            hearing.check_whole()
            return str(answer.text)

        return tried(ask, self._seconds)


def _tools() -> list[BaseTool]:
    found = [_tool(name, toolbox.tool(name).does, schema_of(name)) for name in toolbox.names()]
    return found + [_tool(name, outcomes.DOES[name], schema) for name, schema in outcomes.SCHEMAS.items()]


def _tool(name: str, does: str, schema: Schema) -> BaseTool:
    # Who acts comes with the runtime: LangChain drops an argument of that name, should a model send one.
    def run(runtime: ToolRuntime[Context], **arguments: object) -> str:
        return runtime.context.errand.take(name, arguments)

    return StructuredTool.from_function(run, name=name, description=does, args_schema=dict(schema))


class _Turn(AgentMiddleware[AgentState[Any], Context]):
    """What a turn adds to LangChain's loop: its own tools, its patience, its strictness, its end."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds

    @hook_config(can_jump_to=["end"])
    def before_model(self, state: AgentState[Any], runtime: Runtime[Context]) -> dict[str, Any] | None:
        """Ends where the errand is done: a question for the person, a decision, nothing to tell the model."""
        return {"jump_to": "end"} if runtime.context.errand.done else None

    def wrap_model_call(
        self, request: ModelRequest[Context], handler: Callable[[ModelRequest[Context]], ModelResponse[Any]]
    ) -> ModelResponse[Any]:
        """Tells this turn's tools alone, tries again where that helps, and takes only what came whole."""
        context = request.runtime.context
        wanted = {*context.errand.tools, *context.errand.outcomes}
        tools = [tool for tool in request.tools if isinstance(tool, BaseTool) and tool.name in wanted]

        def ask() -> ModelResponse[Any]:
            response = handler(request.override(tools=list(tools)))
            for message in response.result:
                _count(message)
            context.hearing.check_whole()
            return response

        response = tried(ask, self._seconds)
        said = [context.hearing.strictly(one) if isinstance(one, AIMessage) else one for one in response.result]
        return ModelResponse(result=said)

    @hook_config(can_jump_to=["model"])
    def after_model(self, state: AgentState[Any], runtime: Runtime[Context]) -> dict[str, Any] | None:
        """Calls of which nothing could be read go back to be said again, twice at most."""
        last = state["messages"][-1]
        if not isinstance(last, AIMessage) or last.tool_calls or not last.invalid_tool_calls:
            return None
        runtime.context.errand.misspoke()
        told = [
            ToolMessage("Not done: the arguments are no JSON object.", tool_call_id=call["id"] or "", status="error")
            for call in last.invalid_tool_calls
        ]
        return {"messages": told, "jump_to": "model"}

    def wrap_tool_call(
        self, request: ToolCallRequest, handler: Callable[[ToolCallRequest], ToolMessage | Command[Any]]
    ) -> ToolMessage | Command[Any]:
        """A tool that there is not is answered by the errand too, which counts it."""
        if request.tool is not None:
            return handler(request)
        call = request.tool_call
        context = cast(Context, request.runtime.context)
        return ToolMessage(
            context.errand.take(call["name"], call["args"]), tool_call_id=call["id"] or "", status="error"
        )


def _count(message: object) -> None:
    """Tokens as the endpoint counted them, else as many as the bytes of a request amount to."""
    use = meter.current()
    usage = message.usage_metadata if isinstance(message, AIMessage) else None
    use.tokens += usage["total_tokens"] if usage else use.bytes_sent // max(use.requests, 1) // _BYTES_A_TOKEN
