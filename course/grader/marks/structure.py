"""A lesson that changes after hand-ins: its cells in the gradebook follow, marks by hand stay.

nbgrader itself refuses: it "cannot add or remove cells" of a notebook that has submissions.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from nbgrader.api import Comment, Grade, Gradebook, GradeCell, SolutionCell, SourceCell

from course.grader.by_hand.given_for import GivenFor
from course.grader.lesson import Lesson
from course.grader.marks.questions import exercise_of, name_of, questions_of
from course.grader.people.listed import listed

_Cells = dict[str, dict[str, Any]]
_Called = Callable[[str], str]


def follow(
    book: Gradebook, lesson: Lesson, keep: Callable[[], Path], given_for: GivenFor
) -> list[str]:
    """Bring the gradebook's cells of a lesson into step with it; return what changed, in words.

    keep (callable): Puts a copy of the gradebook from before aside and returns its file; called
        where something that was given by hand goes with its exercise.
    given_for: What marks by hand were given for.

    Nothing is committed. The content of cells is nbgrader's to record afterwards: until then a new
    one has none.
    """
    notebook = book.find_notebook(lesson.name, lesson.name)
    if not notebook.submissions:
        return []  # nbgrader records such a lesson anew
    about = {
        cell["metadata"]["nbgrader"]["grade_id"]: {**cell["metadata"]["nbgrader"], **cell}
        for cell in lesson.notebook["cells"]
        if cell["metadata"].get("nbgrader")
    }
    called = _names(notebook, lesson)
    sentences = _renamed(notebook, about, called, lesson.former)
    sentences += _removed(book, notebook, about, called, keep)
    sentences += _added(book, notebook, about, called)
    sentences += _worth_else(notebook, about, called, given_for)
    book.db.flush()
    return sentences


def _names(notebook: Any, lesson: Lesson) -> _Called:
    """Return a function that says what people call a cell, or a question that is gone."""
    asked = questions_of(lesson.notebook)
    gone = {cell.name for cell in notebook.grade_cells if cell.cell_type == "markdown"} - {*asked}
    return lambda cell: "A question in words" if cell in gone else name_of(cell, asked)


def _renamed(notebook: Any, about: _Cells, called: _Called, former: dict[str, str]) -> list[str]:
    """Give cells their new name, where one exercise went and one of the same points came.

    former (dict): The exercises that are known to have had another name.
    """
    old = {cell.name: cell for cell in notebook.grade_cells}
    gone, come = [*old.keys() - _graded(about)], [*_graded(about) - old.keys()]
    if len(gone) != 1 or len(come) != 1:
        return []
    same = old[gone[0]].max_score == about[come[0]]["points"]
    if not same and exercise_of(come[0]).replace("-", "_") not in former:
        return []
    before, after = exercise_of(gone[0]), exercise_of(come[0])
    for cells in (notebook.grade_cells, notebook.solution_cells, notebook.source_cells):
        for cell in cells:
            renamed = after + cell.name.removeprefix(before)
            if exercise_of(cell.name) == before and renamed in about:
                cell.name = renamed
    return [f"{called(before)} is called {called(after)} now; its marks stay."]


def _removed(
    book: Gradebook, notebook: Any, about: _Cells, called: _Called, keep: Callable[[], Path]
) -> list[str]:
    sentences = []
    gone = [
        cell
        for cells in (notebook.grade_cells, notebook.solution_cells, notebook.source_cells)
        for cell in cells
        if cell.name not in about
    ]
    given = {exercise_of(cell.name): _given_by_hand(gone, cell) for cell in gone}
    kept = keep() if any(given.values()) else None
    for exercise, students in given.items():
        who = listed(students)
        stays = f" What was given by hand to {who} stays in {kept}." if who else ""
        sentences.append(f"{called(exercise)} is gone.{stays}")
    for cell in gone:
        entries = [getattr(cell, kind, None) or () for kind in ("grades", "comments")]
        for entry in [entry for some in entries for entry in some]:
            book.db.delete(entry)
        book.db.delete(cell)
    book.db.flush()
    book.db.expire(notebook)
    return sentences


def _given_by_hand(gone: list[Any], cell: Any) -> list[str]:
    """Return who has a mark or a comment by hand on an exercise that goes."""
    of_it = [other for other in gone if exercise_of(other.name) == exercise_of(cell.name)]
    grades = [grade for other in of_it for grade in getattr(other, "grades", None) or ()]
    comments = [entry for other in of_it for entry in getattr(other, "comments", None) or ()]
    given = {grade.student.id for grade in grades if grade.manual_score is not None}
    return sorted(given | {entry.student.id for entry in comments if entry.manual_comment})


def _added(book: Gradebook, notebook: Any, about: _Cells, called: _Called) -> list[str]:
    sentences = []
    graded = {cell.name for cell in notebook.grade_cells}
    solved = {cell.name for cell in notebook.solution_cells}
    sources = {cell.name for cell in notebook.source_cells}
    for name, cell in about.items():
        if cell.get("grade") and name not in graded:
            new = GradeCell(
                name=name, notebook=notebook, max_score=cell["points"], cell_type=cell["cell_type"]
            )
            book.db.add(new)
            book.db.flush()
            for submitted in notebook.submissions:
                # nobody has left out what nobody asked
                book.db.add(Grade(cell_id=new.id, notebook=submitted, needs_manual_grade=True))
            sentences.append(
                f"{called(name)} is new, worth {cell['points']:g}; {len(notebook.submissions)} "
                "handed in before it existed, so it waits for a mark for each of them."
            )
        if cell.get("solution") and name not in solved:
            answer = SolutionCell(name=name, notebook=notebook)
            book.db.add(answer)
            book.db.flush()
            for submitted in notebook.submissions:
                book.db.add(Comment(cell_id=answer.id, notebook=submitted))
        if name not in sources:
            book.db.add(SourceCell(name=name, notebook=notebook, cell_type=cell["cell_type"]))
    return sentences


def _worth_else(notebook: Any, about: _Cells, called: _Called, given_for: GivenFor) -> list[str]:
    sentences = []
    for cell in notebook.grade_cells:
        points = about[cell.name]["points"]
        if cell.max_score != points:
            sentences.append(
                f"{called(cell.name)} is now worth {points:g}, "
                f"and was worth {cell.max_score:g} before.{_by_hand(cell, points, given_for)}"
            )
            cell.max_score = points
    given_for.save()
    return sentences


def _by_hand(cell: Any, points: float, given_for: GivenFor) -> str:
    """Say what becomes of marks by hand for other points; what can't be meant so now waits.

    That is more than there is, and whatever was given for fewer points than there are now. What was
    given for as many as there are now counts again.
    """
    stay: list[Any] = []
    again: list[Any] = []
    wait: list[Any] = []
    for grade in [grade for grade in cell.grades if grade.manual_score is not None]:
        mark = (grade.student.id, cell.name, grade.manual_score)
        stood, raised = not grade.needs_manual_grade, points > cell.max_score
        in_words = cell.cell_type == "markdown"  # an exercise's mark by the program changes, too
        if in_words and given_for.is_given_for(*mark, points):
            grade.needs_manual_grade = False
            (stay if stood else again).append(grade)
            continue
        if stood:
            given_for.note(*mark, cell.max_score)
        if grade.manual_score > points or (raised and grade.manual_score):
            grade.needs_manual_grade = True
        (wait if grade.needs_manual_grade else stay).append(grade)
    said = f" Marks by hand stay as they are ({_shown(stay)})." if stay else ""
    said += f" Given for these points before, and counting again: {_shown(again)}." if again else ""
    other = " Given by hand for other points, or another answer, and waiting for another look: "
    return said + (f"{other}{_shown(wait)}." if wait else "")


def _shown(grades: list[Any]) -> str:
    return listed(sorted(f"{grade.student.id} {grade.manual_score:g}" for grade in grades))


def _graded(about: _Cells) -> set[str]:
    return {name for name, cell in about.items() if cell.get("grade")}
