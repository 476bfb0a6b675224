"""The embedded agent: understands messages with no model and no key, in four languages, in milliseconds."""

from .agent import EmbeddedAgent

__all__ = ["EmbeddedAgent"]
