"""What lesson 08 says, and the rows on which it is tried."""

import numpy as np
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from tests.solutions.facts import sentences

LESSON = "08_true_risks"
SAID = {
    "condition": (
        "unweight",
        "as far as its three conditions hold. (The model's form can express the true risks, there "
        "are many rows",
    ),
    "condition of the advice": (
        "never-weight",
        "Where the odds rule of lesson 07 holds, a weight gives the same decisions as a threshold",
    ),
    "condition of the claim": (
        "what-we-claim",
        "Weight $r$ leads to the same decisions only where the three conditions of the odds rule",
    ),
    "counted by weight": (
        "means-read",
        "Training pulls this second mean, and not the first, towards their share: 0.5",
    ),
    "same order": ("unweighted-read", "PR-AUC is the same to the last digit"),
    "exact": (
        "unweighted-read",
        "The better the odds rule's three conditions hold, the closer the curve comes",
    ),
    "many": ("many-classes", "divide each probability of the weighted model by its class's weight"),
    "two parameters": (
        "calibrators",
        'With `method="sigmoid"` the curve has two parameters, a factor for the logit and a shift',
    ),
    "no logit": (
        "calibrators",
        "A model without a `decision_function`, such as a forest, hands over its probability",
    ),
    "frozen": (
        "calibrators",
        "To leave a finished model as it is, wrap it in `FrozenEstimator`. Then only the curve is "
        "fitted",
    ),
    "undoes": ("calibrators", "the calibrator doesn't know of any weight"),
    "refused": ("vote-read", "A hard vote counts answers and throws the scores away"),
    "soft": ("vote-read", "the vote is the mean of the three scores, and takes any threshold"),
    "each member": ("vote-read", "as a weight, or as a threshold of each member"),
    "near one half": ("initial-bias", "A new network with a sigmoid says about 0.5 to every"),
    "no weight": ("first-loss-read", "the initial bias changes where it starts"),
    "right start": (
        "seeds-intro",
        "With weight 9 dogs and others have the same total weight, so a network that begins with "
        "0.5 begins in the right place",
    ),
    "gamma": (
        "knobs-intro",
        "multiplies the loss of a row by $(1 - p_t)^\\gamma$, where $p_t$ is the probability of "
        "its true class",
    ),
    "both classes": ("knobs-intro", "It does so in both classes alike"),
    "too rarely": (
        "ten-prices",
        "It asks that nine times the dog's probability beat all other classes *together*",
    ),
    "on average": (
        "reliability-read",
        "on average nothing scores lower than the true risks themselves",
    ),
    "after training": ("knobs-intro", "For two classes that is the logit shift once more"),
    "added": (
        "knobs-intro",
        "the loss sees each logit plus this number, and decisions use the logit without it",
    ),
    "in the loss": (
        "knobs-intro",
        "But the second changes every training step, so the network that one stops with differs",
    ),
}


said = sentences(LESSON, SAID, "scikit-learn")


keras_said = sentences(LESSON, SAID, "keras")


RNG = np.random.default_rng(0)
X = RNG.normal(size=(600, 2))
Y = (RNG.random(600) < 1 / (1 + np.exp(2.5 - X[:, 0]))).astype(int)
WEIGHTS = {0: 1, 1: 9}
MANY = RNG.normal(size=(40_000, 2))
RISKS = expit(1.2 * MANY[:, 0] - 2.5)
ONES = (RNG.random(40_000) < RISKS).astype(int)


def line(**options):
    return LogisticRegression(C=1e6, solver="newton-cholesky", **options)
