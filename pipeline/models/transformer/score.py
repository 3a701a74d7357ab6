"""Scores of an exported transformer: onnxruntime and tokenizers, no torch."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from pipeline.models.decisions import FloatArray

NETWORK = "model.onnx"
TOKENIZER = "tokenizer.json"


class OnnxTransformer:
    """A network that maps token ids to one logit a label.

    Every text runs by itself, on one core: in a batch, matrix products of another shape add in another order, and the
    last bits of a score would depend on the other texts. Cores share out the texts, which on two of them is as fast as
    batches of 16 that share out each product.
    """

    def __init__(self, folder: Path, max_length: int) -> None:
        self._tokenizer = read_tokenizer(folder / TOKENIZER, max_length)
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(folder / NETWORK), options, providers=["CPUExecutionProvider"])

    def logits(self, texts: Sequence[str]) -> FloatArray:
        """Logits (n, k), whose rows do not depend on each other, on their order, or on the number of cores."""
        with ThreadPoolExecutor(os.cpu_count()) as cores:
            return np.array(list(cores.map(self._logits, texts)), dtype=np.float64)

    def _logits(self, text: str) -> FloatArray:
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        (logits,) = self._session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        return np.asarray(logits[0], dtype=np.float64)


def read_tokenizer(path: Path, max_length: int) -> Tokenizer:
    """The tokenizer with this truncation and no padding, whatever its file says."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_length)
    return tokenizer
