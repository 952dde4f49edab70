"""The kernel's workers are changed in the places that we know, or not at all."""

import json

import pytest

from course.folders import CourseError
from course.lite.kernel import Kernel, _changed

WORKER = (
    "class K{async initRuntime(e){let t,{pyodideUrl:n,indexUrl:i}=e;"
    "(importScripts(n),t=self.loadPyodide),"
    "this._pyodide=await t({indexURL:i,...e.loadPyodideOptions})}"
    "async initPackageManager(e){await slow()}async initKernel(e){"
    'let n=["ssl","sqlite3","ipykernel","comm","pyodide_kernel","jedi","ipython"]}}'
)


def test_nothing_is_fetched_one_after_another_and_what_has_started_is_taken():
    code = _changed(WORKER)
    assert "async initPackageManager(e){}" in code
    assert "let n=[]" in code
    assert "this._pyodide=await(self.started??t({indexURL:i,...e.loadPyodideOptions}))" in code


def test_a_kernel_that_is_another_one_is_left_alone():
    with pytest.raises(CourseError, match="not one that we can change"):
        _changed(WORKER.replace('"jedi",', ""))


def test_a_worker_is_told_where_python_is_and_what_it_loads():
    start = json.loads(Kernel("worker.js", ["numpy"], []).start("https://there/pyodide.js"))
    assert (start["pyodide"], start["packages"]) == ("https://there/pyodide.js", ["numpy"])
    compile(start["python"], "start", "exec")
