"""The sections of a QBR: which ones, in which order, as asked for."""

import re
from typing import Literal, get_args

from tools.kit.cards import Words, say
from tools.kit.names.folding import fold

Section = Literal["opening", "goals", "outcomes", "adoption", "not_worked", "support", "risks", "next", "question"]
SECTIONS: tuple[Section, ...] = get_args(Section)

TITLES: dict[Section, Words] = {
    "opening": say("Opening"),
    "goals": say("Why they bought"),
    "outcomes": say("Outcomes"),
    "adoption": say("Adoption"),
    "not_worked": say("What did not work"),
    "support": say("Support"),
    "risks": say("Dates to keep in mind"),
    "next": say("Next quarter"),
    "question": say("Question for the executive"),
}
_NAMES: dict[Section, str] = {
    "goals": "goal|objective|why they bought|objectif|ziel|目标",
    "outcomes": "outcome|result|roi|value|success|win|resultat|valeur|ergebnis|erfolg|nutzen|mehrwert|成果|价值|回报",
    "adoption": "adoption|usage|use of|active user|license|licence|seat|utilisation|nutzung|lizenz|使用|活跃|采用|账号",
    "not_worked": "did not work|didn't work|problem|issue|incident|escalation|escalade|schwierigkeit|eskalation|问题|故障",
    "support": "support|ticket|case|service desk|assistance|demande|supportfall|工单|技术支持|客服",
    "risks": "risk|date|renewal|contract|risque|contrat|renouvellement|risiko|vertrag|verlangerung|风险|合同|续约|续费",
    "next": "next quarter|next step|plan|roadmap|prochain|etape|feuille de route|nachst|schritte|下季度|下一步|计划",
    "question": "question|frage|提问",
}
_LINES: dict[str, tuple[str, ...]] = {
    "satisfaction|csat|rating|note|zufriedenheit|bewertung|满意度|评分": ("satisfaction", "satisfaction_answers"),
    "escalation|escalade|eskalation|升级": ("escalated_some",),
    "response|answer time|reponse|antwortzeit|响应": ("response_minutes", "response_hours"),
    "nps|promoter": (),
}
"""What can be left out line by line. There is nothing on NPS in a QBR yet, so that it is left out as it is."""


def sections_of(said: str | None) -> tuple[Section, ...]:
    """The sections that a focus or an exclusion names, in their usual order."""
    text = fold(said or "")
    return tuple(section for section in SECTIONS if section in _NAMES and _named(text, _NAMES[section]))


def facts_of(said: str | None) -> tuple[tuple[str, ...], bool]:
    """The facts that an exclusion names, and whether it named any line at all."""
    text = fold(said or "")
    named = [keys for names, keys in _LINES.items() if _named(text, names)]
    return tuple(key for keys in named for key in keys), bool(named)


def ordered(focus: tuple[Section, ...], exclude: tuple[Section, ...]) -> list[Section]:
    """The opening, what the focus is on, then the rest in its usual order, without what is excluded."""
    order: list[Section] = ["opening", *focus, *(section for section in SECTIONS if section not in focus)]
    return [section for section in dict.fromkeys(order) if section not in exclude]


def _named(text: str, names: str) -> bool:
    return any(name in text if not name.isascii() else re.search(rf"\b{name}", text) for name in names.split("|"))
