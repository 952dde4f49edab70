"""What imbalanced-learn's samplers and ensembles do."""

import numpy as np
import pytest
from imblearn.ensemble import BalancedRandomForestClassifier
from imblearn.keras import BalancedBatchGenerator
from imblearn.metrics import geometric_mean_score
from imblearn.over_sampling import ADASYN, SMOTE, BorderlineSMOTE, RandomOverSampler
from imblearn.pipeline import make_pipeline
from imblearn.under_sampling import RandomUnderSampler
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline as plain_pipeline

RNG = np.random.default_rng(0)
X = RNG.normal(size=(600, 4))
Y = (X[:, 0] + RNG.normal(size=600) > 1.9).astype(int)  # 43 of 600 are rare
SMOTE_0 = SMOTE(random_state=0)


def far_apart():
    """Return rows whose rare class lies in a cloud of its own."""
    rows = np.r_[RNG.normal(size=(100, 2)), RNG.normal(size=(10, 2)) + 50]
    return rows, np.repeat([0, 1], [100, 10])


def test_imblearn_smote_uint8():
    pixels = RNG.integers(0, 256, size=(60, 20)).astype("uint8")
    y = np.repeat([1, 0], [10, 50])
    made = SMOTE_0.fit_resample(pixels, y)[0][60:]
    right = SMOTE_0.fit_resample(pixels.astype(float), y)[0][60:]
    assert made.dtype == np.uint8
    # Cutting off the digits after the point would make a difference below 1.
    assert np.abs(made - right).max() > 100


@pytest.mark.parametrize("sampler", [SMOTE_0, RandomOverSampler(), RandomUnderSampler()], ids=str)
def test_imblearn_pictures(sampler):
    pictures, y = RNG.random((60, 8, 8, 3)), np.repeat([1, 0], [10, 50])
    with pytest.raises(ValueError, match="Found array with dim 4"):
        sampler.fit_resample(pictures, y)
    rows, _ = sampler.fit_resample(pictures.reshape(60, -1), y)
    assert rows.reshape(-1, 8, 8, 3).shape[1:] == (8, 8, 3)


def test_imblearn_categories():
    codes = RNG.integers(0, 3, size=(600, 1))
    made = SMOTE_0.fit_resample(np.hstack([X, codes]), Y)[0][600:, 4]
    assert np.mean(made % 1 != 0) > 0.3


@pytest.mark.parametrize("sampler", [SMOTE_0, RandomOverSampler(), RandomUnderSampler()], ids=str)
def test_imblearn_order(sampler):
    _, y = sampler.fit_resample(X, Y)
    assert y[-len(y) // 5 :].all()


def test_imblearn_plain_pipeline():
    with pytest.raises(TypeError, match="All intermediate steps should be transformers"):
        plain_pipeline(SMOTE_0, LogisticRegression()).fit(X, Y)
    make_pipeline(SMOTE_0, LogisticRegression()).fit(X, Y)


def test_imblearn_ratio():
    _, y = RandomOverSampler(sampling_strategy=0.5, random_state=0).fit_resample(X, Y)
    assert y.mean() == pytest.approx(1 / 3, abs=0.001)


def test_imblearn_few():
    y = np.repeat([1, 0], [5, 595])
    with pytest.raises(ValueError, match="Expected n_neighbors <= n_samples_fit"):
        SMOTE_0.fit_resample(X, y)
    _, made = SMOTE(k_neighbors=4, random_state=0).fit_resample(X, y)
    assert np.bincount(made).tolist() == [595, 595]


def test_imblearn_forest_scores():
    forest = BalancedRandomForestClassifier(30, random_state=0).fit(X, Y)
    assert forest.predict_proba(X)[:, 1].mean() > 3 * Y.mean()


def test_imblearn_pipeline_weights():
    pipeline = make_pipeline(SMOTE_0, LogisticRegression())
    with pytest.raises(ValueError, match=r"sample_weight.shape == \(600,\), expected \(1114,\)"):
        pipeline.fit(X, Y, logisticregression__sample_weight=np.ones(600))


def test_imblearn_geometric_mean():
    y = [0, 0, 1, 1, 2]
    assert geometric_mean_score(y, [0, 0, 1, 1, 0]) == 0
    assert geometric_mean_score([0, 0, 0], [0, 0, 0]) == 1


def test_imblearn_batches_repeat():
    batches = BalancedBatchGenerator(X, Y, batch_size=10, random_state=0)

    def one_epoch():
        rows = np.concatenate([batches[i][0] for i in range(len(batches))])
        batches.on_epoch_end()
        return rows

    first = one_epoch()
    assert len(first) == 80  # of 86: the last, smaller batch is left out
    np.testing.assert_array_equal(first, one_epoch())


def test_imblearn_adasyn_far_apart():
    with pytest.raises(RuntimeError, match="belong to the majority class"):
        ADASYN(random_state=0).fit_resample(*far_apart())


def test_imblearn_borderline_far_apart():
    _, y = BorderlineSMOTE(random_state=0).fit_resample(*far_apart())
    assert np.bincount(y).tolist() == [100, 10]
