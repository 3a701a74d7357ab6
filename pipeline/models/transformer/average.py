"""Exponential moving average of the weights over training steps.

The average of the last few hundred steps generalises better than the last step and needs no tuning of when to stop
(Polyak and Juditsky, 1992, Acceleration of stochastic approximation by averaging; Tarvainen and Valpola, 2017, Mean
teachers are better role models). It costs one copy of the weights and no further training.
"""

from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments
from transformers.trainer_utils import get_last_checkpoint

RAW = "raw.safetensors"
"""The weights that training goes on from, beside the average in a checkpoint."""


class WeightAverage(TrainerCallback):
    """Lets the Trainer evaluate, save and pick the averaged weights, and go on training with its own.

    At the end of an epoch the average takes the weights' place; it is evaluated and saved, so that the best checkpoint
    is the best average. After saving the weights come back. So evaluation and saving must both happen every epoch.
    """

    def __init__(self, model: nn.Module, decay: float) -> None:
        self._parameters = {name: weight for name, weight in model.named_parameters() if weight.requires_grad}
        self._decay = decay
        self._stored = self._copy()
        """The average during an epoch; the training weights while the average is in their place."""

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        """A resumed run finds the average in the place of the weights."""
        self._stored = self._copy()
        if state.global_step:
            last = get_last_checkpoint(args.output_dir)  # type: ignore[no-untyped-call]
            self._fill(load_file(Path(str(last)) / RAW))

    def on_step_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any) -> None:
        """Move the average towards the weights, faster in the first steps, where the weights still move far."""
        step = state.global_step
        rate = 1 - min(self._decay, (1 + step) / (10 + step))
        with torch.no_grad():
            for name, parameter in self._parameters.items():
                self._stored[name].lerp_(parameter, rate)

    def on_epoch_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        """Put the average in the place of the weights."""
        self._swap()

    def on_save(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any) -> None:
        """Put the weights back, and keep a copy beside the saved average."""
        self._swap()
        weights = {name: parameter.detach().contiguous() for name, parameter in self._parameters.items()}
        save_file(weights, Path(str(args.output_dir)) / f"checkpoint-{state.global_step}" / RAW)

    def _copy(self) -> dict[str, Tensor]:
        return {name: parameter.detach().clone() for name, parameter in self._parameters.items()}

    def _swap(self) -> None:
        other = self._stored
        self._stored = self._copy()
        self._fill(other)

    def _fill(self, values: dict[str, Tensor]) -> None:
        with torch.no_grad():
            for name, parameter in self._parameters.items():
                parameter.copy_(values[name])
