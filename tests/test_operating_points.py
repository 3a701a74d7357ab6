import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import RegactError
from pipeline.models.operating_points import MIN_CASES, Curve, Goal, Point, choose, fit_curve

CURVE = Curve(100, (Point(0.9, 45, 45), Point(0.7, 72, 80), Point(0.5, 90, 120), Point(0.1, 100, 400)))
SAMPLES = st.lists(st.tuples(st.integers(0, 20), st.booleans()), min_size=1, max_size=120)


def held_out(sample):
    return np.array([score / 20 for score, _ in sample]), np.array([truth for _, truth in sample])


def outcome(scores, truth, threshold):
    """What scikit-learn's definition of precision and recall counts at a threshold."""
    return int((truth & (scores >= threshold)).sum()), int((scores >= threshold).sum())


@given(SAMPLES)
def test_points_count_what_their_thresholds_do(sample):
    scores, truth = held_out(sample)
    curve = fit_curve(scores, truth)
    assert curve.positives == truth.sum()
    for point in curve.points:
        assert (point.found, point.given) == outcome(scores, truth, point.threshold)
        assert point.given >= MIN_CASES


@given(SAMPLES, st.floats(0.01, 1.0), st.sampled_from(["precision", "recall"]))
def test_no_threshold_is_better_than_the_chosen_one(sample, least, figure):
    scores, truth = held_out(sample)
    curve = fit_curve(scores, truth)
    counts = [outcome(scores, truth, threshold) for threshold in np.unique(scores)]
    figures = [(f / g, f / truth.sum()) if figure == "precision" else (f / truth.sum(), f / g)
               for f, g in counts if g >= MIN_CASES and f]  # fmt: skip
    reached = [other for wanted, other in figures if wanted >= least]
    try:
        point = choose("a", curve, Goal(figure, least))
    except RegactError:
        assert not reached or truth.sum() < MIN_CASES
        return
    precision, recall = point.found / point.given, point.found / truth.sum()
    wanted, other = (precision, recall) if figure == "precision" else (recall, precision)
    assert wanted >= least
    assert other == max(reached)


def test_only_points_that_excel_are_kept():
    rng = np.random.default_rng(1)
    truth = rng.random(600) < 0.3
    scores = np.clip(0.5 * truth + rng.normal(0.3, 0.2, 600), 0, 1)
    curve = fit_curve(scores, truth)
    assert len(curve.points) > 10
    precision = [point.found / point.given for point in curve.points]
    assert precision == sorted(set(precision), reverse=True)
    for name in ("found", "given"):
        values = [getattr(point, name) for point in curve.points]
        assert values == sorted(set(values))
    assert curve.points[-1].found == curve.positives


def test_thresholds_lie_halfway_between_scores_and_are_round():
    scores = np.repeat([1 / 3, 2 / 3], 40)
    curve = fit_curve(scores, scores > 0.5)
    assert curve.points == (Point(0.5, 40, 40),)
    assert fit_curve(np.repeat([1 / 7, 2 / 7], 40), scores > 0.5).points[0].threshold == 0.214286


def test_scores_that_rounding_cannot_part_are_counted_together():
    scores = np.append(np.full(40, 0.5000004), np.full(40, 0.5))
    curve = fit_curve(scores, scores > 0.5)
    assert curve.points == (Point(0.5, 40, 80),)


def test_a_label_without_positives_has_an_empty_curve():
    assert fit_curve(np.linspace(0, 1, 50), np.zeros(50, bool)) == Curve(0, ())


def test_a_curve_survives_json():
    assert msgspec.json.decode(msgspec.json.encode(CURVE), type=Curve) == CURVE


@pytest.mark.parametrize(
    ("goal", "threshold"),
    [
        (Goal("precision", 0.95), 0.9),
        (Goal("precision", 0.9), 0.7),
        (Goal("precision", 0.2), 0.1),
        (Goal("recall", 0.1), 0.9),
        (Goal("recall", 0.9), 0.5),
        (Goal("recall", 1.0), 0.1),
    ],
)
def test_the_best_other_figure_wins(goal, threshold):
    assert choose("ban", CURVE, goal).threshold == threshold


@pytest.mark.parametrize(
    ("curve", "goal", "message"),
    [
        (
            Curve(100, (Point(0.8, 37, 40), Point(0.1, 99, 400))),
            Goal("precision", 0.95),
            r"--min-precision ban=0\.95: never reached .* 30 or more .* the best was precision 0\.92 \(37 of 40\), "
            r"recall 0\.37 \(37 of 100\); ask for ban=0\.92 or less",
        ),
        (
            Curve(100, (Point(0.8, 37, 40), Point(0.1, 99, 400))),
            Goal("recall", 1.0),
            r"--min-recall ban=1: never reached .* recall 0\.99 \(99 of 100\); ask for ban=0\.99 or less",
        ),
        (Curve(29, (Point(0.8, 20, 40),)), Goal("precision", 0.1), "only 29 held-out paragraphs .* fewer than 30"),
        (Curve(29, (Point(0.8, 20, 40),)), Goal("recall", 0.1), "--min-recall ban=0.1: only 29 .* leave ban out"),
        (Curve(0, ()), Goal("precision", 0.5), "only 0 held-out paragraphs"),
        (Curve(50, ()), Goal("precision", 0.5), "tell what a threshold does"),
    ],
)
def test_what_was_never_reached_is_refused_in_one_line(curve, goal, message):
    with pytest.raises(RegactError, match=message) as error:
        choose("ban", curve, goal)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("found", range(1, 61))
def test_whoever_asks_for_the_figure_that_the_refusal_names_gets_it(found):
    curve = Curve(100, (Point(0.8, found, 61),))
    with pytest.raises(RegactError) as error:
        choose("ban", curve, Goal("precision", 1.0))
    named = str(error.value).rpartition("ask for ban=")[2].split()[0]
    assert float(named) == 0 or choose("ban", curve, Goal("precision", float(named))).threshold == 0.8
