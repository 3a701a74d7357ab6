"""Fine-tuning with the transformers Trainer."""

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import torch
from datasets import Dataset
from transformers import (
    AutoTokenizer,
    DataCollatorWithPadding,
    EvalPrediction,
    Trainer,
    TrainingArguments,
    set_seed,
)
from transformers.trainer_utils import get_last_checkpoint

from pipeline.models.classifier import Fitted, TrainingData, truth_of
from pipeline.models.decisions import fit_thresholds, sigmoid
from pipeline.models.transformer.average import WeightAverage
from pipeline.models.transformer.base import folder_of
from pipeline.models.transformer.export import export
from pipeline.models.transformer.network import Network
from pipeline.models.transformer.score import NETWORK, TOKENIZER, OnnxTransformer
from pipeline.records import LabelledParagraph

if TYPE_CHECKING:
    from pipeline.models.transformer import Params

CHECKPOINTS = Path(".cache/training")
"""Outside the bundle, because DVC removes outputs before it runs a stage, and an interrupted run should resume."""


def fit(data: TrainingData, params: "Params", folder: Path) -> Fitted:
    """Fine-tune, keep the averaged weights of the best epoch on validation, export them, score validation as served."""
    torch.set_num_threads(params.threads)
    base = folder_of(params.base)
    checkpoints = CHECKPOINTS / _fingerprint(data, params)
    trainer = _trainer(data, params, base, checkpoints)
    trainer.train(resume_from_checkpoint=_last(checkpoints))
    # A network of its own, because mixed precision leaves the trained one wrapped.
    network = Network(base, len(data.labels))
    network.load_state_dict(trainer.accelerator.unwrap_model(trainer.model, keep_fp32_wrapper=False).state_dict())
    export(network.cpu(), folder / NETWORK)
    shutil.copyfile(base / TOKENIZER, folder / TOKENIZER)
    logits = OnnxTransformer(folder, params.max_length).logits([p.text for p in data.validation])
    history = _history(trainer.state.log_history)
    shutil.rmtree(checkpoints)
    return Fitted(logits=logits, truth=truth_of(data.validation, data.labels), history=history)


def _trainer(data: TrainingData, params: "Params", base: Path, checkpoints: Path) -> Trainer:
    set_seed(data.seed)
    tokenizer = AutoTokenizer.from_pretrained(base, local_files_only=True)

    def dataset(paragraphs: Sequence[LabelledParagraph]) -> Dataset:
        rows = Dataset.from_dict(
            {
                "text": [p.text for p in paragraphs],
                "labels": truth_of(paragraphs, data.labels).astype(np.float32).tolist(),
            }
        )
        return rows.map(
            lambda batch: tokenizer(
                batch["text"], truncation=True, max_length=params.max_length, return_token_type_ids=False
            ),
            batched=True,
            remove_columns=["text"],
        )

    cuda = torch.cuda.is_available()
    arguments = TrainingArguments(
        output_dir=str(checkpoints),
        num_train_epochs=params.epochs,
        per_device_train_batch_size=params.batch_size,
        per_device_eval_batch_size=32,
        learning_rate=params.learning_rate,
        weight_decay=params.weight_decay,
        warmup_steps=params.warmup,
        lr_scheduler_type="linear",
        bf16=wants_bf16(params.bf16),
        use_cpu=not cuda,
        dataloader_pin_memory=cuda,
        train_sampling_strategy="group_by_length",
        eval_strategy="epoch",
        save_strategy="epoch",
        logging_strategy="epoch",
        save_total_limit=1,
        load_best_model_at_end=True,
        metric_for_best_model="macro_f1",
        seed=data.seed,
        data_seed=data.seed,
        report_to="none",
    )
    network = Network(base, len(data.labels))
    if params.freeze_embeddings:
        network.freeze_embeddings()
    return Trainer(
        model=network,
        args=arguments,
        optimizers=(_optimizer(network, params), None),
        train_dataset=dataset(data.train),
        eval_dataset=dataset(data.validation),
        data_collator=DataCollatorWithPadding(tokenizer),
        compute_metrics=_metrics,
        callbacks=[WeightAverage(network, params.average)],
    )


def _optimizer(network: Network, params: "Params") -> torch.optim.Optimizer:
    """AdamW with a learning rate that falls from layer to layer towards the input.

    What the lower layers know of the language is worth keeping (Howard and Ruder, 2018, Universal language model
    fine-tuning for text classification, section 3.2). Biases and norms are not decayed, as is usual.
    """
    groups: dict[tuple[int, bool], list[torch.nn.Parameter]] = {}
    for depth, parameter in network.by_depth():
        if parameter.requires_grad:
            groups.setdefault((depth, parameter.ndim > 1), []).append(parameter)
    return torch.optim.AdamW(
        [
            {
                "params": parameters,
                "lr": params.learning_rate * params.layer_decay**depth,
                "weight_decay": params.weight_decay if decayed else 0.0,
            }
            for (depth, decayed), parameters in groups.items()
        ],
        fused=True,
    )


def wants_bf16(setting: str) -> bool:
    """Whether to multiply in bfloat16: ``auto`` means where hardware makes that faster.

    Of processors these are the ones with matrix tiles (AMX). The plain AVX-512 instructions do not suffice: on an Intel
    processor that has only these, a training step took 1.5 times as long as in fp32, while on an AMD one it was faster.
    """
    if setting != "auto":
        return setting == "on"
    if torch.cuda.is_available():
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    flags = Path("/proc/cpuinfo")
    return flags.is_file() and "amx_bf16" in flags.read_text()


def _last(checkpoints: Path) -> str | None:
    """The newest checkpoint of an interrupted run, if there is one."""
    return get_last_checkpoint(str(checkpoints)) if checkpoints.is_dir() else None  # type: ignore[no-untyped-call]


def _metrics(prediction: EvalPrediction) -> dict[str, float]:
    """Macro-F1 at the thresholds that are best on the same texts, as they will be chosen for the bundle."""
    truth = np.asarray(prediction.label_ids) > 0.5
    scores = sigmoid(np.asarray(prediction.predictions, dtype=np.float64))
    decided = scores >= fit_thresholds(scores, truth)
    hits = (decided & truth).sum(0)
    f1 = 2 * hits / np.maximum(decided.sum(0) + truth.sum(0), 1)
    return {"macro_f1": float(f1.mean())}


def _history(log: Sequence[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """One row an epoch from the Trainer's log, without its timings, which never repeat."""
    training = {entry["epoch"]: entry["loss"] for entry in log if "loss" in entry}
    return tuple(
        {
            "step": int(entry["epoch"]),
            "score": round(entry["eval_macro_f1"], 4),
            "train_loss": round(training[entry["epoch"]], 4),
            "validation_loss": round(entry["eval_loss"], 4),
        }
        for entry in log
        if "eval_loss" in entry
    )


def _fingerprint(data: TrainingData, params: "Params") -> str:
    """Names the checkpoints, so that only a run with the same data and parameters resumes from them."""
    content = msgspec.json.encode([data.train, data.validation, data.labels, data.seed, params])
    return hashlib.sha256(content).hexdigest()[:16]
