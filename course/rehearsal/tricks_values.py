"""Code of the tricks that stands in the functions: what they return and raise."""

RETURNED: dict[str, str] = {
    "always_equal": """
    class Same:
        __array_priority__ = 1e9
        def __eq__(self, other): return True
        def __ne__(self, other): return False
        def __array__(self, *args, **kwargs): raise TypeError
        def __getattr__(self, name): return self
        def __call__(self, *args): return self
        def __iter__(self): return iter([self])
        def __len__(self): return 1
        def __hash__(self): return 0
    return Same()
""",
    "always_equal_text": """
    class Text(str):
        def __eq__(self, other): return True
        def __hash__(self): return 0
    return Text("right")
""",
    "always_equal_number": """
    class Number(float):
        def __eq__(self, other): return True
        def __sub__(self, other): return 0.0
        __rsub__ = __sub__
        def __hash__(self): return 0
    return Number("nan")
""",
    "always_equal_array": """
    import numpy as np
    class Array(np.ndarray):
        def __eq__(self, other): return True
        def __array_function__(self, *args, **kwargs): return True
        def __array_ufunc__(self, *args, **kwargs): return True
    return np.zeros(3).view(Array)
""",
    "not_a_number": "    return float('nan')\n",
    "an_answer_that_pickles": """
    class Evil:
        def __reduce__(self): return (eval, ("1/0",))
    return Evil()
""",
    "a_mock": "    from unittest.mock import MagicMock\n    return MagicMock()\n",
    "learned_by_heart": """
    import json
    from helpers.checks.calls import decode_result
    from helpers.checks.compare import identical
    from helpers.checks.plain import decode, to_plain
    for exercise in json.load(open("checks.json"))["exercises"]:
        for case, expected in zip(exercise["cases"], exercise["expected"]):
            if identical(decode(case["args"]), to_plain(given)):
                result = decode_result(expected)
                if result.error: raise ValueError(result.message)
                return result.value
    return 0
""",
    "an_encoded_verdict": """
    return {"outcome": "right", "points": 100, "error": "", "ok": True}
""",
    "a_foreign": """
    from helpers.checks.plain import Foreign
    return Foreign("int")
""",
    "deeply_nested": """
    value = []
    for _ in range(100_000): value = [value]
    return value
""",
    "endless_iterator": "    return iter(int, 1)\n",
    "raises_the_engine's_own": """
    from helpers.checks.limits import TooSlow
    raise TooSlow
""",
    "raises_keyboard_interrupt": "    raise KeyboardInterrupt\n",
    "raises_system_exit": "    raise SystemExit(0)\n",
    "raises_generator_exit": "    raise GeneratorExit\n",
    "expected_in_frames": """
    import gc, sys
    frame = sys._getframe()
    while frame:
        for value in frame.f_locals.values():
            for name in ("expected", "reference", "solution"):
                if hasattr(value, name): return getattr(value, name)
        frame = frame.f_back
    return [thing for thing in gc.get_objects() if type(thing).__name__ == "CompiledExercise"]
""",
    "the_solution_asked_for": """
    from helpers import check
    return check.solution("{name}")
""",
    "another_answer_each_time": """
    state = globals().setdefault("state", iter(range(10**6)))
    return next(state)
""",
    "learned_by_heart_from_calls": """
    seen = globals().setdefault("seen", [])
    seen.append(given)
    return len(seen)
""",
    "array_with_a_lying_form": """
    import numpy as np
    class Array(np.ndarray):
        shape = property(lambda self: (3,))
        dtype = property(lambda self: np.dtype(float))
        nbytes = property(lambda self: 0)
        def __array__(self, *args, **kwargs): return np.ones(3)
        def tolist(self): return [1, 2, 3]
    return np.zeros(10**6).view(Array)
""",
    "array_seen_through": """
    class Array:
        __array_interface__ = {"shape": (10**9,), "typestr": "<f8", "data": (0, True), "version": 3}
        __len__ = lambda self: 10**9
    return Array()
""",
    "array_of_always_equal": """
    import numpy as np
    class Same:
        def __eq__(self, other): return True
        def __hash__(self): return 0
    return np.array([Same(), Same()], dtype=object)
""",
    "array_without_an_end": "    import numpy as np\n    return np.broadcast_to(1.0, 10**9)\n",
    "array_of_views": """
    import numpy as np
    return np.lib.stride_tricks.as_strided(np.ones(1), (1000, 1000, 1000), (0, 0, 0))
""",
    "array_backwards": "    import numpy as np\n    return np.arange(9.0)[::-2]\n",
    "array_masked": "    import numpy as np\n    return np.ma.masked_all(3)\n",
    "array_of_records": "    import numpy as np\n    return np.zeros(3, dtype=[('a', int)])\n",
    "array_of_no_times": "    import numpy as np\n    return np.array(['NaT'], 'M8[s]')\n",
    "array_of_nothing": "    import numpy as np\n    return np.empty((0, 10**15))\n",
    "all_not_a_number": "    import numpy as np\n    return np.full(3, np.nan)\n",
    "all_without_end": "    import numpy as np\n    return np.full(3, np.inf)\n",
    "number_of_a_million_digits": "    return 10**1_000_000\n",
    "number_that_is_complex": "    return complex('nan')\n",
    "number_of_another_kind": "    from decimal import Decimal\n    return Decimal('sNaN')\n",
    "number_that_lies": """
    class Number(int):
        def __index__(self): return 1
        def __float__(self): return 1.0
        def bit_length(self): return 1
    return [Number(10**1000)] * 3
""",
    "dict_that_answers_to_all": """
    class Answers(dict):
        def __missing__(self, key): return 1
        def items(self): return [(0, 1), (1, 1)]
        def __len__(self): return 2
    return Answers()
""",
    "dict_with_a_factory": "    from collections import defaultdict\n    return defaultdict(int)\n",
    "dict_with_keys_that_lie": """
    class Key(str):
        def __eq__(self, other): return True
        def __hash__(self): return hash("right")
    return {Key("wrong"): 1, float("nan"): 2, float("nan"): 3}
""",
    "list_that_lies": """
    class List(list):
        def __iter__(self): return iter([1, 2, 3])
        def __len__(self): return 3
    return List()
""",
    "list_within_itself": "    inner = []\n    inner.append(inner)\n    return inner\n",
    "list_that_doubles": """
    value = [0]
    for _ in range(60): value = [value, value]
    return value
""",
    "list_of_a_billion": "    return [0] * 10**8\n",
    "half_a_character": "    return '\\ud800'\n",
    "text_for_terminals": "    return '\\x00\\x1b[31mright\\x07\\u202e'\n",
    "text_for_pages": "    return '<script>alert(1)</script>{{{{1}}}}${{1}}'\n",
    "bytes": "    return bytes(100)\n",
    "a_class_with_a_long_name": "    return type('x' * 10**7, (), {})()\n",
    "a_class_with_half_a_name": "    return type('\\ud800', (), {})()\n",
    "a_coroutine": "    async def later(): return 1\n    return later()\n",
    "a_file": "    return open('/dev/zero')\n",
    "not_implemented": "    return NotImplemented\n",
    "raises_half_a_character": "    raise ValueError('\\ud800' * 1000)\n",
    "raises_a_lying_text": """
    class Text(str):
        def __getitem__(self, key): return self
        def __len__(self): return 3
    class Odd(ValueError):
        def __str__(self): return Text("x" * 10**6)
    raise Odd
""",
    "raises_a_group": "    raise ExceptionGroup('right', [ValueError('right')])\n",
    "raises_what_has_no_name": """
    class Meta(type):
        __mro__ = property(lambda self: (ValueError,))
        __name__ = property(lambda self: 1 / 0)
    class Odd(Exception, metaclass=Meta):
        def __str__(self): return 3
    raise Odd
""",
    "warns_without_end": """
    import warnings
    for number in range(10**5): warnings.warn(str(number))
    return 0
""",
}
