"""Plain data: what counts as such, and what JSON keeps of it."""

import json
from collections import Counter, OrderedDict, UserDict, defaultdict, namedtuple
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.encode import encode
from helpers.checks import plain
from helpers.checks.compare import identical
from helpers.checks.plain import (
    MAX_BYTES,
    MAX_CHARACTERS,
    MAX_DEPTH,
    MAX_ENTRIES,
    Foreign,
    decode,
    to_plain,
)

from .nasty import NASTY, Raises
from .values import VALUES


@pytest.fixture
def short_ints(monkeypatch):
    """Give integers four bytes, as in a browser."""
    monkeypatch.setattr(plain, "_OWN_INT", np.dtype(np.int32))


def test_integers_become_the_machines_own_unless_their_bytes_count(short_ints):
    data = encode([np.array([1, 2]), np.int64(3), np.array([2**40])])
    assert [value.dtype for value in decode(data)] == ["int32", "int32", "int64"]
    assert [value.dtype for value in decode(data, own_ints=False)] == ["int64"] * 3


def same(a: object, b: object) -> bool:
    """Tell whether two plain values are the same to the last bit and type."""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray | np.generic) and isinstance(b, np.ndarray | np.generic):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, dict) and isinstance(b, dict):
        return same(list(a.items()), list(b.items()))
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True))
    return repr(a) == repr(b)


@given(VALUES)
def test_plain_data_come_back_from_json_as_they_were(value):
    text = json.dumps(encode(value), ensure_ascii=False, allow_nan=False)
    back = decode(json.loads(text))
    assert identical(back, value)
    assert json.dumps(encode(back), ensure_ascii=False) == text


@given(VALUES.filter(lambda value: "nan" not in repr(value)))
def test_types_dtypes_shapes_and_bits_come_back(value):
    assert same(decode(json.loads(json.dumps(encode(value)))), value)


@given(VALUES)
def test_plain_data_are_plain_already(value):
    assert identical(to_plain(value), value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), -0.0])
def test_special_floats_come_back(value):
    assert repr(decode(json.loads(json.dumps(encode(value), allow_nan=False)))) == repr(value)


def test_text_is_kept_in_every_script():
    assert decode(json.loads(json.dumps(encode("chien 犬 🐕 “x”\n")))) == "chien 犬 🐕 “x”\n"


def test_a_copy_shares_nothing_with_the_original():
    array = np.zeros(3)
    value = [array, {"a": [1]}]
    plain = to_plain(value)
    array[0] = 1
    value[1]["a"].append(2)  # type: ignore[call-overload, index, union-attr]
    assert identical(plain, [np.zeros(3), {"a": [1]}])


Pair = namedtuple("Pair", "precision recall")


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Pair(0.5, 1.0), (0.5, 1.0)),
        (MappingProxyType({1: 2.0}), {1: 2.0}),
        (UserDict({1: 2.0}), {1: 2.0}),
        (OrderedDict({1: 2.0}), {1: 2.0}),
        ([Pair(1, 2)], [(1, 2)]),
    ],
    ids=repr,
)
def test_a_named_tuple_or_a_mapping_is_what_it_holds(value, plain):
    assert identical(to_plain(value), plain)
    assert type(to_plain(value)) in (tuple, dict, list)


def test_a_tensor_is_an_array_and_one_without_axes_a_number():
    from keras import ops

    assert identical(to_plain(ops.convert_to_tensor([0.5, 1.0])), np.array([0.5, 1.0]))
    assert identical(to_plain(ops.convert_to_tensor(0.5)), 0.5)


@pytest.mark.parametrize("kind", NASTY)
def test_a_nasty_object_is_foreign_or_a_plain_dict_and_never_asked(kind):
    value = NASTY[kind]()
    assert type(to_plain(value)) in (Foreign, dict)
    assert to_plain([value]) == [to_plain(value)]


class Colour(IntEnum):
    RED = 1


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (Colour.RED, "Colour"),
        (np.ma.array([1, 2]), "MaskedArray"),
        ({1, 2}, "set"),
        (range(3), "range"),
        ((i for i in range(3)), "generator"),
        (1j, "complex"),
        (b"x", "bytes"),
        (np.complex128(1), "complex128"),
        (np.datetime64("2020-01-01"), "datetime64"),
        (int, "type"),
        (len, "builtin_function_or_method"),
    ],
)
def test_anything_else_is_foreign_under_the_name_of_its_type(value, name):
    assert to_plain(value) == Foreign(name)


@pytest.mark.parametrize(
    "value", [Counter({1: 2}), OrderedDict({1: 2}), defaultdict(int, {1: 2})], ids=repr
)
def test_the_dicts_of_collections_become_plain_dicts(value):
    plain = to_plain(value)
    assert type(plain) is dict
    assert plain == {1: 2}


