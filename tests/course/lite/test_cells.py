"""The code of a page's cells, from what was recorded."""

import numpy as np
import pytest

from course.lite.cells import page_of
from course.lite.record import NETWORK, PICTURES, Piece
from course.lite.statements import statements_of


def page(cells, stored):
    """Return the page of cells, some statements of which are stored.

    stored: For a cell and the number of a statement: why, and what it left.
    """
    recorded = {
        cell: [
            Piece(statement, *stored.get((cell, number), ("",)))
            for number, statement in enumerate(statements_of(source))
        ]
        for cell, source in cells.items()
    }
    return page_of(cells, recorded, seed=0)


def test_a_cell_that_runs_in_a_browser_stays_as_it_is():
    source = "check.needs('a')\n\n# why\nx = 1  # so"
    assert page({"one": source}, {}).sources == {"one": source}


def test_what_a_network_gave_takes_the_place_of_its_lines():
    cells = {"train": "net = cnn()\nnet.fit(x)\np = net(x)\nprint(p.mean())"}
    values = {"p": np.arange(3), "q": 1}
    found = page(
        cells,
        {
            ("train", 0): (NETWORK,),
            ("train", 1): (NETWORK, [{"text": "…"}]),
            ("train", 2): (NETWORK, [], values),
        },
    )
    assert found.sources["train"].splitlines() == [
        "# Computed when this page was made, with seed 0: TensorFlow does not run in a browser.",
        "#     net = cnn()",
        "#     net.fit(x)",
        "#     p = net(x)",
        'p = stored("train", "p")',
        "print(p.mean())",
    ]
    assert found.blocks["train"]["outputs"] == [{"text": "…"}]
    assert list(found.blocks["train"]["values"]) == ["p"]  # nothing reads q


def test_two_blocks_of_a_cell_have_names_of_their_own():
    cells = {"one": "a = x[0]\nprint(a)\nb = x[1]\nprint(b)"}
    stored = {("one", 0): (PICTURES, [], {"a": 1}), ("one", 2): (PICTURES, [], {"b": 2})}
    assert page(cells, stored).blocks.keys() == {"one", "one/2"}


def test_a_large_package_is_fetched_by_the_first_cell_that_uses_it():
    cells = {
        "imports": "import numpy as np\nfrom sklearn.metrics import roc_auc_score",
        "early": "x = np.ones(3)",
        "late": "print(roc_auc_score(x, x))",
        "later": "print(roc_auc_score(x, x))",
    }
    sources = page(cells, {}).sources
    assert sources["imports"] == "import numpy as np"
    assert sources["early"] == cells["early"]
    assert sources["late"].splitlines()[:2] == [
        'await packages("scikit-learn")  # fetched once',
        "from sklearn.metrics import roc_auc_score",
    ]
    assert sources["later"] == cells["later"]


@pytest.mark.parametrize("attribute", ["roc_and_pr", "cost_spread"])
def test_figures_that_need_more_than_matplotlib_say_so(attribute):
    cells = {"imports": "from helpers import plots", "draw": f"plots.{attribute}(y, p)"}
    assert 'packages("matplotlib", "sci' in page(cells, {}).sources["draw"]
