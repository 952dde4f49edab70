"""nbgrader's settings for this course, read by nbgrader and its pages started in this folder."""

import os
import sys
from pathlib import Path

c = get_config()  # noqa: F821 - traitlets puts it there

COURSE = Path(__file__).resolve().parent
GRADING = COURSE / "grading"
GRADING.mkdir(mode=0o700, exist_ok=True)  # marks are nobody else's on a shared machine


def put_first(variable: str, folder: Path) -> None:
    """Put a folder at the front of a search path in the environment."""
    folders = os.environ.get(variable, "").split(os.pathsep)
    os.environ[variable] = os.pathsep.join(
        dict.fromkeys([str(folder), *(name for name in folders if name)])
    )


# nbgrader calls `alembic` by name, and not everybody activates the environment first.
put_first("PATH", Path(sys.executable).parent)
# Kernels find `helpers` even where only the requirements were installed, not the course itself.
put_first("PYTHONPATH", COURSE)
sys.path.append(str(COURSE))

c.CourseDirectory.course_id = "rare-class-course"
c.CourseDirectory.root = str(COURSE)
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
c.CourseDirectory.submitted_directory = "grading/submitted"
c.CourseDirectory.autograded_directory = "grading/autograded"
c.CourseDirectory.feedback_directory = "grading/feedback"
c.CourseDirectory.solution_directory = "grading/solution"
c.CourseDirectory.db_url = f"sqlite:///{GRADING / 'gradebook.db'}"
# A class on one server hands in through a folder that all can write to: docs/jupyterhub.md.
if "COURSE_EXCHANGE_DIR" in os.environ:
    c.Exchange.root = os.environ["COURSE_EXCHANGE_DIR"]
if sys.platform != "win32":
    c.ExchangeFactory.collect = "course.grader.marks.exchange.CollectFromOwners"
# The bank stays with the instructor: neither released nor copied beside a submission. What a
# learner has done so far stays with the learner.
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints",
    "*.pyc",
    "__pycache__",
    "exercises",
    "progress.json",
]

# What the learner finds in place of an answer: `...` is recognised as 'not attempted', and
# unlike a NotImplementedError it frightens nobody.
c.ClearSolutions.code_stub = {
    "python": "# Write your answer here, in place of the next line.\nreturn ..."
}
c.ClearSolutions.text_stub = "*Write your answer here.*"

# `checks.json` is made from the bank whenever a lesson is released, here or in the formgrader.
c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearSolutions",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
    "course.release.lessons.WriteChecks",
]

# A submission can't switch a test off by tagging it, or get rid of it by deleting it.
c.Execute.skip_cells_with_tag = "__never__"
c.OverwriteCells.add_missing_cells = True
# Right code keeps its marks when a library writes a warning to stderr.
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = r"(?s).*"
# A lesson trains small models even in a quick run; a kernel that is done need not say goodbye.
c.Execute.timeout = 120
c.Execute.shutdown_kernel = "immediate"
