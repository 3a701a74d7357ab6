"""Export of a trained network to ONNX."""

import warnings
from pathlib import Path

import torch
from torch import Tensor, nn

from pipeline.models.transformer.network import Network


class _Logits(nn.Module):
    """The exporter wants a tensor, not a dictionary."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        logits: Tensor = self.network(input_ids, attention_mask)["logits"]
        return logits


def export(network: Network, path: Path) -> None:
    """Write ``network`` (on the CPU, in fp32) to ``path`` as one file.

    The tracing exporter is used: the newer one needs a further package and writes graphs that the quantiser of
    onnxruntime refuses.
    """
    ids = torch.ones((2, 8), dtype=torch.int64)
    mask = torch.ones_like(ids)
    mask[1, 5:] = 0
    axes = {0: "texts", 1: "tokens"}
    with warnings.catch_warnings(), torch.inference_mode():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _Logits(network).eval(),
            (ids, mask),
            str(path),
            input_names=["input_ids", "attention_mask"],
            output_names=["logits"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "logits": {0: "texts"}},
            opset_version=17,
            dynamo=False,
        )
