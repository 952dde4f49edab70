"""Models that see nothing, and what a mask in their loss teaches them to answer."""

import numpy as np
import pytest

from helpers.lessons.blind_models import blind_models, masked_optimum


def argmax_price(y, p, matrix):
    return matrix[y, p.argmax(axis=1)]


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.9])
def test_without_prices_a_blind_model_learns_the_share(share):
    found = masked_optimum(argmax_price, np.ones((2, 2)), share)
    assert found == pytest.approx(share, abs=0.001)


def test_blind_models_come_with_their_shares_and_true_prices():
    models = blind_models(argmax_price, 1)
    assert len(models) == 6 * 49
    for shares, prices, answer in models:
        assert shares.sum() == pytest.approx(1)
        assert np.diag(prices).tolist() == [0, 0]
        assert answer in (0, 1)
    # Where the costly class is almost all there is, everybody says so.
    assert models[48][2] == 1
    assert models[0][2] == 0
