"""The trained models keep their limits, as far as their committed reports tell.

`dvc repro` only warns, so that nobody's training is stopped by a swapped name; this test is what notices
(docs/behaviour.md).
"""

from pathlib import Path

import pytest

from pipeline import params as parameters
from pipeline.evaluation.behaviour.limits import breaches, judged
from pipeline.evaluation.behaviour.report import read
from pipeline.evaluation.behaviour.wording import described

ROOT = Path(__file__).parents[1]
PARAMS = parameters.load(ROOT / "params.yaml")


@pytest.mark.parametrize("name", PARAMS.behaviour.gate)
def test_limits_are_kept(name):
    path = ROOT / "reports" / name / "behaviour.json"
    if name not in PARAMS.models or not path.exists():
        pytest.skip(f"{name} is not trained: no {path.relative_to(ROOT)}; run `dvc repro behave@{name}`")
    new, mended = judged(breaches(read(path), PARAMS.behaviour), PARAMS.behaviour.gate[name])
    assert not new, f"{name} breaks limits beyond chance:\n" + "\n".join(map(described, new))
    assert not mended, f"{name} keeps limits it was known to break; remove from behaviour.gate: {', '.join(mended)}"
