"""Plain data of every kind, for hypothesis to choose from."""

from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
DTYPES = st.one_of(
    npst.boolean_dtypes(),
    npst.integer_dtypes(),
    npst.unsigned_integer_dtypes(),
    npst.floating_dtypes(sizes=(16, 32, 64)),
    npst.unicode_string_dtypes(max_len=5),
)
ARRAYS = npst.arrays(DTYPES, npst.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3))
SCALARS = DTYPES.flatmap(lambda dtype: npst.arrays(dtype, ())).map(lambda array: array[()])
LEAVES = st.one_of(
    st.none(),
    st.just(...),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    TEXT,
    ARRAYS,
    SCALARS,
)
KEYS = st.one_of(st.integers(), TEXT, st.booleans())
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(KEYS, inner, max_size=3)
    ),
    max_leaves=8,
)
