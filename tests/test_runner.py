import os

import pytest

from pipeline.errors import RegactError
from pipeline.stages import runner


def test_an_error_is_one_line_and_exit_code_1(capsys):
    def stage():
        raise RegactError("data/x.jsonl:3: broken; mend it")

    with pytest.raises(SystemExit) as exit_:
        runner.run(stage)
    assert exit_.value.code == 1
    assert capsys.readouterr().err == "error: data/x.jsonl:3: broken; mend it\n"


def test_a_bug_is_not_hidden():
    def stage():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        runner.run(stage)


def test_stages_run_offline_unless_the_user_says_otherwise(monkeypatch):
    seen = {}
    monkeypatch.delenv("HF_HUB_DISABLE_TELEMETRY", raising=False)
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    runner.run(lambda: seen.update(os.environ))
    assert seen["HF_HUB_OFFLINE"] == "0"
    assert seen["HF_HUB_DISABLE_TELEMETRY"] == "1"
