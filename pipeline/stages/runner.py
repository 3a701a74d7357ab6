"""What every stage does around its own work: a quiet, offline, deterministic process and one-line errors."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from pipeline.errors import RegactError

_ENVIRONMENT = {
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "MPLBACKEND": "agg",
    # cuBLAS is deterministic only with a fixed workspace.
    "CUBLAS_WORKSPACE_CONFIG": ":4096:8",
}


def say(message: str) -> None:
    """Tell the user something on stderr, where it stays out of any data on stdout."""
    sys.stderr.write(f"{message}\n")


def argument(what: str) -> str:
    """The stage's one argument.

    Raises:
        RegactError: it is missing, or there are more.
    """
    if len(sys.argv) != 2:
        raise RegactError(f"{Path(sys.argv[0]).name}: takes one argument, {what}; run `dvc repro` to run all stages")
    return sys.argv[1]


def run(stage: Callable[[], None]) -> None:
    """Run ``stage``; a :class:`RegactError` becomes one line on stderr and exit code 1.

    The environment is set before the stage imports heavy libraries, which read it on import. A variable that the user
    has set already wins.
    """
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    try:
        stage()
    except RegactError as error:
        say(f"error: {error}")
        sys.exit(1)
