"""Figures: what they show is what they are given, and each has a text."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb

from helpers import plots
from helpers.plots import style
from helpers.plots.panels import FULLEST

COUNTS = {"tn": 8812, "fp": 188, "fn": 750, "tp": 250}
METRICS = {"accuracy": 0.9, "recall": 0.25}
Y = np.array([0, 0, 0, 0, 0, 0, 1, 1])
SCORES = np.array([0.1, 0.2, 0.3, 0.4, 0.4, 0.7, 0.6, 0.9])


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    yield
    plt.close("all")


@pytest.fixture
def shown(monkeypatch):
    """Return the bundles that `plots.show` hands to the notebook."""
    bundles = []
    monkeypatch.setattr(style, "display", lambda bundle, raw: bundles.append(bundle))
    return bundles


def texts(figure):
    return [
        text.get_text()
        for axis in figure.axes
        for text in [*axis.texts, *axis.get_xticklabels(), *axis.get_yticklabels(), axis.title]
    ] + [axis.get_title(loc="left") for axis in figure.axes]


def pictures(n):
    return np.arange(n * 32 * 32 * 3, dtype=np.uint8).reshape(n, 32, 32, 3)


def test_show_gives_a_picture_with_its_text(shown):
    figure, _ = plt.subplots()
    plots.show(figure, "A straight line.")
    assert 'role="img" tabindex="0" aria-label="A straight line."' in shown[0]["text/html"]
    assert "<svg " in shown[0]["text/html"]
    assert shown[0]["text/plain"] == "[figure] A straight line."


def test_show_escapes_the_text(shown):
    plots.show(plt.figure(), 'p < 0.5 & "rare"')
    assert 'aria-label="p &lt; 0.5 &amp; &quot;rare&quot;"' in shown[0]["text/html"]


def test_show_closes_the_figure(shown):
    figure = plt.figure()
    plots.show(figure, "Nothing.")
    assert not plt.fignum_exists(figure.number)


def test_show_takes_the_text_that_the_figure_brings_along(shown):
    plots.show(plots.confusion_matrices({"plain": COUNTS}))
    text = "Confusion matrix. plain: tn 8,812, fp 188, fn 750, tp 250."
    assert shown[0]["text/plain"] == f"[figure] {text}"


def test_show_refuses_a_figure_without_a_text():
    with pytest.raises(ValueError, match="no text"):
        plots.show(plt.figure())


@pytest.mark.parametrize(
    ("figure", "numbers"),
    [
        (
            lambda: plots.picture_sheet({"Dogs": pictures(2)}, captions=["dog", "cat"]),
            "2, dog, cat",
        ),
        (lambda: plots.metric_chart({"plain": METRICS}), "accuracy 0.90, recall 0.25"),
        (
            lambda: plots.roc_and_pr(Y, {"plain": SCORES}),
            "0.25, threshold 0.5 1.00, alarms 0.17, precision 0.67",
        ),
    ],
)
def test_the_text_of_a_figure_holds_what_it_shows(figure, numbers):
    label = figure().get_label()
    assert all(part in label for part in numbers.split(", "))


def test_a_table_in_words_has_whole_numbers_and_rounded_ones():
    table = {"plain": {"tn": 8812, "recall": 0.254}, "weighted": {"tn": 0, "recall": 1.0}}
    assert plots.in_words(table) == "plain: tn 8,812, recall 0.25; weighted: tn 0, recall 1.00"
    assert plots.in_words({"gain": {"middle": -0.0011}}) == "gain: middle 0.00"


def test_a_sheet_shows_every_picture_of_every_group():
    figure = plots.picture_sheet({"Dogs": pictures(3), "Others": pictures(12)}, columns=5)
    assert [len(axis.images) for axis in figure.axes] == [3, 12]
    np.testing.assert_array_equal(figure.axes[1].images[7].get_array(), pictures(12)[7])


def test_precision_recall_curves_have_a_line_each_and_their_areas_in_the_text():
    figure = plots.pr_curves(Y, {"plain": SCORES, "upside down": 1 - SCORES})
    [axis] = figure.axes
    assert len(axis.lines) == 3  # with chance
    assert axis.get_ylim() == (0, 1.02)
    words = ["plain, average precision 0.833", "upside down, average precision 0.208"]
    assert [text.get_text() for text in figure.legends[0].get_texts()] == words
    assert f"; chance is a precision of 25.0%. {'; '.join(words)}." in figure.get_label()


def test_a_sheet_names_its_groups():
    figure = plots.picture_sheet({"Dogs": pictures(2), "Others": pictures(2)})
    assert {"Dogs", "Others"} <= set(texts(figure))


def test_pictures_stand_side_by_side_without_overlap():
    figure = plots.picture_sheet({"All": pictures(7)}, columns=3)
    boxes = [image.get_extent() for image in figure.axes[0].images]
    corners = {(round(left), round(min(low, high))) for left, _, low, high in boxes}
    assert corners == {(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1), (0, 2)}
    assert all(right - left < 1 for left, right, _, _ in boxes)


def test_captions_run_through_all_groups():
    groups = {"Dogs": pictures(1), "Others": pictures(2)}
    figure = plots.picture_sheet(groups, captions=["dog", "cat", "ship"])
    shown = [[text.get_text() for text in axis.texts] for axis in figure.axes]
    assert shown == [["dog"], ["cat", "ship"]]


def test_a_framed_picture_differs_by_more_than_colour():
    figure = plots.picture_sheet(
        {"All": pictures(2)}, captions=["dog", "cat"], framed=np.array([True, False])
    )
    axis = figure.axes[0]
    framed, rim = axis.patches
    assert framed.get_path_effects()
    assert framed.get_linewidth() > 2 * rim.get_linewidth()
    assert [text.get_fontweight() for text in axis.texts] == ["bold", "normal"]


def test_a_confusion_matrix_shows_its_four_counts_and_the_shares_of_the_true_class():
    shown = texts(plots.confusion_matrices({"plain": COUNTS}))
    assert {"8,812", "188", "750", "250", "plain"} <= set(shown)
    assert {"97.9% of 9,000", "2.1% of 9,000", "75.0% of 1,000", "25.0% of 1,000"} <= set(shown)


def test_each_count_stands_in_its_own_cell_of_the_confusion_matrix():
    axis = plots.confusion_matrices({"plain": COUNTS}).axes[0]
    cell = {
        text.get_text(): (text.get_position()[0], round(text.get_position()[1]))
        for text in axis.texts
    }
    # Columns are what the model says, rows the true class, 0 first.
    assert [cell[text] for text in ("8,812", "188", "750", "250")] == [
        (0, 0),
        (1, 0),
        (0, 1),
        (1, 1),
    ]
    names = ["let pass (tn)", "false alarms (fp)", "dogs missed (fn)", "dogs found (tp)"]
    assert [cell[text] for text in names] == [(0, 0), (1, 0), (0, 1), (1, 1)]


def test_a_confusion_matrix_bears_a_class_without_rows():
    empty = {"tn": 5, "fp": 0, "fn": 0, "tp": 0}
    assert texts(plots.confusion_matrices({"plain": empty})).count("0.0% of 0") == 2


@pytest.mark.parametrize("found", range(0, 1001, 100))
def test_a_cell_of_a_confusion_matrix_is_as_full_as_its_share_of_the_row(found):
    counts = {"tn": 9000, "fp": 0, "fn": 1000 - found, "tp": found}
    axis = plots.confusion_matrices({"plain": counts}).axes[0]
    opacities = [patch.get_facecolor()[3] for patch in axis.patches]
    expected = FULLEST * np.array([1, 0, 1 - found / 1000, found / 1000])
    np.testing.assert_allclose(opacities, expected, atol=1e-6)


def contrast(one, other):
    """The contrast ratio of WCAG 2.2; 4.5 is asked for with small text."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    rgb = np.array(to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def test_the_metric_chart_puts_each_number_at_its_place():
    figure = plots.metric_chart({"plain": METRICS, "weighted": {"accuracy": 0.7, "recall": 0.8}})
    axis = figure.axes[0]
    assert [x for x, _ in lines_of(axis)] == [[0.9, 0.25], [0.7, 0.8]]
    assert {"0.90", "0.25", "0.70", "0.80", "accuracy", "recall"} <= set(texts(figure))


