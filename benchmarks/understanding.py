"""Understanding a message, by language, among 1,000 and 100,000 names of customers: nothing is run, only read."""

import json
import statistics
import tempfile
import time
from functools import partial
from pathlib import Path

from benchmarks.big_book import DIRECTOR, TODAY, fill
from benchmarks.table import Figure
from bot.agents.base import View
from bot.agents.embedded import EmbeddedAgent
from database.engine import Engine, open_engine, sqlite_url
from database.reader import Reader
from database.schema import upgrade
from tools.kit.names import NameIndex, RestrictedNames

MESSAGES = Path(__file__).resolve().parents[1] / "tests" / "evals" / "messages.jsonl"
SIZES = (1_000, 100_000)
LANGUAGES = ("en", "fr", "de", "zh")


def run() -> list[Figure]:
    """Median and 95th percentile of reading a message of our own set, which names other customers than the book has."""
    figures: list[Figure] = []
    said = [json.loads(line) for line in MESSAGES.read_text(encoding="utf-8").splitlines()]
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            engine = open_engine(sqlite_url(Path(folder) / "names.db"))
            upgrade(engine)
            fill(engine, accounts=size, activities=0)
            for language in LANGUAGES:
                texts = [str(row["text"]) for row in said if row["lang"] == language]
                seconds = _seconds(engine, texts)
                slowest = statistics.quantiles(seconds, n=20)[-1]
                name = f"{language}, {size:,} names"
                figures.append(Figure(f"understanding, median, {name}", "ms", statistics.median(seconds) * 1000))
                figures.append(Figure(f"understanding, 95th percentile, {name}", "ms", slowest * 1000))
            engine.dispose()
    return figures


def _seconds(engine: Engine, texts: list[str]) -> list[float]:
    agent, index = EmbeddedAgent(), NameIndex(engine)
    read = partial(Reader(engine).session, DIRECTOR)
    took: list[float] = []
    for round_ in range(2):
        for text in texts:
            view = View(today=TODAY, names=RestrictedNames(index, read), asker="Person 1", language="en")
            started = time.perf_counter()
            agent.read(text, [], view)
            if round_:  # the first round builds the index and reads the tables
                took.append(time.perf_counter() - started)
    return took
