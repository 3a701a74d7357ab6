"""What the experiments with trained models have in common on the command line."""

import argparse
from pathlib import Path

REPORTS = Path("reports/experiments")


def parser(description: str) -> argparse.ArgumentParser:
    """A parser with the options that all of them take."""
    common = argparse.ArgumentParser(description=description)
    common.add_argument("--seeds", type=int, nargs="+", default=[17, 18, 19], help="one training a seed")
    common.add_argument("--real", type=Path, help="a file of labelled paragraphs from elsewhere, to measure on too")
    common.add_argument("--limit", type=int, help="take so many paragraphs of every file, to try the experiment out")
    common.add_argument("--output", type=Path, default=REPORTS, help=f"folder of the report (default {REPORTS})")
    return common
