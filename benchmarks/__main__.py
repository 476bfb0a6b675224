"""python -m benchmarks [NAME …] [--json]: each bench is a file here with `def run() -> list[Figure]`."""

import argparse
import json
from importlib import import_module
from pathlib import Path

from benchmarks.table import Figure, markdown

NOT_BENCHES = {"__init__", "__main__", "table", "big_book"}


def names() -> list[str]:
    """Every bench: the files of this folder."""
    return sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in NOT_BENCHES)


def main() -> None:
    """Runs the benches that are named, or all, and prints their table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(names())}")
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    wanted = parser.parse_args()
    unknown = set(wanted.names) - set(names())
    if unknown:
        parser.error(f"no bench is called {', '.join(sorted(unknown))}")
    figures: list[Figure] = []
    for name in wanted.names or names():
        figures += import_module(f"benchmarks.{name}").run()
    print(json.dumps([figure.data() for figure in figures], indent=2) if wanted.json else markdown(figures))


if __name__ == "__main__":
    main()
