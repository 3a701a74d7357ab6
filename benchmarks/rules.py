"""Labelling rules on many paragraphs, against the same patterns in Python's own engine and in `regex`."""

import re
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import regex

from benchmarks.row import Row
from pipeline.files import read_jsonl
from pipeline.labelling.rules import Rule, load, sentences, votes
from pipeline.params import load as load_params
from pipeline.records import LabelledParagraph

PARAGRAPHS = 100_000
SAMPLE = 500
"""How many paragraphs the slow alternatives are timed on."""


def rows() -> list[Row]:
    """Paragraphs a second: train paragraphs over and over, and 100 rules, those shipped and again from the start."""
    labelled = read_jsonl(Path("data/labelled/train.jsonl"), LabelledParagraph, "run `make repro`")
    texts = [paragraph.text for _, paragraph in labelled]
    shipped = load(Path("data/rules.yaml"), load_params().labels)
    rules = tuple(shipped[i % len(shipped)] for i in range(100))
    many = [texts[i % len(texts)] for i in range(PARAGRAPHS)]
    ours = PARAGRAPHS / seconds(partial(votes, rules, many))
    return [
        Row(
            f"{PARAGRAPHS:,} paragraphs × 100 rules ({PARAGRAPHS / ours:.0f} s of one core)",
            ours,
            SAMPLE / seconds(partial(one_by_one, rules, many[:SAMPLE], engine)),
            "paragraphs/s",
            name,
        )
        for name, engine in [("Python's re", re.compile), ("regex", regex.compile)]
    ]


def one_by_one(rules: tuple[Rule, ...], texts: list[str], engine: Callable[..., re.Pattern[str]]) -> list[list[bool]]:
    """The same votes, one search a pattern."""
    compiled = [[engine(pattern, re.IGNORECASE) for pattern in rule.patterns] for rule in rules]
    table = []
    for text in texts:
        parts = sentences(text)
        table.append(
            [
                any(all(p.search(place) for p in patterns) for place in (parts if len(patterns) > 1 else [text]))
                for patterns in compiled
            ]
        )
    return table


def seconds(work: Callable[[], object]) -> float:
    """Seconds of one core, which a busy machine does not lengthen; nothing here runs in parallel."""
    start = time.process_time()
    work()
    return time.process_time() - start
