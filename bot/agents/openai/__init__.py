"""The agent that asks a language model, over LangChain and any OpenAI-compatible endpoint.

Importing this package costs nothing: LangChain and the openai client are imported when a model is first asked.
"""

from .agent import ModelAgent
from .connection import Connection, DataClass, UnusableConnectionError
from .failures import ModelError
from .writer import ModelWriter

__all__ = ["Connection", "DataClass", "ModelAgent", "ModelError", "ModelWriter", "UnusableConnectionError"]