@pytest.mark.parametrize(
    ("array", "phrase"),
    [
        (np.array([None, 1]), "an array of Python objects with shape (2,)"),
        (np.array([1j]), "an array of type complex128 with shape (1,)"),
        (np.zeros(2, dtype=[("a", int)]), "an array of type void64 with shape (2,)"),
        (np.array(["2020-01-01"], dtype="M8[D]"), "an array of type datetime64[D] with shape (1,)"),
    ],
)
def test_an_array_of_other_things_is_foreign(array, phrase):
    assert to_plain(array) == Foreign(phrase)


def test_a_long_float_becomes_a_float():
    assert type(to_plain(np.longdouble(0.5))) is np.float64
    assert to_plain(np.zeros(2, dtype=np.longdouble)).dtype == np.float64


def test_a_key_that_is_no_number_or_text_is_foreign_and_never_asked():
    raising = Raises()
    assert set(to_plain({(1, 2): 0, None: 0, raising: 0, frozenset(): 0})) == {
        Foreign("tuple"),
        Foreign("NoneType"),
        Foreign("Raises"),
        Foreign("frozenset"),
    }


def test_a_key_of_numpy_stays_one():
    (key,) = to_plain({np.int64(3): 0})
    assert type(key) is np.int64


def test_a_value_nested_too_deep_is_cut_off():
    value: list = []
    for _ in range(100):
        value = [value]
    plain = to_plain(value)
    for _ in range(MAX_DEPTH + 1):
        (plain,) = plain
    assert plain == Foreign(f"a list nested more than {MAX_DEPTH} deep")


def test_a_value_that_holds_itself_many_times_over_is_cut_off():
    value: list = []
    value.extend([value] * 50)
    assert Foreign(f"a list with more than {MAX_ENTRIES:,} entries") in _flat(to_plain(value))


def _flat(value: object) -> list:
    return [x for item in value for x in _flat(item)] if isinstance(value, list) else [value]


@pytest.mark.parametrize(
    ("value", "phrase"),
    [
        ([0] * (MAX_ENTRIES + 1), "a list with more than 100,000 entries"),
        ("x" * (MAX_CHARACTERS + 1), "a text of more than 100,000 characters"),
        (10**400, "a whole number of more than 300 digits"),
        (-(10**400), "a whole number of more than 300 digits"),
        (np.empty(MAX_BYTES, dtype="i2"), "an array with shape (8000000,)"),
        (np.broadcast_to(0.0, (10**6, 10**6)), "an array with shape (1000000, 1000000)"),
    ],
    ids=["list", "text", "int", "negative", "array", "view"],
)
def test_what_is_too_big_for_an_answer_is_foreign(value, phrase):
    assert to_plain(value) == Foreign(phrase)


@pytest.mark.parametrize(
    "value",
    [object(), {1, 2}, np.array([None]), np.array([1j]), np.zeros(1, "g"), [b"x"]],
    ids=["object", "set", "objects", "complex", "long", "bytes"],
)
def test_what_is_not_plain_is_not_encoded(value):
    with pytest.raises(TypeError, match="is not plain data: use numbers"):
        encode(value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["array", "dtype", "shape", "scalar", "list", "tuple", "dict", "float", "foreign"]
            ),
            inner | st.sampled_from(["<i8", "<f8", "<U3", "|O", "|V9", "i8,f4", "nan", "?", ""]),
            max_size=3,
        )
    ),
    max_leaves=10,
)


@settings(max_examples=50)
@given(JSON)
def test_any_other_json_is_plain_data_or_a_value_error(data):
    try:
        value = decode(data)
    except ValueError:
        return
    assert identical(to_plain(value), value)


@pytest.mark.parametrize(
    "data",
    [
        {"array": [0], "dtype": "<U9999999", "shape": [1]},
        {"array": [0], "dtype": "|V999999999", "shape": [1]},
        {"array": [None], "dtype": "|O", "shape": [1]},
        {"array": [0], "dtype": "<f8", "shape": [2]},
        {"array": [0], "dtype": "<f8", "shape": ["x"]},
        {"array": [[1, 2]], "dtype": "<f8", "shape": [1]},
        {"array": [300], "dtype": "|u1", "shape": [1]},
        {"scalar": [], "dtype": "<f8"},
        {"float": "1"},
        {"float": 3},
        {"list": "abc"},
        {"dict": [[{"list": []}, 1]]},
        {"dict": [[1]]},
        {"ellipsis": False},
        [],
        {},
    ],
    ids=str,
)
def test_damaged_data_are_a_value_error(data):
    with pytest.raises(ValueError, match="."):
        decode(data)


def test_data_nested_too_deep_are_a_value_error():
    data: object = 0
    for _ in range(500):
        data = {"list": [data]}
    with pytest.raises(ValueError, match="nested too deep"):
        decode(data)


@pytest.mark.parametrize("number", [Fraction(1, 8), Decimal("0.125")], ids=repr)
def test_exact_numbers_of_python_become_floats(number):
    assert to_plain([number, {"a": number}]) == [0.125, {"a": 0.125}]


def test_an_exact_number_that_no_float_can_hold_is_foreign():
    assert to_plain(Fraction(10**400)) == Foreign("Fraction")
    assert to_plain(Decimal("sNaN")) == Foreign("Decimal")
