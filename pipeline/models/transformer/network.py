"""The network: a pre-trained encoder, the mean of its token vectors, one linear output a label."""

import re
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel


class Network(nn.Module):
    """Multi-label classifier over mean-pooled token vectors.

    Mean pooling is what all-MiniLM-L6-v2 was trained with (Reimers and Gurevych, 2019, Sentence-BERT).
    """

    def __init__(self, base: Path, labels: int) -> None:
        super().__init__()
        # Written-out ("eager") attention: on short paragraphs and a processor it trains faster than the fused kind
        # (405 against 462 ms a step), and it is what the exporter can trace.
        self.encoder = AutoModel.from_pretrained(
            base, dtype=torch.float32, attn_implementation="eager", local_files_only=True
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

    def freeze_embeddings(self) -> None:
        """Leave everything below the lowest layer as it was pre-trained."""
        for depth, parameter in self.by_depth():
            if depth == self.encoder.config.num_hidden_layers:
                parameter.requires_grad_(False)

    def by_depth(self) -> Iterator[tuple[int, nn.Parameter]]:
        """Every weight with its distance from the output: the head and the top layer 0, the layer below 1, and so on.

        The embeddings lie one below the lowest layer, as does whatever else stands outside the layers.
        """
        layers = self.encoder.config.num_hidden_layers
        for name, parameter in self.named_parameters():
            layer = re.search(r"\.layers?\.(\d+)\.", name)
            if name.startswith("head."):
                yield 0, parameter
            else:
                yield layers - 1 - int(layer[1]) if layer else layers, parameter
