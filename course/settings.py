"""The course's settings for nbgrader, `nbgrader_config.py`: anybody may change them."""

from pathlib import Path

from traitlets.config import Config, PyFileConfigLoader

from course.folders import CourseError

SETTINGS = "nbgrader_config.py"


def course_settings(course: Path) -> Config:
    """Return the settings.

    Raises CourseError: If they can't be read: it is Python, in which anything may go wrong.
    """
    try:
        return PyFileConfigLoader(SETTINGS, path=str(course)).load_config()
    except Exception as error:
        raise CourseError(f"the settings in {course / SETTINGS} {in_words(error)}.") from None


def in_words(error: Exception) -> str:
    """Return what is wrong with something in the settings, and what to do."""
    said = " ".join(str(error).split())[-200:]
    return f"can't be used ({type(error).__name__}: {said}): put right what was changed last"
