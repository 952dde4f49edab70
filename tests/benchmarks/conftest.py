"""What benchmarks are tried with: the courses and lessons of the grader's own tests."""

from tests.course.conftest import course, lesson, pytest_collection_modifyitems, released_course

__all__ = ["course", "lesson", "pytest_collection_modifyitems", "released_course"]
