"""The first, the second, the last of what was listed."""

import re

_ORDINALS: tuple[tuple[str, int], ...] = (
    (r"\b(?:first|1st|premiere?|erste[nrs]?)\b|第一|^\s*1\s*$", 0),
    (r"\b(?:second|2nd|deuxieme|zweite[nrs]?)\b|第二|^\s*2\s*$", 1),
    (r"\b(?:third|3rd|troisieme|dritte[nrs]?)\b|第三|^\s*3\s*$", 2),
    (r"\b(?:fourth|4th|quatrieme|vierte[nrs]?)\b|第四", 3),
    (r"\b(?:fifth|5th|cinquieme|funfte[nrs]?)\b|第五", 4),
    (r"\b(?:last one|derniere?|letzte[nrs]?)\b|最后(?:一个|那个)", -1),
)  # fmt: skip


def ordinal(low: str) -> int | None:
    """The place that folded words name, counted from 0 (-1: the last); None where they name none."""
    return next((number for pattern, number in _ORDINALS if re.search(pattern, low)), None)
