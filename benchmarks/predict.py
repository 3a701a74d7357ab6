"""Labelling: a fresh process for one text, and paragraphs a second in a warm one."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import alternatives
from benchmarks.row import Row
from pipeline.files import read_jsonl
from pipeline.models.model import load
from pipeline.records import LabelledParagraph

TEXT = "The regulator fined the platform 5 million euros and ordered it to switch off the unlicensed chatbot."
TEST = Path("data/labelled/test.jsonl")
RUNS = 5


def rows() -> list[Row]:
    """Cold starts, their memory, and throughput of both models."""
    subprocess.run([sys.executable, "-m", "benchmarks.alternatives", "prepare"], check=True)
    texts = [row.text for _, row in read_jsonl(TEST, LabelledParagraph, "run `make repro`")]
    return [row for model in alternatives.NAMES for row in [*cold_start(model), throughput(model, texts)]]


def cold_start(model: str) -> list[Row]:
    """Median wall seconds and peak memory of a fresh process that labels one text."""
    ours = fresh([sys.executable, "-m", "pipeline.cli", "predict", "--model", model, "--text", TEXT])
    other = fresh([sys.executable, "-m", "benchmarks.alternatives", model, TEXT])
    name = alternatives.NAMES[model]
    return [
        Row(f"{model}: one text, fresh process, median of {RUNS}", ours[0], other[0], "s", name),
        Row(f"{model}: peak memory of that process", ours[1], other[1], "MB", name),
    ]


def throughput(model: str, texts: list[str]) -> Row:
    """Paragraphs a second over the test split, loading not counted."""
    ours, other = rate(load(Path("models") / model).predict, texts), rate(alternatives.LOAD[model](), texts)
    return Row(f"{model}: {len(texts)} test paragraphs, warm", ours, other, "paragraphs/s", alternatives.NAMES[model])


def fresh(command: list[str]) -> tuple[float, float]:
    """Median wall seconds and peak resident megabytes of ``command``."""
    measure = [sys.executable, "-m", "benchmarks.fresh", str(RUNS), *command]
    seconds, megabytes = json.loads(subprocess.run(measure, check=True, stdout=subprocess.PIPE).stdout)
    return seconds, megabytes


def rate(predict: Callable[[list[str]], object], texts: list[str]) -> float:
    predict(texts[:16])
    start = time.perf_counter()
    predict(texts)
    return len(texts) / (time.perf_counter() - start)
