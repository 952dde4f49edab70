"""What benchmarks are tried with: the courses and lessons of the grader's own tests."""

from tests.course.conftest import course, lesson, pytest_collection_modifyitems

__all__ = ["course", "lesson", "pytest_collection_modifyitems"]
