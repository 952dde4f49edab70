"""The pages of the site: what of a lesson is on them, and what is not."""

import base64
import re

import nbformat
import pytest

from course.folders import CourseError, lesson_notebook
from course.release.glossary import Term
from course.release.lessons import release
from course.site.pages import example_card, glossary_page, lesson_page, lesson_table, terms_to_print
from helpers.claims import CLAIM_TYPE
from helpers.predictions import reveal
from tests.small_course import graded

# One white pixel.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAWk1v8QAAAABJRU5ErkJggg=="
)
PICTURE = f'<img src="data:image/png;base64,{base64.b64encode(PNG).decode()}" alt="A pixel.">'
SCHEME = "Model text.\n\n=== BEGIN MARK SCHEME ===\n- 1 point: all.\n=== END MARK SCHEME ==="
TERM = Term("rare class", "01_small", "double", "The rare class is what we look for.")


@pytest.fixture
def made(small_course, tmp_path):
    """Return a function that makes the page of the small lesson, after changes to its cells."""

    def make(*, answers=True, terms=(), outputs=(), extra=()):
        folder = small_course / "solutions" / "01_small"
        notebook = nbformat.read(lesson_notebook(folder), as_version=4)
        notebook.cells += extra
        nbformat.write(notebook, lesson_notebook(folder))
        release(small_course, [folder])
        by_id = {cell.id: cell for cell in notebook.cells}
        by_id["see"].outputs = list(outputs)
        return lesson_page(
            nbformat.read(small_course / "notebooks" / "01_small" / "01_small.ipynb", as_version=4),
            notebook,
            lesson="01_small",
            terms=list(terms),
            figures=tmp_path / "figures",
            answers=answers,
        )

    return make


def cell(page, cell_id):
    [found] = [cell for cell in page.cells if cell.id == cell_id]
    return found


def shown(html):
    return nbformat.v4.new_output("display_data", {"text/html": html})


def test_an_answer_is_folded_away_below_the_empty_function(made):
    page = made()
    assert "return ..." in cell(page, "double-solution").source
    assert "return y * 2" not in cell(page, "double-solution").source
    answer = cell(page, "double-solution-answer").source
    assert answer.startswith('<details class="answer">\n<summary>One right answer</summary>')
    assert "    return y * 2\n```" in answer
    assert "SOLUTION" not in answer


def test_a_site_of_a_graded_course_has_no_answers(made):
    assert "return y * 2" not in nbformat.writes(made(answers=False))


def test_hidden_tests_and_mark_schemes_are_on_no_page(made):
    box = nbformat.v4.new_markdown_cell(SCHEME, id="why-written")
    box.metadata.nbgrader = {**graded("why-written", points=1), "locked": False, "solution": True}
    text = nbformat.writes(made(extra=[box]))
    assert 'check(\\"double\\", double)' in text
    for secret in (
        "check.hidden",
        "HIDDEN",
        "MARK SCHEME",
        "Model text",
        "Write your answer here.*",
    ):
        assert secret not in text


def test_outputs_are_those_of_the_solved_lesson(made):
    page = made(outputs=[shown("<b>Twice one is two.</b>")])
    assert cell(page, "see").outputs[0].data["text/html"] == "<b>Twice one is two.</b>"


def test_a_picture_becomes_a_file_that_keeps_its_text_and_links_to_itself(made, tmp_path):
    page = made(outputs=[shown(PICTURE), shown(PICTURE)])
    html = cell(page, "see").outputs[1].data["text/html"]
    assert html == (
        '<a href="../figures/01_small/see-2.png"><img src="../figures/01_small/see-2.png" '
        'loading="lazy" width="1" height="1" alt="A pixel."></a>'
    )
    assert (tmp_path / "figures" / "01_small" / "see-2.png").read_bytes() == PNG


def test_widgets_and_claims_as_data_stay_behind(made):
    widget = "application/vnd.jupyter.widget-view+json"
    data = {"text/html": "still", widget: {"model_id": "1"}, CLAIM_TYPE: {"held": True}}
    page = made(outputs=[nbformat.v4.new_output("display_data", data)])
    assert cell(page, "see").outputs[0].data == {"text/html": "still"}


def test_the_page_says_once_that_it_is_for_reading(made):
    assert "This page is for reading" in made().cells[1].source
    assert "one right answer to each exercise is folded away" in made().cells[1].source
    assert "right answer" not in made(answers=False).cells[1].source


def test_a_page_says_nothing_of_a_guess_that_a_reader_could_not_make(made, capsys):
    reveal(..., 0.25, "share of the dogs found")
    output = nbformat.v4.new_output("stream", name="stdout", text=capsys.readouterr().out)
    assert (
        cell(made(outputs=[output]), "see").outputs[0].text == "share of the dogs found: 0.250.\n"
    )


