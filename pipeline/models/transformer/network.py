"""The network: a pre-trained encoder, the mean of its token vectors, one linear output a label."""

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel


class Network(nn.Module):
    """Multi-label classifier over mean-pooled token vectors.

    Mean pooling is what all-MiniLM-L6-v2 was trained with (Reimers and Gurevych, 2019, Sentence-BERT).
    """

    def __init__(self, base: Path, labels: int, attention: str = "sdpa") -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            base, dtype=torch.float32, attn_implementation=attention, local_files_only=True
        )
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Linear(self.encoder.config.hidden_size, labels)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, labels: Tensor | None = None) -> dict[str, Tensor]:
        """Token ids and mask (n, length) → ``logits`` (n, k), and with ``labels`` (n, k) the ``loss``."""
        vectors = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(vectors.dtype)
        mean = (vectors * mask).sum(1) / mask.sum(1).clamp(min=1.0)
        logits = self.head(self.dropout(mean))
        if labels is None:
            return {"logits": logits}
        return {"loss": nn.functional.binary_cross_entropy_with_logits(logits, labels), "logits": logits}
