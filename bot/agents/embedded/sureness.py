"""How often a reading like this is right: the likelihood of its tool, put right by what was measured.

A likelihood says how sure the tool is; whether all of its arguments are right besides depends on the tool: an email has more
of them than a look-up. `sureness.json` holds a slope and one offset a tool (Platt's scaling: Platt 1999), fitted to messages
that no table and no example was written from (`python -m bot evals FILES --calibrate`).
"""

import json
import math
from functools import cache
from pathlib import Path

from bot.agents.base import Reading

FITTED = Path(__file__).with_name("sureness.json")
_LEAST = 0.001
"""Likelihoods of 0 and 1 have no logarithm."""


@cache
def _fitted() -> tuple[float, dict[str, float]]:
    fitted = json.loads(FITTED.read_text(encoding="utf-8"))
    return float(fitted["slope"]), {str(name): float(value) for name, value in fitted["offsets"].items()}


def sure(likelihood: float, kind_: str) -> float:
    """The probability that a reading is right in tool and all arguments. `kind`: see `kind`."""
    slope, offsets = _fitted()
    score = slope * logit(likelihood) + offsets.get(kind_, offsets["other"])
    return round(1 / (1 + math.exp(-score)), 3)


def kind(reading: Reading) -> str:
    """What a reading is measured with: its tool, "several", or its decision."""
    if reading.decision != "call":
        return reading.decision
    return reading.calls[0].tool if len(reading.calls) == 1 else "several"


def likelihood_of(probability: float, kind_: str) -> float:
    """The likelihood that `sure` was given: the other way round, for fitting anew."""
    slope, offsets = _fitted()
    score = (logit(probability) - offsets.get(kind_, offsets["other"])) / slope
    return 1 / (1 + math.exp(-score))


def logit(share: float) -> float:
    """The logarithm of the odds."""
    share = min(max(share, _LEAST), 1 - _LEAST)
    return math.log(share / (1 - share))
