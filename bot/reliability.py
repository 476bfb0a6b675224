"""Whether an agent is as sure as it is right: of the readings that it called 80 to 90 % sure, how many were right."""

from collections.abc import Iterator, Sequence

STEPS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95)
"""Where each step of the table begins; the last ends at 1."""


def reliability(told: Sequence[tuple[float, bool]]) -> Iterator[str]:
    """The table, line by line. `told`: of each reading its probability, 0 to 1, and whether it was right."""
    yield "reliability (said sure, readings, mean said, right):"
    for start, end in zip(STEPS, (*STEPS[1:], 1.01), strict=True):
        inside = [(sure, right) for sure, right in told if start <= sure < end]
        if inside:
            said = sum(sure for sure, _ in inside) / len(inside)
            right = sum(right for _, right in inside) / len(inside)
            yield f"  {start:.0%} to {min(end, 1):.0%}: {len(inside)} readings, said {said:.0%}, right {right:.0%}"
    yield f"  error of calibration: {calibration_error(told):.1%}"


def calibration_error(told: Sequence[tuple[float, bool]]) -> float:
    """How far what is said lies from what is right, over the steps, weighted by their readings: the expected
    calibration error, 0 to 1 (Naeini, Cooper, Hauskrecht 2015, with the steps above for bins)."""
    error = 0.0
    for start, end in zip(STEPS, (*STEPS[1:], 1.01), strict=True):
        inside = [(sure, right) for sure, right in told if start <= sure < end]
        error += abs(sum(sure for sure, _ in inside) - sum(right for _, right in inside))
    return error / len(told) if told else 0.0


def threshold(told: Sequence[tuple[float, bool]], precision: float) -> float | None:
    """The least probability from which on readings are right at `precision`; None where none is."""
    ordered = sorted(told, reverse=True)
    right, found = 0, None
    for count, (sure, is_right) in enumerate(ordered, 1):
        right += is_right
        if right / count >= precision and count >= 20:
            found = sure
    return found
