"""Options that several commands have, and what follows from them."""

from collections.abc import Sequence
from typing import Annotated

import typer

from pipeline.errors import RegactError

ModelOption = Annotated[
    str | None,
    typer.Option(
        "--model",
        "-m",
        metavar="NAME|DIR",
        help="A model in models/, or the folder of one.  [default: transformer if trained, else the first by name]",
    ),
]


def label_set(own: Sequence[str] | None) -> tuple[str, ...]:
    """The labels to annotate with: those of params.yaml, or the model's ``own`` where there is no params.yaml."""
    from pipeline import params

    return params.load().labels if params.PATH.exists() or own is None else tuple(own)


def check_labels(place: object, own: Sequence[str], labels: Sequence[str]) -> None:
    """Refuse the model at ``place`` if its ``own`` labels are not those to annotate with.

    Raises:
        RegactError: it was trained for other labels.
    """
    from pipeline import params

    if set(own) != set(labels):
        raise RegactError(f"{place}: trained for other labels than {params.PATH} names; run `dvc repro` or add --blind")
