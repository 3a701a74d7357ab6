"""Options that several commands have."""

from typing import Annotated

import typer

ModelOption = Annotated[
    str | None,
    typer.Option(
        "--model",
        "-m",
        metavar="NAME|DIR",
        help="A model in models/, or the folder of one.  [default: transformer if trained, else the first by name]",
    ),
]