def test_the_metric_chart_says_what_is_compared_where_it_is_not_models():
    figure = plots.metric_chart({"threshold moved": METRICS}, "Two ways to decide")
    assert figure.legends[0].get_title().get_text() == "Two ways to decide"
    assert figure.get_label().startswith("Two ways to decide, as points")


def test_models_on_the_metric_chart_differ_by_their_marks():
    figure = plots.metric_chart(dict.fromkeys(("never", "plain", "weighted"), METRICS))
    assert len({line.get_marker() for line in figure.axes[0].lines}) == 3


def lines_of(axis):
    return [tuple(np.asarray(line.get_xydata()).T.tolist()) for line in axis.lines]


def test_the_chance_level_of_precision_and_recall_is_the_share_of_the_rare_class():
    pr = plots.roc_and_pr(Y, {"plain": SCORES}).axes[1]
    assert ([0, 1], [0.25, 0.25]) in lines_of(pr)
    assert any("25.0%" in text.get_text() for text in pr.texts)


def test_marks_stand_at_the_threshold_of_one_half():
    roc, pr = plots.roc_and_pr(Y, {"plain": SCORES}).axes
    assert ([1 / 6], [1.0]) in [([float(x[0])], y) for x, y in lines_of(roc) if len(x) == 1]
    assert ([1.0], [2 / 3]) in lines_of(pr)


