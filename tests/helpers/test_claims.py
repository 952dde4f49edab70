"""Claims: what is shown, counted and raised."""

import json

import numpy as np
import pytest

from helpers import claims
from helpers.claims import CLAIM_TYPE, ClaimError, claim


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[dict]:
    """Collect what would be displayed, in a run that is not a quick one."""
    bundles: list[dict] = []
    monkeypatch.delenv("COURSE_QUICK", raising=False)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.setattr(claims, "display", lambda bundle, raw: bundles.append(bundle))
    return bundles


def test_a_claim_that_holds_is_shown_as_text_html_and_data(shown):
    claim("Two is more than one.", 2 > 1)
    (bundle,) = shown
    assert bundle["text/plain"] == "✓ Holds on this machine: Two is more than one."
    assert "Two is more than one." in bundle["text/html"]
    assert bundle[CLAIM_TYPE] == {"text": "Two is more than one.", "held": True}


@pytest.mark.parametrize(
    "condition", [True, np.True_, np.float64(2) > 1, np.array(3) > 2], ids=repr
)
def test_any_true_comparison_is_a_condition(shown, condition):
    claim("So it is.", condition)
    assert shown[0][CLAIM_TYPE]["held"] is True


def test_what_is_counted_can_be_written_as_json(shown):
    claim("So it is.", np.True_)
    assert json.loads(json.dumps(shown[0][CLAIM_TYPE])) == {"text": "So it is.", "held": True}


def test_a_claim_that_fails_is_shown_then_raises(shown):
    with pytest.raises(ClaimError, match="does not hold on this machine: One is more than two"):
        claim("One is more than two.", 1 > 2)
    assert shown[0][CLAIM_TYPE]["held"] is False
    assert shown[0]["text/plain"].startswith("✗ Does not hold")


@pytest.mark.parametrize("variable", ["COURSE_QUICK", "NBGRADER_EXECUTION"])
def test_a_claim_that_fails_in_a_quick_run_is_shown_and_does_not_raise(
    shown, monkeypatch, variable
):
    monkeypatch.setenv(variable, "1")
    claim("One is more than two.", 1 > 2)
    assert shown[0][CLAIM_TYPE]["held"] is False
    assert "quick run" in shown[0]["text/plain"]


@pytest.mark.parametrize(
    "condition",
    [np.array([True, False]), np.array([True]), [True], "yes", "", 1, None, len, float("nan")],
    ids=repr,
)
def test_what_is_no_condition_is_refused_in_one_sentence(shown, condition):
    with pytest.raises(ClaimError, match=r"neither True nor False but .*: It holds\."):
        claim("It holds.", condition)
    assert shown == []


def test_the_text_is_escaped(shown):
    claim("1 < 2 & <b>so</b>.", True)
    assert "1 &lt; 2 &amp; &lt;b&gt;so&lt;/b&gt;." in shown[0]["text/html"]


def test_an_error_is_one_line_in_a_notebook():
    assert ClaimError("so it is")._render_traceback_() == ["ClaimError: so it is"]
