"""Fits how sure the embedded agent says it is to how often it is right. Needs scikit-learn, which only development has."""

import json
from collections import Counter
from collections.abc import Sequence

from bot.agents.embedded.sureness import FITTED, likelihood_of, logit
from bot.evals import Result

_FEW = 8
"""A kind of fewer readings is measured with the others."""


def calibrate(results: Sequence[Result]) -> str:
    """Writes the slope and the offsets that fit these results; says so. The messages must be new to tables and examples."""
    from sklearn.linear_model import LogisticRegression

    known = [result for result in results if result.kind not in ("save", "discard", "more")]
    count = Counter(result.kind for result in known)
    kinds = sorted(name for name, times in count.items() if times >= _FEW)
    rows = [
        [logit(likelihood_of(result.confidence, result.kind)), *(float(result.kind == name) for name in kinds)]
        for result in known
    ]
    model = LogisticRegression(C=1.0).fit(rows, [result.right for result in known])
    slope, *weights = (float(value) for value in model.coef_[0])
    base = float(model.intercept_[0])
    offsets = {name: round(base + weight, 3) for name, weight in zip(kinds, weights, strict=True)}
    fitted = {"slope": round(slope, 3), "offsets": {"other": round(base, 3), **offsets}}
    FITTED.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")
    return f"{FITTED.name}: fitted to {len(known)} readings; run again to see how well"