def test_a_model_that_never_says_one_has_no_precision_to_mark():
    roc, pr = plots.roc_and_pr(Y, {"plain": SCORES / 2}).axes
    assert ([0.0], [0.0]) in lines_of(roc)
    assert all(len(x) > 1 for x, _ in lines_of(pr))


def test_the_curves_begin_and_end_where_they_must():
    roc, pr = plots.roc_and_pr(Y, {"plain": SCORES}).axes
    alarms, hits = lines_of(roc)[0]
    assert (alarms[0], hits[0], alarms[-1], hits[-1]) == (0, 0, 1, 1)
    recall, precision = lines_of(pr)[0]
    assert (recall[-1], precision[-1]) == (0.5, 1)
    assert (recall[0], precision[0]) == (1, 0.25)


def test_the_pr_curve_has_no_spike_before_the_first_find():
    _, pr = plots.roc_and_pr(Y, {"upside down": 1 - SCORES}).axes
    recall, precision = lines_of(pr)[0]
    assert min(recall) > 0
    assert min(precision) > 0


def test_two_models_differ_by_their_lines_in_both_panels():
    for axis in plots.roc_and_pr(Y, {"plain": SCORES, "weighted": SCORES**2}).axes:
        curves = [line for line in axis.lines if len(np.asarray(line.get_xdata())) > 2]
        assert len({curve.get_linestyle() for curve in curves}) == len(curves) == 2


def test_the_four_colours_are_told_apart():
    assert len({to_hex(c) for c in (style.COMMON, style.RARE, style.NEUTRAL, style.ACCENT)}) == 4


def test_the_text_of_a_sheet_says_equal_neighbours_at_once():
    groups = {"Dogs": pictures(3), "Others": pictures(2)}
    figure = plots.picture_sheet(groups, captions=["dog", "dog", "cat", "cat", "ship"])
    assert figure.get_label() == (
        "Dogs: 3 small pictures: 2 times dog, cat. Others: 2 small pictures: cat, ship."
    )


def test_a_sheet_says_which_pictures_are_framed():
    figure = plots.picture_sheet({"Four": pictures(4)}, framed=[0, 1, 0, 1])
    assert figure.get_label().endswith("Framed: number 2, 4.")
