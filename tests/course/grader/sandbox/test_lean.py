"""Most notebooks need no large packages: a process without them tells when one asks for them."""

from collections.abc import Iterator

import psutil
import pytest

from course.cli import main
from course.grader.lesson import load_lesson
from course.grader.marks.marking import mark_submission
from course.grader.marks.marks import Graded
from course.grader.notebook.submission import Submission
from course.grader.sandbox import proof
from course.grader.sandbox.bubblewrap import make_box
from course.grader.sandbox.fork_server import Died, SubmissionProcess, Wanted
from course.grader.sandbox.proof import LeanServer, WithAll, proven_servers
from tests.course.grader.small_class import LESSON, RIGHT, hand_in, notebook_with
from tests.small_course import COURSE

MODULES = ["numpy", "helpers.training", "helpers.quiet_keras"]
IS_THERE = "import sys\nprint('keras' in sys.modules)"
FORGED = """
import course.grader.sandbox.child as child
plain = child.send
child.send = lambda channel, _: plain(channel, {"wanted": "keras"})
"""
BROKEN = "import sys\nif 'keras' in sys.modules: raise RuntimeError('no such instruction')"


@pytest.fixture(scope="module")
def server() -> Iterator[LeanServer]:
    server = LeanServer(MODULES, None, WithAll(MODULES, None))
    yield server
    server.close()


def shown(child: SubmissionProcess, code: str) -> str:
    [output] = child.ask("cell", 60, source=code, seconds=50)["outputs"]
    return str(output["text"])


def marked(course, server: LeanServer, answer: str, *more: str) -> Graded:
    content = notebook_with(course, answer, *more).encode()
    lesson = load_lesson(course, LESSON, 1)
    return mark_submission(lesson, Submission("ann", None, content=content), server)


def test_it_has_what_needs_no_tensorflow_and_no_half_of_the_rest(server):
    names = ("numpy", "helpers.training", "helpers.quiet_keras", "keras", "tensorflow", "sklearn")
    code = f"import sys\nprint([name in sys.modules for name in {names}])"
    assert shown(server.child(), code) == "[True, False, False, False, False, False]\n"


@pytest.mark.parametrize(
    "code",
    [
        "import tensorflow as tf",
        "from keras import layers",
        "from sklearn.metrics import roc_auc_score",
        "import scipy.special",
        "from helpers.training import probabilities",
        "try:\n    import keras\nexcept BaseException:\n    print('goes on')",
        "__import__('keras')",
        "import threading\nthread = threading.Thread(target=__import__, args=('keras',))\n"
        "thread.start(); thread.join()",
    ],
)
def test_code_that_asks_for_it_ends_its_process_and_the_judge_hears_of_it(server, code):
    with pytest.raises(Wanted):
        server.child().ask("cell", 60, source=code, seconds=50)


def test_after_that_it_is_there_until_the_submission_is_done(server):
    server.use_all()
    for _ in range(2):
        assert shown(server.ready_child(), IS_THERE) == "True\n"
        assert server.ready_child().ask("cell", 60, source=proof._TRAINING, seconds=50)["ok"]
    server.end_child()
    assert shown(server.ready_child(), IS_THERE) == "False\n"
    server.use_all()
    assert shown(server.child(), IS_THERE) == "False\n"


def test_a_process_that_has_it_can_not_ask_for_it(server):
    server.use_all()
    with pytest.raises(Died, match="makes no sense"):
        server.ready_child().ask("cell", 60, source=FORGED, seconds=50)
    server.end_child()


def test_a_notebook_that_asks_for_it_is_run_again_from_its_first_cell(course, server):
    counts = "runs = globals().get('runs', 0) + 1\nprint(runs)"
    graded = marked(course, server, RIGHT, counts, "import keras\nprint(keras.__name__)")
    assert (graded.marks["double"].points, graded.notes) == (2, [])
    texts = [cell["outputs"][0]["text"] for cell in graded.notebook["cells"][-2:]]
    assert texts == ["1\n", "keras\n"]


def test_an_answer_may_ask_for_it_when_it_is_called(course, server):
    answer = "def double(y):\n    import keras\n    return y * 2"
    graded = marked(course, server, answer)
    assert (graded.marks["double"].points, graded.notes) == (2, [])
    assert shown(server.ready_child(), IS_THERE) == "False\n"  # the next one starts without it


def test_who_only_says_that_it_asks_gains_nothing(course, server):
    graded = marked(course, server, "def double(y):\n    return 'wrong'", FORGED, RIGHT)
    assert graded.marks["double"].points == 0
    assert "makes no sense" in graded.notes[0]


def test_loading_it_ahead_asks_for_nothing_where_nobody_reads(server, monkeypatch):
    code = "from helpers import meanwhile\nmeanwhile.load_keras()"
    child = server.child()
    child.ask("cell", 20, source="import os\nos.environ['COURSE_QUICK'] = '1'", seconds=10)
    assert shown(child, code) == "Keras is being loaded while you read on.\n"
    assert shown(child, IS_THERE) == "False\n"


def test_what_it_has_imported_nobody_has_to_ask_for():
    server = LeanServer(["scipy.special"], None, WithAll([], None))
    code = "import scipy.stats\nprint(scipy.stats.norm.cdf(0))"
    said = shown(server.child(), code)
    server.close()
    assert said == "0.5\n"


@pytest.mark.sandbox
def test_in_a_sandbox_it_is_imported_once_for_all_that_ask():
    before = {*psutil.Process().children(recursive=True)}
    first, second = proven_servers(2, ["numpy"], make_box([COURSE]))
    for server in (first, second):
        assert isinstance(server, LeanServer)
        server.use_all()
        assert shown(server.ready_child(), IS_THERE) == "True\n"
    tree = {*psutil.Process().children(recursive=True)} - before
    # A sandbox without it and one with it: two of all that runs in them were started from here.
    assert len([one for one in tree if one.ppid() == psutil.Process().pid]) == 2
    for server in (first, second):
        server.close()
    _, left = psutil.wait_procs(tree, timeout=10)
    assert left == []


@pytest.mark.sandbox
def test_where_nothing_can_train_the_run_ends_with_a_sentence(course, monkeypatch, capsys):
    hand_in(course, "ann", notebook_with(course, RIGHT))
    hand_in(course, "bob", notebook_with(course, RIGHT, "import keras"))
    monkeypatch.setattr(proof, "_TRAINING", BROKEN)
    assert main(["grade", "01", "--workers=1"]) == 2
    said = capsys.readouterr().err
    assert "no network can be trained here: RuntimeError: no such instruction" in said
