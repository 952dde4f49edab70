"""What benchmarks are tried with: the courses and lessons of the grader's own tests."""

from tests.course.conftest import course, pytest_collection_modifyitems, released_course, small

__all__ = ["course", "pytest_collection_modifyitems", "released_course", "small"]
