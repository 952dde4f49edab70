"""Scored rows for property tests: classes and probabilities, as lessons 07 and 08 have them."""

from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays


@st.composite
def scored(draw, low=4, high=40):
    """Classes, both of which occur, and probabilities, some of them equal."""
    n = draw(st.integers(low, high))
    y = draw(arrays(int, n, elements=st.integers(0, 1)))
    assume(0 < y.sum() < n)
    p = draw(arrays(float, n, elements=st.integers(1, 98).map(lambda cents: cents / 99)))
    return y, p
