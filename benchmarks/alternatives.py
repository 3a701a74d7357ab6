"""What people would use without regact: the same models in scikit-learn with joblib, and in torch with transformers."""

import sys
from collections.abc import Callable
from pathlib import Path

FOLDER = Path(".cache/benchmarks")
TRAIN = Path("data/labelled/train.jsonl")

Predict = Callable[[list[str]], object]


def prepare() -> None:
    """Fit and save both. Speed depends on the shape alone, so the network's head stays untrained."""
    import joblib
    import msgspec
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.pipeline import make_pipeline, make_union
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    from pipeline import params as parameters
    from pipeline.files import read_jsonl
    from pipeline.models.classifier import truth_of
    from pipeline.models.tfidf import Params
    from pipeline.models.transformer.base import folder_of
    from pipeline.records import LabelledParagraph

    FOLDER.mkdir(parents=True, exist_ok=True)
    params = parameters.load()
    tfidf = parameters.section(params, "tfidf", Params)
    rows = [row for _, row in read_jsonl(TRAIN, LabelledParagraph)]
    common = {"sublinear_tf": True, "min_df": tfidf.min_df, "max_features": tfidf.max_features, "dtype": np.float64}
    pipeline = make_pipeline(
        make_union(
            TfidfVectorizer(ngram_range=tfidf.word_ngrams, **common),
            TfidfVectorizer(analyzer="char_wb", ngram_range=tfidf.char_ngrams, **common),
        ),
        OneVsRestClassifier(LogisticRegression(C=tfidf.C[-1], solver="liblinear")),
    )
    joblib.dump(pipeline.fit([row.text for row in rows], truth_of(rows, params.labels)), FOLDER / "tfidf.joblib")
    base = folder_of(str(msgspec.to_builtins(params.sections["transformer"]["base"])))
    network = AutoModelForSequenceClassification.from_pretrained(
        base, num_labels=len(params.labels), problem_type="multi_label_classification"
    )
    network.save_pretrained(FOLDER / "transformer")
    AutoTokenizer.from_pretrained(base).save_pretrained(FOLDER / "transformer")


def load_tfidf() -> Predict:
    import joblib

    pipeline = joblib.load(FOLDER / "tfidf.joblib")
    return pipeline.predict_proba


def load_transformer() -> Predict:
    from transformers import pipeline

    classify = pipeline("text-classification", model=str(FOLDER / "transformer"), top_k=None, device="cpu")
    return lambda texts: classify(sorted(texts, key=len), batch_size=16, truncation=True, max_length=256)


NAMES = {
    "transformer": "transformers.pipeline, batches of 16 sorted by length",
    "tfidf": "scikit-learn predict_proba, joblib",
}
LOAD: dict[str, Callable[[], Predict]] = {"tfidf": load_tfidf, "transformer": load_transformer}

if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare()
    else:
        print(LOAD[sys.argv[1]]()([sys.argv[2]]))
