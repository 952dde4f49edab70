"""The graded class that tests share leaves nothing behind but its folder."""

from pathlib import Path


def test_a_class_is_graded_in_its_folder_and_no_later_test_stands_there(graded_once):
    assert Path.cwd() not in (graded_once, *graded_once.parents)
