"""Values of a lesson in a file: plain data and arrays, small and compressed.

The same code writes them where a page is made and reads them in the browser. Nothing is unpickled.
"""

import io
import json
import zipfile
from typing import Any

import numpy as np

LARGEST = 16_000_000  # bytes of an array: pictures are larger
_MANY = 10_000  # entries from which digits that nobody needs are left out
_KEPT_BITS = 12  # of a mantissa: four digits
_SHORT_INTS = tuple(map(np.dtype, ("u1", "i1", "u2", "i2", "u4", "i4")))


class NoValueError(TypeError):
    """A value is no plain data, or too large for a page."""


def pack(data: Any) -> bytes:
    """Return plain data as the content of a file.

    data: None, numbers, text, bytes, lists, tuples, sets and dicts of such, and arrays of numbers
        or text. Of an array of many floats four digits are kept.
    Raises NoValueError: If there is something else in it, or an array larger than `LARGEST`.
    """
    arrays: list[np.ndarray] = []
    text = json.dumps(_encode(data, arrays), separators=(",", ":"))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        _add(archive, "data.json", text.encode())
        for number, array in enumerate(arrays):
            content = io.BytesIO()
            np.save(content, array, allow_pickle=False)
            _add(archive, f"{number}.npy", content.getvalue())
    return buffer.getvalue()


def can_be_kept(value: Any) -> bool:
    """Tell whether `pack` takes a value."""
    try:
        _encode(value, [])
    except NoValueError:
        return False
    return True


def unpack(content: bytes) -> Any:
    """Return what `pack` was given; whole numbers come as this machine's own."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return _decode(json.loads(archive.read("data.json")), archive)


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Add a file without a date: equal data give equal bytes."""
    archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 9)


def _encode(value: Any, arrays: list[np.ndarray]) -> Any:
    if value is None or type(value) in (bool, int, float, str):
        return value
    if isinstance(value, np.ndarray | np.generic):
        scalar = isinstance(value, np.generic)
        return {"array": _encode_array(np.asarray(value), arrays), "scalar": scalar}
    if type(value) is bytes:
        return {"bytes": _encode_array(np.frombuffer(value, np.uint8), arrays)}
    if type(value) is dict:
        return {"dict": [[_encode(k, arrays), _encode(v, arrays)] for k, v in value.items()]}
    for kind in (list, tuple, set):
        if type(value) is kind:
            return {kind.__name__: [_encode(item, arrays) for item in value]}
    raise NoValueError(f"a {type(value).__name__} is not plain data")


def _encode_array(array: np.ndarray, arrays: list[np.ndarray]) -> dict[str, Any]:
    if array.dtype.kind not in "biufU" or array.nbytes > LARGEST:
        raise NoValueError(f"an array of {array.dtype} with shape {array.shape} is not kept")
    form: dict[str, Any] = {"number": len(arrays), "dtype": array.dtype.str}
    if array.dtype.kind in "iu" and array.size:
        low, high = int(array.min()), int(array.max())
        fits = (d for d in _SHORT_INTS if np.iinfo(d).min <= low and high <= np.iinfo(d).max)
        array = array.astype(next(fits, array.dtype))
    elif array.dtype.kind == "f" and array.size and np.all(np.abs(array) < 30):
        thousandths = np.rint(array.astype(float) * 1000)
        if np.array_equal((thousandths / 1000).astype(array.dtype), array):
            form["thousandths"] = True
            array = thousandths.astype(np.int16)
        elif array.size >= _MANY:
            array = _four_digits(array)
    arrays.append(np.array(array, order="C"))
    return form


def _four_digits(array: np.ndarray) -> np.ndarray:
    """Return floats in single precision whose last bits are 0, rounded to nearest."""
    bits = np.ascontiguousarray(array, dtype="<f4").view("<u4")
    dropped = 23 - _KEPT_BITS
    rounded = (bits + np.uint32(1 << (dropped - 1))) >> np.uint32(dropped) << np.uint32(dropped)
    return rounded.view("<f4")


def _decode(data: Any, archive: zipfile.ZipFile) -> Any:
    if not isinstance(data, dict):
        return data
    match data:
        case {"array": form, "scalar": scalar}:
            array = _decode_array(form, archive)
            return array[()] if scalar else array
        case {"bytes": form}:
            return _decode_array(form, archive).tobytes()
        case {"dict": pairs}:
            return {_decode(key, archive): _decode(value, archive) for key, value in pairs}
    [(kind, items)] = data.items()
    return {"list": list, "tuple": tuple, "set": set}[kind](_decode(i, archive) for i in items)


def _decode_array(form: dict[str, Any], archive: zipfile.ZipFile) -> np.ndarray:
    array = np.load(io.BytesIO(archive.read(f"{form['number']}.npy")), allow_pickle=False)
    dtype = np.dtype(form["dtype"])
    if form.get("thousandths"):
        array = array / 1000
    own = np.dtype(int)
    if dtype.kind == "i" and dtype.itemsize > own.itemsize and np.can_cast(array.dtype, own):
        dtype = own
    return array.astype(dtype)
