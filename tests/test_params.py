from pathlib import Path

import pytest

from pipeline import params as parameters
from pipeline.errors import RegactError
from pipeline.models.tfidf import Params as TfidfParams
from pipeline.models.transformer import Params as TransformerParams

SHIPPED = Path(__file__).parents[1] / "params.yaml"


def changed(tmp_path, old, new):
    """The shipped params.yaml with one change."""
    text = SHIPPED.read_text()
    assert old in text
    path = tmp_path / "params.yaml"
    path.write_text(text.replace(old, new, 1))
    return path


def line_of(path, start):
    return next(n for n, line in enumerate(path.read_text().splitlines(), 1) if line.strip().startswith(start))


def test_the_shipped_file_is_valid():
    params = parameters.load(SHIPPED)
    assert params.labels == ("ban", "registration", "penalty", "policy_statement")
    for name in params.models:
        assert params.sections[name]
    assert parameters.section(params, "tfidf", TfidfParams, SHIPPED).word_ngrams == (1, 2)


@pytest.mark.parametrize(
    ("old", "new", "start", "message"),
    [
        ("min_positives:", "min_positive:", "min_positive:", "did you mean `min_positives`?"),
        ("seed: 17", "sede: 17", "sede:", "did you mean `seed`?"),
        ("near_duplicate: 0.6", "near_duplicate: 1.6", "near_duplicate:", "< 1"),
        ("resamples: 1000", "resamples: many", "resamples:", "Expected `int`"),
        ("max_changed: 0.05", "max_changed: 5", "max_changed:", "Expected `float` <= 1"),
        ("test: 0.15", "test: 0.25", "split:", "must add up to 1"),
        ("[tfidf, transformer]", "[tfidf, tfidf]", "", "names something twice"),
        (
            "[tfidf, transformer]",
            "[tfidf, oracle]",
            "",
            "no model `oracle` in pipeline/models, only tfidf, transformer",
        ),
        ("[ban,", "[none,", "", "which stands for a paragraph without labels"),
        ("\ntransformer:", "\ntransfomer:", "transfomer:", "unknown parameter `transfomer`"),
    ],
)
def test_a_wrong_parameter_names_its_line(tmp_path, old, new, start, message):
    path = changed(tmp_path, old, new)
    with pytest.raises(RegactError) as error:
        parameters.load(path)
    assert message in str(error.value)
    assert "\n" not in str(error.value)
    if start:
        assert str(error.value).startswith(f"{path}:{line_of(path, start)}: ")


def test_the_section_of_a_model_not_chosen_may_stay(tmp_path):
    params = parameters.load(changed(tmp_path, "[tfidf, transformer]", "[tfidf]"))
    assert params.models == ("tfidf",)


def test_a_missing_parameter_is_named(tmp_path):
    with pytest.raises(RegactError, match="missing required field `seed`"):
        parameters.load(changed(tmp_path, "seed: 17", ""))


def test_a_model_section_is_strict(tmp_path):
    path = changed(tmp_path, "min_df: 2", "min_fd: 2")
    with pytest.raises(RegactError) as error:
        parameters.section(parameters.load(path), "tfidf", TfidfParams, path)
    assert str(error.value).startswith(f"{path}:{line_of(path, 'min_fd')}: unknown parameter `min_fd`")
    assert "did you mean `min_df`?" in str(error.value)


def test_a_value_inside_a_list_is_checked(tmp_path):
    path = changed(tmp_path, "C: [", "C: [-1, ")
    with pytest.raises(RegactError, match=rf"{path}:\d+: Expected `float` > 0"):
        parameters.section(parameters.load(path), "tfidf", TfidfParams, path)


def test_broken_yaml_names_the_line(tmp_path):
    path = tmp_path / "params.yaml"
    path.write_text("labels: [a, b\nseed: 3\n")
    with pytest.raises(RegactError, match=rf"^{path}:\d: not valid YAML"):
        parameters.load(path)


@pytest.mark.parametrize("content", ["", "- a\n- b\n", "!!python/object/apply:os.system ['true']\n"])
def test_what_is_no_mapping_is_refused(tmp_path, content):
    path = tmp_path / "params.yaml"
    path.write_text(content)
    with pytest.raises(RegactError, match="params.yaml"):
        parameters.load(path)


def test_a_missing_file_says_where_to_run(tmp_path):
    with pytest.raises(RegactError, match="no such file; run in the folder that holds"):
        parameters.load(tmp_path / "params.yaml")


def test_a_section_must_be_a_mapping(tmp_path):
    path = tmp_path / "params.yaml"
    path.write_text(SHIPPED.read_text().partition("tfidf:")[0] + "tfidf: 5\n")
    with pytest.raises(RegactError, match=rf"{path}:\d+: `tfidf` must be a mapping"):
        parameters.load(path)


def test_sections_is_no_parameter(tmp_path):
    path = changed(tmp_path, "seed: 17", "seed: 17\nsections: {}")
    with pytest.raises(RegactError, match="unknown parameter `sections`"):
        parameters.load(path)


@pytest.mark.parametrize("word", ["on", "off", "'off'", "auto"])
def test_bf16_is_a_word_also_without_quotes(tmp_path, word):
    path = changed(tmp_path, "bf16: auto", f"bf16: {word}")
    section = parameters.section(parameters.load(path), "transformer", TransformerParams, path)
    assert section.bf16 == word.strip("'")
