"""Options that several commands have, and what follows from them."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.errors import RegactError
from pipeline.messages import tell

if TYPE_CHECKING:
    from pipeline.models.model import Model
    from pipeline.models.operating_points import Figure, Goal

ModelOption = Annotated[
    str | None,
    typer.Option(
        "--model",
        "-m",
        metavar="NAME|DIR",
        help="A model in models/, or the folder of one.  [default: transformer if trained, else the first by name]",
    ),
]

MinPrecisionOption = Annotated[
    list[str] | None,
    typer.Option(
        "--min-precision",
        metavar="P|LABEL=P,…",
        help="Give a label only from the threshold that reached precision P on held-out text, at the best recall.",
    ),
]
MinRecallOption = Annotated[
    list[str] | None,
    typer.Option(
        "--min-recall",
        metavar="R|LABEL=R,…",
        help="Give a label from the threshold that reached recall R on held-out text, at the best precision.",
    ),
]


def at_operating_point(
    model: "Model", min_precision: Sequence[str] | None, min_recall: Sequence[str] | None
) -> "Model":
    """``model``, deciding by the thresholds that reach what the two options ask for; says on stderr which these are.

    Raises:
        RegactError: an unknown label, both options for one label, or a figure that was never reached.
    """
    if not min_precision and not min_recall:
        return model
    from pipeline.models.operating_points import choose

    curves = model.manifest.curves
    goals = _goals(model.labels, min_precision or (), min_recall or ())
    points = {label: choose(label, curves[label], goal) for label, goal in goals.items()}
    for label, point in points.items():
        tell(f"note: {label} from score {point.threshold:.4f}: {curves[label].describe(point)} on held-out text")
    return model.at({label: point.threshold for label, point in points.items()})


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


def _goals(labels: Sequence[str], min_precision: Sequence[str], min_recall: Sequence[str]) -> "dict[str, Goal]":
    """What is asked of each label; what names it goes before what is asked of all."""
    asked: dict[str, Goal] = {}
    for label, goal in chain(_parsed("precision", min_precision), _parsed("recall", min_recall)):
        if label and label not in labels:
            raise RegactError(f"{goal}: unknown label `{label}`; the model knows {', '.join(labels)}")
        if label in asked:
            what = f"`{label}`" if label else "all labels"
            raise RegactError(f"{goal}: {asked[label]} names {what} too; ask for one figure of a label")
        asked[label] = goal
    common = dict.fromkeys(labels, asked.pop("")) if "" in asked else {}
    return common | asked


def _parsed(figure: "Figure", values: Sequence[str]) -> "Iterator[tuple[str, Goal]]":
    """Label, or nothing for all, and goal of every part of the option's ``values``."""
    from pipeline.models.operating_points import Goal

    for part in (part.strip() for value in values for part in value.split(",")):
        label, _, number = part.rpartition("=")
        try:
            least = float(number)
        except ValueError:
            least = 0.0
        if not 0 < least <= 1:
            hint = f"--min-{figure}"
            raise typer.BadParameter(f"{part!r} is no number above 0 and up to 1, nor LABEL=NUMBER", param_hint=hint)
        yield label.strip(), Goal(figure, least)
