"""Weak labels: the votes of labelling rules, weighed against annotations, as probabilities.

Labels are treated one by one. Every rule of a label is a witness that says something whether it votes or not, and
witnesses are taken for independent (naive Bayes, Maron 1961): the log-odds of the label are its prior log-odds plus,
for every rule, how far what the rule did moved them among the annotated paragraphs. Shares are m-estimates (Cestnik
1990), so that a rule hardly ever seen has hardly any weight. Data programming (Ratner et al. 2016) estimates the same
weights without annotations; here there are some, and counting them is simpler and surer.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.labelling.rules import Rule

_STRENGTH = 5.0
"""The m of the m-estimate: the prior counts like this many annotated paragraphs."""


@dataclass(frozen=True, slots=True)
class WeakLabeller:
    """Rules with what each is worth in log-odds; ``prior`` is ``(labels,)``, ``voted`` and ``silent`` are ``(rules,)``.

    A rule weighs on its own label only, and never against its own vote: where annotations say that it should, both of
    its weights are 0.
    """

    rules: tuple[Rule, ...]
    labels: tuple[str, ...]
    prior: NDArray[np.float64]
    voted: NDArray[np.float64]
    """What the vote of a rule adds to the log-odds of its label."""
    silent: NDArray[np.float64]
    """What it adds that the rule doesn't vote."""

    def probabilities(self, votes: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Probability of every label, ``(texts, labels)``, from votes ``(texts, rules)``."""
        own = np.array([[rule.label == label for label in self.labels] for rule in self.rules], dtype=float)
        said: NDArray[np.float64] = np.where(votes, self.voted, self.silent)
        odds: NDArray[np.float64] = np.exp(self.prior + said @ own.reshape(len(self.rules), len(self.labels)))
        return odds / (1 + odds)


def fit(
    rules: tuple[Rule, ...], labels: tuple[str, ...], votes: NDArray[np.bool_], truth: NDArray[np.bool_]
) -> WeakLabeller:
    """Weigh rules on annotated paragraphs: ``votes`` is ``(paragraphs, rules)``, ``truth`` is ``(paragraphs, labels)``.

    Without annotated paragraphs all weights are 0, and every probability is one half.
    """
    shares = (truth.sum(axis=0) + 1) / (len(truth) + 2)
    voted, silent = np.zeros((2, len(rules)))
    for place, rule in enumerate(rules):
        label, fired = labels.index(rule.label), votes[:, place]
        gain = _gain(truth[fired, label], shares[label])
        if (gain < 0) == rule.against:
            voted[place], silent[place] = gain, _gain(truth[~fired, label], shares[label])
    return WeakLabeller(rules, labels, np.log(shares / (1 - shares)), voted, silent)


def confidence(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """The probability that all label decisions of a row are right, ``(texts,)``, from ``(texts, labels)``.

    It is the product over labels of the more probable answer's probability. Taken for the whole paragraph, a paragraph
    on which no rule votes is `none` only as surely as silence has been right for every label at once.
    """
    sure: NDArray[np.float64] = np.maximum(probabilities, 1 - probabilities).prod(axis=1)
    return sure


def _gain(truth: NDArray[np.bool_], share: float) -> float:
    """By how much the log-odds of a label are higher among some paragraphs than its share says."""
    estimate = (truth.sum() + _STRENGTH * share) / (len(truth) + _STRENGTH)
    return float(np.log(estimate / (1 - estimate)) - np.log(share / (1 - share)))
