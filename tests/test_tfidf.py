import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from pipeline.errors import RegactError
from pipeline.models import tfidf
from pipeline.models.bundle import FORMAT, Manifest
from pipeline.models.classifier import TrainingData
from pipeline.models.decisions import Calibration
from pipeline.models.tfidf import score, train
from pipeline.records import LabelledParagraph, paragraph_id

LABELS = ("ban", "penalty")
PARAMS = tfidf.Params(min_df=1, C=(1.0, 10.0), folds=3)
ANY_TEXT = st.text(max_size=60) | st.text(alphabet="abÀé ß\t\n.,'’1İ中́", max_size=40)


def paragraphs(n=60):
    texts = {
        (): "Shares of chip maker {} rose after it showed a faster phone.",
        ("ban",): "Country {} blocked the app and forbade its use on office phones.",
        ("penalty",): "The regulator fined company {} two million euros.",
        ("ban", "penalty"): "A court fined platform {} and blocked its service.",
    }
    rows = []
    for i in range(n):
        labels = list(texts)[i % 4]
        text = texts[labels].format(i)
        rows.append(
            LabelledParagraph(
                id=paragraph_id(text),
                document=f"d{i}",
                group=f"g{i // 2}",
                text=text,
                labels=labels,
                source="annotators",
            )
        )
    return rows


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tfidf")
    return folder, tfidf.fit(TrainingData(paragraphs(), paragraphs(8), LABELS, seed=1), PARAMS, folder)


def manifest(labels=LABELS):
    return Manifest(
        format=FORMAT,
        model="tfidf",
        labels=labels,
        thresholds={},
        calibration=Calibration(slope=(), intercept=()),
        params={},
        seed=0,
        data={},
        versions={},
        files={},
        curves={},
    )


def analyse(name, low, high):
    analyzer = {"word": "word", "char": "char_wb"}[name]
    return TfidfVectorizer(analyzer=analyzer, ngram_range=(low, high)).build_analyzer()


@given(text=ANY_TEXT, name=st.sampled_from(["word", "char"]), low=st.integers(1, 4), more=st.integers(0, 3))
@settings(max_examples=400, deadline=None)
def test_analysers_cut_text_as_scikit_learn_does(text, name, low, more):
    ours = sorted(score.ANALYZERS[name](text, low, low + more))
    assert ours == sorted(analyse(name, low, low + more)(text))


def test_scores_equal_scikit_learns(trained, tmp_path):
    texts = [p.text for p in paragraphs()]
    truth = np.array([[label in p.labels for label in LABELS] for p in paragraphs()])
    vectorizers = train._vectorizers(PARAMS)
    features = train._fit_transform(vectorizers, texts)
    setting = train.Setting(C=10.0, class_weight="none")
    coefficients, intercept = train._regressions(features, truth, setting)
    train._fit_scorer(texts, truth, setting, PARAMS).save(tmp_path)
    scorer = tfidf.load(tmp_path, manifest())
    rng = np.random.default_rng(0)
    alphabet = list("abcdefghijklmnop  rstuv .,é中ßİ\t\n")
    noise = ["".join(rng.choice(alphabet, rng.integers(0, 80))) for _ in range(500)]
    mixed = [f"{texts[i % len(texts)]} {noise[i]}" for i in range(500)]
    for batch in (texts, noise, mixed, [""]):
        expected = train._transform(vectorizers, batch) @ coefficients + intercept
        assert np.abs(scorer.logits(batch) - expected).max() < 1e-9


def test_it_learns_and_a_text_scores_the_same_in_any_batch(trained):
    folder, _ = trained
    scorer = tfidf.load(folder, manifest())
    texts = ["The regulator fined the platform.", "They blocked the app.", "A faster phone."]
    logits = scorer.logits(texts)
    assert logits[0, 1] > logits[1, 1]
    assert logits[1, 0] > logits[2, 0]
    assert all(np.array_equal(scorer.logits([text])[0], row) for text, row in zip(texts, logits, strict=True))


def test_held_out_logits_cover_train_and_the_history_the_grid(trained):
    _, fitted = trained
    assert fitted.logits.shape == fitted.truth.shape == (60, 2)
    assert (np.abs(fitted.logits).sum(1) > 0).all()
    assert [row["C"] for row in fitted.history] == [1.0, 10.0]


def test_training_twice_gives_the_same_bytes(trained, tmp_path):
    folder, _ = trained
    tfidf.fit(TrainingData(paragraphs(), [], LABELS, seed=1), PARAMS, tmp_path)
    files = sorted(p.name for p in folder.iterdir())
    assert files == sorted(p.name for p in tmp_path.iterdir())
    assert all((folder / name).read_bytes() == (tmp_path / name).read_bytes() for name in files)


def test_a_label_nobody_has_is_survived(tmp_path):
    fitted = tfidf.fit(TrainingData(paragraphs(), [], (*LABELS, "licence"), seed=1), PARAMS, tmp_path)
    assert (fitted.logits[:, 2] < -3).all()


def test_one_group_cannot_be_cross_validated(tmp_path):
    rows = paragraphs(2)
    with pytest.raises(RegactError, match="two events"):
        tfidf.fit(TrainingData(rows, [], LABELS, seed=1), PARAMS, tmp_path)


def test_no_terms_left_is_explained(tmp_path):
    with pytest.raises(RegactError, match="lower `tfidf.min_df`"):
        tfidf.fit(TrainingData(paragraphs(), [], LABELS, seed=1), tfidf.Params(min_df=500), tmp_path)


def test_weights_of_other_labels_are_refused(trained):
    with pytest.raises(RegactError, match="do not fit"):
        tfidf.load(trained[0], manifest((*LABELS, "third")))
