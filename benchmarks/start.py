"""From process start to an answer: `ask` on the sample book against a process that only imports what we stand on."""

import os
import statistics
import subprocess
import sys
import tempfile
import time

from benchmarks.table import Figure

BARE = [sys.executable, "-c", "import sqlalchemy.orm, pydantic, typer"]
RUNS = 9


def run() -> list[Figure]:
    """Medians over interleaved runs, and the peak memory of an answer."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"PATH": os.environ["PATH"], "STEWARD_DATA": folder, "HOME": folder}
        renewals = [sys.executable, "-m", "bot", "ask", "which accounts renew this month"]
        guidance = [sys.executable, "-m", "bot", "ask", "how do I defend the price to a CFO"]
        _seconds(renewals, environment)  # makes the sample book
        _seconds(guidance, environment)  # indexes the documents
        ours, theirs, advice = [], [], []
        for _ in range(RUNS):
            theirs.append(_seconds(BARE, environment)[0])
            ours.append(_seconds(renewals, environment))
            advice.append(_seconds(guidance, environment))
    against = "a process that imports sqlalchemy.orm, pydantic, typer"
    bare = statistics.median(theirs)
    return [
        Figure("`ask` renewals, from process start", "s", _median(ours, 0), bare, against, "at most 2"),
        Figure("`ask` renewals, peak memory", "MB", _median(ours, 1), goal="at most 200 MB"),
        Figure("`ask` guidance, from process start", "s", _median(advice, 0), bare, against),
        Figure("`ask` guidance, peak memory", "MB", _median(advice, 1)),
    ]


def _median(runs: list[tuple[float, float]], place: int) -> float:
    return statistics.median(run[place] for run in runs)


def _seconds(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Wall seconds and peak resident megabytes of one process."""
    started = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command} ended with {process.returncode}")
    return time.perf_counter() - started, usage.ru_maxrss / 1024
