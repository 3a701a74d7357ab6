import pytest

from pipeline.errors import RegactError
from pipeline.labelling.checks import EnoughPositives, NoCopyAcrossSplits, NoEmptySplit, OneSplitPerGroup, enforce
from pipeline.text.splits import Assignment

A, B, C = Assignment("a", "train", "g"), Assignment("b", "test", "h"), Assignment("c", "validation", "i")


def test_a_group_in_two_splits_is_found():
    assert list(OneSplitPerGroup([A, B, C]).problems()) == []
    (problem,) = OneSplitPerGroup([A, B, Assignment("d", "test", "g")]).problems()
    assert "`g`" in problem
    assert "train (`a`)" in problem
    assert "test (`d`)" in problem


def test_a_copy_across_splits_is_found():
    splits = {found.document: found for found in (A, B, C)}
    assert list(NoCopyAcrossSplits(splits, [("a", "a")]).problems()) == []
    (problem,) = NoCopyAcrossSplits(splits, [("a", "b")]).problems()
    assert "`a` in train and `b` in test" in problem


def test_an_empty_split_is_found():
    assert list(NoEmptySplit([A, B, C]).problems()) == []
    (problem,) = NoEmptySplit([A, B]).problems()
    assert "validation" in problem
    assert "split.salt" in problem


def test_too_few_positives_are_found_with_label_split_and_count():
    counts = {"train": {"x": 9, "y": 3}, "test": {"x": 2, "y": 3}}
    assert list(EnoughPositives(counts, 2).problems()) == []
    (problem,) = EnoughPositives(counts, 3).problems()
    assert "`x` has 2 positive paragraphs in test, fewer than 3" in problem
    assert "split.min_positives" in problem


def test_enforce_raises_the_first_problem_and_counts_the_rest():
    enforce("file", [NoEmptySplit([A, B, C])])
    with pytest.raises(RegactError, match=r"^file: S3 \(no split is empty\): no document fell to validation.*1 more"):
        enforce("file", [OneSplitPerGroup([A]), NoEmptySplit([A])])