def test_of_a_progress_bar_its_end_stays(made):
    parts = ["\rplain   0% |  |", "\rplain  50% |█ |", "\rplain 100% |██|\n"]
    outputs = [nbformat.v4.new_output("stream", name="stdout", text=part) for part in parts]
    [output] = cell(made(outputs=outputs), "see").outputs
    assert output.text.strip() == "plain 100% |██|"


def test_the_title_bears_the_number_of_the_lesson(made):
    assert "# 01 · A small lesson" in cell(made(), "title").source


def test_a_link_to_a_written_page_leads_to_its_page_on_the_site(made):
    text = "See [`row`](../../docs/tools.md#row) and [the page](../../docs/decide.md)."
    page = made(extra=[nbformat.v4.new_markdown_cell(text, id="links")])
    assert "[`row`](../tools.md#row) and [the page](../decide.md)" in cell(page, "links").source


def test_a_link_to_the_next_lesson_leads_to_its_page_on_the_site(made):
    text = "On to [Lesson 02](../02_other/02_other.ipynb)."
    page = made(extra=[nbformat.v4.new_markdown_cell(text, id="links")])
    assert "On to [Lesson 02](02_other.ipynb)." in cell(page, "links").source


def test_a_term_links_to_the_glossary_where_it_is_explained(made):
    text = nbformat.v4.new_markdown_cell("The **rare\nclass** is what we look for.", id="terms")
    page = made(terms=[Term("rare class", "01_small", "terms", "")], extra=[text])
    assert "The **{term}`rare class`** is" in cell(page, "terms").source


FOLD = "<details>\n<summary>Why</summary>\n\nSo.\n\n</details>"


@pytest.mark.parametrize(
    ("text", "labelled"),
    [
        ("Text.", "(01-cell)=\nText."),
        (f"{FOLD}\n\n## A heading", f"{FOLD}\n\n(01-cell)=\n## A heading"),
        (f"{FOLD}\n\n{FOLD}\n\nText.", f"{FOLD}\n\n{FOLD}\n\n(01-cell)=\nText."),
        (FOLD, FOLD.replace("So.", "(01-cell)=\nSo.")),
    ],
)
def test_the_label_of_a_cell_is_before_a_text_that_can_be_linked_to(made, text, labelled):
    page = made(extra=[nbformat.v4.new_markdown_cell(text, id="cell")])
    assert cell(page, "cell").source == labelled


def test_notebooks_out_of_step_are_named(made, small_course):
    page = made()
    page.cells.append(nbformat.v4.new_markdown_cell("New.", id="new"))
    with pytest.raises(CourseError, match="the cell new of notebooks/ is not in solutions/"):
        lesson_page(
            page,
            nbformat.v4.new_notebook(cells=[c for c in page.cells if c.id != "new"]),
            lesson="01_small",
            terms=[],
            figures=small_course,
            answers=True,
        )


def test_the_glossary_is_sorted_and_links_back_to_the_lesson():
    other = Term("Accuracy", "02_other", "first", "Accuracy is a share.")
    page = glossary_page([TERM, other], {"01_small": "A small lesson", "02_other": "Other"})
    assert page.index("\nAccuracy\n") < page.index("\nRare class\n")
    assert "{ref}`01 · A small lesson <01-double>`" in page


def test_the_terms_to_print_are_sorted_and_name_their_lesson():
    other = Term("Accuracy", "02_other", "first", "Accuracy is a share.")
    assert terms_to_print([TERM, other]) == (
        "**Accuracy** (02). Accuracy is a share.\n\n"
        "**Rare class** (01). The rare class is what we look for."
    )


def test_the_table_of_lessons_has_title_opening_and_minutes():
    title = "# A small lesson\n\nSomebody doubles\nit twice.\n\nYou double.\n\n45 minutes. No more."
    cells = [nbformat.v4.new_markdown_cell(title)]
    row = lesson_table({"01_small": nbformat.v4.new_notebook(cells=cells)}).splitlines()[2]
    assert row == (
        "| **[01 · A small lesson](lessons/01_small.ipynb)**<br>Somebody doubles it twice. | 45 |"
    )


def test_a_lesson_without_minutes_is_named():
    cells = [nbformat.v4.new_markdown_cell("# A small lesson\n\nSomebody doubles it.")]
    with pytest.raises(CourseError, match="01_small: let a line of its first cell start with"):
        lesson_table({"01_small": nbformat.v4.new_notebook(cells=cells)})


def test_the_example_is_the_card_of_a_mistake(small_course):
    html = example_card(small_course / "solutions" / "01_small")
    assert "Not yet" in html
    assert "You squared it." in re.sub("<[^>]*>", "", html)
