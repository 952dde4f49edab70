"""Answers that are the same but for names are pointed out; short ones aren't."""

import time

import pytest

from course.grader.marks.similar import similar_answers

LONG = '''def best(y, p):
    """Return the best."""
    found = 0.0
    for t in np.unique(p):
        said = p >= t
        share = np.mean(y[said] == 1)
        if share > found and said.sum() > 3:
            found = float(share)
    return found
'''
RENAMED = """def best(labels: np.ndarray, scores) -> float:
    result = 0.0   # mine
    for x in np.unique(scores):

        q = scores >= x
        m = np.mean(labels[q] == 1)
        if m > result and q.sum() > 3:
            result = float(m)
    return result
"""
OTHER = LONG.replace("for t in np.unique(p)", "for t in sorted(set(p), reverse=True)")


def test_the_same_but_for_names_and_layout_is_pointed_out():
    answers = {"ann": {"best": LONG}, "bob": {"best": RENAMED}, "cyd": {"best": OTHER}}
    assert similar_answers(answers) == [("best", ["ann", "bob"])]


def test_short_answers_do_not_count():
    short = "def double(y):\n    return y + y"
    assert similar_answers({"ann": {"double": short}, "bob": {"double": short}}) == []


def test_the_courses_own_answer_is_nobodys_copy():
    assert similar_answers({"ann": {"best": LONG}, "bob": {"best": LONG}}, known=[RENAMED]) == []


def test_the_largest_groups_come_first():
    answers = {name: {"best": LONG} for name in ("ann", "bob")}
    answers |= {name: {"best": OTHER} for name in ("cyd", "dan", "eve")}
    assert [who for _, who in similar_answers(answers)] == [["cyd", "dan", "eve"], ["ann", "bob"]]


@pytest.mark.parametrize("code", ["def f(:", "", "(" * 5000, "x = 1\0"])
def test_what_is_no_python_is_like_nothing(code):
    assert similar_answers({"ann": {"best": code}, "bob": {"best": code}}) == []


def test_code_that_is_far_too_long_is_not_compared():
    long = "x = 1\n" * 20_000
    started = time.perf_counter()
    assert similar_answers({name: {"double": long} for name in ("ann", "bob")}) == []
    assert time.perf_counter() - started < 1
