"""Objects that a learner's function may return, made to break whoever looks at them."""

import numpy as np


class EqualToAll:
    """Equal to everything, of every length, and every attribute is there."""

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __hash__(self):
        return 0

    def __len__(self):
        return 1

    def __bool__(self):
        return True

    def __float__(self):
        return 1.0

    __index__ = __int__ = __len__

    def __getattr__(self, name):
        return self

    def __call__(self, *args, **kwargs):
        return self

    def __array__(self, *args, **kwargs):
        return np.array([1, 0, 0, 1, 0, 0])

    def __iter__(self):
        return iter([1.0, 2.0])

    __class__ = property(lambda self: np.ndarray)  # type: ignore[assignment]


class EqualType(type):
    """The type of a class that is equal to every class, and won't tell its name."""

    def __eq__(cls, other):
        return True

    def __hash__(cls):
        return hash(int)

    def __instancecheck__(cls, instance):
        return True

    @property
    def __name__(cls):
        raise RuntimeError

    @property
    def __mro__(cls):
        raise RuntimeError


class OfEqualType(metaclass=EqualType):
    """An instance of a class that is equal to `int`."""

    def __eq__(self, other):
        return True

    __hash__ = object.__hash__


class Raises:
    """Raises whatever is done to it."""

    def _raise(self, *args, **kwargs):
        raise RuntimeError("no")

    __repr__ = __str__ = __eq__ = __len__ = __iter__ = __bool__ = __array__ = _raise
    __getattr__ = __float__ = __format__ = __contains__ = __call__ = _raise
    __hash__ = object.__hash__
    __class__ = property(_raise)  # type: ignore[assignment]


class EqualFloat(float):
    """A float that is equal to everything and near to everything."""

    def __eq__(self, other):
        return True

    def __sub__(self, other):
        return 0.0

    __rsub__ = __add__ = __sub__
    __hash__ = float.__hash__


class EqualDict(dict):
    """A dict that has every key."""

    def __contains__(self, key):
        return True

    def __getitem__(self, key):
        return EqualFloat()

    def __eq__(self, other):
        return True

    __hash__ = None  # type: ignore[assignment]


class EqualArray(np.ndarray):
    """An array that is equal to everything."""

    def __array_ufunc__(self, *args, **kwargs):
        return np.True_

    def __eq__(self, other):
        return np.True_  # type: ignore[return-value]

    __hash__ = None  # type: ignore[assignment]


class EqualNumpyFloat(np.float64):
    """A NumPy float that is equal to everything and says that it comes from NumPy."""

    __module__ = "numpy"

    def __eq__(self, other):
        return True

    __hash__ = np.float64.__hash__


class Series:
    """As foreign as a pandas Series, and like it, it compares entry by entry."""

    def __init__(self, values):
        self.values = np.asarray(values)

    def __array__(self, *args, **kwargs):
        return self.values

    def __eq__(self, other):
        return self.values == other

    __hash__ = None  # type: ignore[assignment]

    def __len__(self):
        return len(self.values)


# Made on demand: pytest itself would trip over some of them.
NASTY = {
    "equal to all": EqualToAll,
    "of a type equal to all": OfEqualType,
    "raises at every touch": Raises,
    "float equal to all": lambda: EqualFloat(1.0),
    "dict with every key": EqualDict,
    "array equal to all": lambda: np.zeros(6, dtype=int).view(EqualArray),
    "numpy float equal to all": lambda: EqualNumpyFloat(1.0),
    "series": lambda: Series([1, 0]),
}
