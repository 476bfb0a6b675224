"""Phrases customers' letters with a model. The model is given the template alone: facts stay here, as marks that it must keep,
and are filled in afterwards. So it can neither learn nor change a name, a figure or a date."""

import re
from collections import Counter
from collections.abc import Mapping

import prompts
from bot.agents.openai.agent import ModelAgent
from bot.agents.openai.failures import ModelError
from bot.agents.openai.question import LANGUAGES
from tools.kit.evidence import unsupported
from tools.kit.letters import PLACE
from tools.kit.plainness import is_plain, tidied
from tools.kit.writer import ComposedWriter, Writer, filled, phrased

_LONGER = 1.6
"""How much longer than our own text a letter may get."""


class ModelWriter:
    """Our own text, put into other words where the model keeps what must be kept."""

    def __init__(self, agent: ModelAgent) -> None:
        self._agent = agent
        self._own: Writer = ComposedWriter()

    def write(self, template: str, facts: Mapping[str, str], *, language: str) -> str:
        """The model's wording of the template with the facts filled in; our own where it gives nothing that may be used."""
        draft = phrased(template, facts, language=language)
        if "\n" not in draft and len(draft) < 80:
            return self._own.write(template, facts, language=language)
        try:
            said = self._agent.say(prompts.filled("letter", language=LANGUAGES[language]), draft)
        except ModelError:
            return self._own.write(template, facts, language=language)
        if not is_faithful(said, draft, language):
            return self._own.write(template, facts, language=language)
        return filled(said.strip(), facts, language=language)


def is_faithful(said: str, draft: str, language: str) -> bool:
    """Whether a wording keeps every mark, and adds no figure, name, address or markup to what our own text says."""
    if Counter(PLACE.findall(said)) != Counter(PLACE.findall(draft)) or not 0 < len(said) <= _LONGER * len(draft) + 80:
        return False
    bare = PLACE.sub(" ", said)
    lines = [tidied(line) for line in re.split(r"\n+|(?<=[.!?。！？])\s*", bare) if line.strip(" .,;:")]
    return all(map(is_plain, lines)) and not unsupported(bare, {"own": PLACE.sub(" ", draft)}, language)
