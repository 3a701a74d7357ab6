"""Scores of an exported transformer: onnxruntime and tokenizers, no torch."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Encoding, Tokenizer

from pipeline.models.decisions import FloatArray

NETWORK = "model.onnx"
TOKENIZER = "tokenizer.json"

_BATCH = 16


class OnnxTransformer:
    """A network that maps token ids to one logit a label."""

    def __init__(self, folder: Path, max_length: int) -> None:
        self._tokenizer = read_tokenizer(folder / TOKENIZER, max_length)
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(folder / NETWORK), options, providers=["CPUExecutionProvider"])

    def logits(self, texts: Sequence[str]) -> FloatArray:
        """Logits (n, k); texts of similar length run together, which spares padding."""
        encodings = self._tokenizer.encode_batch(list(texts))
        order = sorted(range(len(texts)), key=lambda i: len(encodings[i].ids))
        result: FloatArray | None = None
        for start in range(0, len(order), _BATCH):
            rows = order[start : start + _BATCH]
            logits = self._run([encodings[i] for i in rows])
            if result is None:
                result = np.zeros((len(texts), logits.shape[1]))
            result[rows] = logits
        return np.zeros((0, 0)) if result is None else result

    def _run(self, encodings: Sequence[Encoding]) -> FloatArray:
        length = max(len(encoding.ids) for encoding in encodings)
        ids = np.zeros((len(encodings), length), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding.ids)] = encoding.ids
            mask[row, : len(encoding.ids)] = 1
        (logits,) = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        return np.asarray(logits, dtype=np.float64)


def read_tokenizer(path: Path, max_length: int) -> Tokenizer:
    """The tokenizer with this truncation and no padding, whatever its file says."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_length)
    return tokenizer
