"""Look at everything that the course needs, and say in words what is lacking."""

from pathlib import Path

from course.doctor.finding import MEND, Finding
from course.doctor.machine import data, memory, npm
from course.doctor.packages import course_installed, packages, python_version
from course.folders import CourseError, course_folder


def examine() -> list[Finding]:
    """Look at everything that the course needs, without importing TensorFlow.

    Returns (list of Finding): In the order in which things have to be mended.
    """
    try:
        course = course_folder()
    except CourseError as error:
        course, at_hand = None, Finding("course", False, str(error))
    else:
        at_hand = Finding("course", True, f"The course is in {course}, with nbgrader_config.py.")
    return [
        python_version(),
        at_hand,
        *packages(course),
        course_installed(),
        memory(),
        *data(),
        npm(),
        *sandbox(course),
        *([released_lessons(course)] if course else []),
    ]


def report(findings: list[Finding]) -> str:
    """Return the findings as text, one a line, and a closing sentence."""
    width = max((len(finding.name) for finding in findings), default=0)
    lines = [
        f"{'ok     ' if finding.ok else 'MISSING'}  {finding.name:<{width}}  {finding.message}"
        for finding in findings
    ]
    missing = [finding.name for finding in findings if not finding.ok]
    fine = "Everything that the course needs is there."
    closing = f"To put right: {', '.join(missing)}." if missing else fine
    return "\n".join([*lines, "", closing])


def sandbox(course: Path | None) -> list[Finding]:
    """Tell what the sandbox for learners' code holds on this machine; only graders need it."""
    try:
        from course.grader.sandbox.probe import in_words

        rows = in_words([course] if course else [])
    except ImportError as error:
        return [Finding("sandbox", False, f"The sandbox can't be looked at ({error}): {MEND}.")]
    return [Finding("sandbox", ok, sentence) for ok, sentence in rows]


def released_lessons(course: Path) -> Finding:
    """Tell whether each lesson in notebooks/ has the file that its checks read."""
    folders = sorted(file.parent for file in (course / "notebooks").glob("*/*.ipynb"))
    without = [folder.name for folder in folders if not (folder / "checks.json").is_file()]
    if not folders:
        message = "There are no lessons in notebooks/: run `course release`."
    elif without:
        message = f"checks.json is missing in {', '.join(without)}: run `course release`."
    else:
        message = f"Lessons that are there, with their checks: {len(folders)}."
    return Finding("lessons", bool(folders) and not without, message)
