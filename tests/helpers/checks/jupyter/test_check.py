"""The check itself, in a real Jupyter kernel: its card, odd calls, what stays after a restart."""

import pytest

from helpers.checks.desk.progress import PROGRESS_FILE
from tests.helpers.checks.jupyter.sessions import (
    CHECK,
    RIGHT,
    assert_nothing_of_ours,
    kernel_in,
    text_of,
)

# The check itself, called in other ways: a sentence, or Python's own error in the learner's cell.
CALLS = {
    "a name with a slip": ('check("dog_target", dog_targets)', "Did you mean dog_targets"),
    "no name": ("check(dog_targets)", 'write check("dog_targets", dog_targets)'),
    "nothing": ("check()", 'write check("dog_targets", dog_targets)'),
    "name only": ('check("dog_targets")', 'write check("dog_targets", dog_targets)'),
    "the wrong way round": ('check(dog_targets, "dog_targets")', "goes first, as text"),
    "a result": (f"{CHECK[:-1]}(np.array([5])))", "is of type ndarray, not a function"),
    "an odd name": ("check(np.zeros((3, 3)), dog_targets)", "this is of type ndarray"),
    "a hint": ('check.hint("dog_target")', "Did you mean dog_targets"),
    "a need": ('check.needs("precision_recall")', "This cell needs your `precision_recall`"),
    "hidden cases": ('check.hidden("dog_targets", dog_targets)', "which is not here"),
    "replaced": ("check = 5; check('dog_targets', dog_targets)", "'int' object is not callable"),
    "deleted": ("del check; check('dog_targets', dog_targets)", "name 'check' is not defined"),
}


@pytest.mark.parametrize("case", CALLS)
def test_a_call_of_another_kind_gets_a_sentence(session, case):
    session.run(f"from helpers import check\n{RIGHT}")
    cell, words = CALLS[case]
    outputs = session.run(cell)
    assert_nothing_of_ours(outputs)
    assert words in text_of(outputs)
    session.run("from helpers import check")


def test_an_engine_that_a_cell_has_broken_says_to_restart(session):
    session.run(f"from helpers import check\n{RIGHT}")
    session.run("import helpers.checks.checker as engine; kept = engine.try_function")
    outputs = session.run(f"engine.try_function = None\n{CHECK}")
    session.run("engine.try_function = kept")
    assert "could not finish" in text_of(outputs)
    assert "Restart the kernel" in text_of(outputs)
    assert_nothing_of_ours(outputs)


@pytest.mark.parametrize("where", ["sys.stdout", "sys.stderr"])
def test_a_huge_print_is_cut(session, where):
    session.run(RIGHT.replace("return", f"print('x' * 10**7, file={where}); return"))
    outputs = session.run(CHECK)
    assert "✓ Right: dog_targets" in text_of(outputs)
    assert len(text_of(outputs)) < 3000


def test_the_card_is_html_for_the_notebook(session):
    session.run(RIGHT)
    (output,) = session.run(CHECK)
    assert set(output["data"]) == {"text/plain", "text/html"}
    assert "<div role='status'" in output["data"]["text/html"]


def test_the_right_answer_is_still_right_after_all_that(session):
    session.run(f"from helpers import check\n{RIGHT}")
    assert "✓ Right: dog_targets" in text_of(session.run(CHECK))


def test_a_syntax_error_in_the_answers_cell_is_told_in_place_of_the_old_answers_verdict(session):
    session.run(RIGHT)
    session.run(RIGHT.replace("5)", "5"))
    outputs = session.run(CHECK)
    assert "△ Syntax error: dog_targets" in text_of(outputs)
    assert "in line 2, `return (np.ravel(y) == 5.astype(int)`" in text_of(outputs)
    assert "Right" not in text_of(outputs)
    assert_nothing_of_ours(outputs)
    (error,) = (output for output in outputs if output["type"] == "error")
    assert (error["ename"], error["traceback"]) == ("NotYet", ["not yet"])
    session.run(RIGHT)
    assert "✓ Right: dog_targets" in text_of(session.run(CHECK))


def test_where_the_answer_was_not_run_the_card_says_so_and_the_cell_fails(session):
    session.run("kept = dog_targets; del dog_targets")
    outputs = session.run(CHECK)
    assert "○ Not run yet: dog_targets" in text_of(outputs)
    assert "NameError" not in text_of(outputs)
    assert_nothing_of_ours(outputs)
    (error,) = (output for output in outputs if output["type"] == "error")
    assert (error["ename"], error["traceback"]) == ("NotYet", ["not yet"])
    assert "NameError" in text_of(session.run("dog_targets"))
    session.run("dog_targets = kept")


@pytest.mark.parametrize("mode", ["autograde", "validate"])
def test_what_nbgrader_runs_reads_no_progress_and_leaves_none(folder, mode):
    claimed = '{"exercises": {"dog_targets": {"state": "right", "tries": 77, "hints": 0}}}'
    (folder / PROGRESS_FILE).write_text(claimed)
    with kernel_in(folder, NBGRADER_EXECUTION=mode) as session:
        said = text_of(session.run("check.progress()"))
        assert "dog_targets        ○ not tried" in said
        session.run("del dog_targets")
        outputs = session.run(CHECK)
        assert "Not run yet" in text_of(outputs)
        assert outputs[-1]["type"] == "error"
        session.run(RIGHT)
        session.run(CHECK)
    assert (folder / PROGRESS_FILE).read_text() == claimed


def test_after_a_restart_what_was_done_is_there_and_what_needs_it_asks_to_run_it(folder):
    (folder / PROGRESS_FILE).unlink(missing_ok=True)
    with kernel_in(folder) as session:
        session.run("dog_targets = lambda y: y")
        session.run(CHECK)
        session.run(RIGHT)
        session.run(CHECK)
        session.run('check.hint("dog_targets")')
    with kernel_in(folder) as session:
        assert "✓ right      1 point   2 tries, 1 hint" in text_of(session.run("check.progress()"))
        session.run("del dog_targets")
        outputs = session.run('check.needs("dog_targets")\ndog_targets(5)')
        assert "which was right earlier" in text_of(outputs)
        assert "NameError" not in text_of(outputs)
        assert outputs[-1]["traceback"] == ["waiting"]
        session.run(RIGHT)
        session.run(CHECK)
        assert session.run('check.needs("dog_targets")') == []
