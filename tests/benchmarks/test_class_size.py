"""The command that measures a large class looks at each learner, by groups."""

import pytest

from benchmarks import class_size
from benchmarks.class_size import Moment, main, seconds_by_group

SECONDS = [Moment(10.0, 1.0), Moment(11.0, 1.5), Moment(14.0, 2.0), Moment(16.0, 2.5)]


def test_each_group_has_its_seconds_per_learner_and_a_broken_one_is_left_out():
    assert seconds_by_group(SECONDS, 1) == [Moment(1, 0.5), Moment(3, 0.5), Moment(2, 0.5)]
    assert seconds_by_group(SECONDS, 2) == [Moment(2, 0.5)]


def test_a_run_that_gets_slower_with_the_class_is_beyond_the_bound(monkeypatch, capsys):
    monkeypatch.setattr(class_size, "moments_of", lambda *_: SECONDS[:3])
    assert main(["01", "2"]) == 1
    assert "the last 1 against the first: 3.00 by the clock" in capsys.readouterr().out


def test_one_learner_is_no_class():
    with pytest.raises(SystemExit):
        main(["01", "1"])


@pytest.mark.sandbox
def test_a_small_class_is_graded_learner_by_learner(course):
    moments = class_size.moments_of(course, "01_small", 3)
    assert len(moments) == 4
    assert moments == sorted(moments)
