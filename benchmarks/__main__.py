"""Print the comparisons and write them to ``benchmarks/results.md``.

Every row is a ratio between two things measured in this run on this machine, because seconds of other machines say
little. Needs trained models: run ``make repro`` first.
"""

import importlib
import os
import platform
import sys
from pathlib import Path

from pipeline.files import write_text

TOPICS = ("predict", "rules")
"""Modules beside this one; each has ``rows() -> list[Row]``."""

RESULTS = Path(__file__).parent / "results.md"


def main() -> None:
    rows = [row for topic in TOPICS for row in importlib.import_module(f"benchmarks.{topic}").rows()]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`. Compare the factors, not the seconds: they come from one run on one machine",
        f"({platform.machine()}, {cores} cores, Python {platform.python_version()}).",
        "",
        "| | regact | alternative | which | factor |",
        "|---|---|---|---|---|",
        *map(str, rows),
    ]
    page = "\n".join(lines) + "\n"
    write_text(RESULTS, page)
    sys.stdout.write(page)


if __name__ == "__main__":
    main()
