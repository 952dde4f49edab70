"""Which set is used: the one that is asked for, or the drawn one where CIFAR-10 can't be had."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import IPython.display
import numpy as np
import pytest

from helpers import data
from helpers.data import notice as data_notice
from helpers.data import pictures, synthetic
from helpers.data import sources as data_sources
from tests.helpers.data.small_pictures import PARTS, SMALL, Machine, assert_small, raising

TRAIN, TEST = synthetic.draw(0, 20), synthetic.draw(1, 20)
DRAWN = replace(
    data.SYNTHETIC,
    train=20,
    test=20,
    pixels_sha256=hashlib.sha256(TRAIN[0].tobytes() + TEST[0].tobytes()).hexdigest(),
    labels_sha256=hashlib.sha256(TRAIN[1].tobytes() + TEST[1].tobytes()).hexdigest(),
)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Return a machine for which CIFAR-10 has 16 pictures, and the synthetic set 40."""
    monkeypatch.setattr(pictures, "CIFAR10", replace(SMALL, name="cifar10"))
    monkeypatch.setattr(pictures, "SYNTHETIC", DRAWN)
    monkeypatch.setattr(data_sources, "BLOCK", 20)
    return Machine(tmp_path, monkeypatch)


def assert_drawn(loaded: tuple[pictures.Split, pictures.Split]) -> None:
    for part, (x, y) in zip(loaded, (TRAIN, TEST), strict=True):
        assert np.array_equal(part[0], x)
        assert np.array_equal(part[1], y)


def test_without_a_wish_cifar10_is_used_and_nothing_is_said(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.keras(lambda: PARTS)
    assert_small(data.load_cifar10())
    assert capsys.readouterr() == ("", "")


def test_the_synthetic_set_is_drawn_if_it_is_asked_for(machine: Machine) -> None:
    machine.keras(lambda: PARTS)
    machine.monkeypatch.setenv("COURSE_DATA", "synthetic")
    assert_drawn(data.load_cifar10())
    assert machine.left() == ["synthetic.npy"]


def test_the_synthetic_set_is_mapped_and_can_not_be_written(machine: Machine) -> None:
    machine.monkeypatch.setenv("COURSE_DATA", "synthetic")
    (x, y), _ = data.load_cifar10()
    assert isinstance(x, np.memmap)
    assert not x.flags.writeable
    assert y.dtype == np.int64


def test_the_synthetic_set_in_the_cache_is_not_drawn_again(machine: Machine) -> None:
    machine.monkeypatch.setenv("COURSE_DATA", "synthetic")
    data.ready()
    machine.monkeypatch.setattr(synthetic, "draw", raising(AssertionError("drawn again")))
    assert_drawn(data.load_cifar10())


def test_a_machine_that_draws_other_pictures_says_so(machine: Machine) -> None:
    machine.monkeypatch.setenv("COURSE_DATA", "synthetic")
    machine.monkeypatch.setattr(synthetic, "SEED", 1)
    with pytest.raises(data.DataError) as caught:
        data.load_cifar10()
    assert "its pixels are not those of The synthetic set" in str(caught.value)
    assert "copy synthetic.npy from a colleague's cache folder" in str(caught.value)
    assert "internet" not in str(caught.value)


def test_where_nothing_can_be_reached_the_synthetic_set_stands_in(machine: Machine) -> None:
    assert data.ready() is DRAWN
    assert_drawn(data.load_cifar10())


def test_a_terminal_is_told_that_the_synthetic_set_stands_in_and_why(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    data.load_cifar10()
    err = capsys.readouterr().err
    assert err.startswith("course: These pictures are drawn by the course: they are not CIFAR-10.")
    assert "Keras: URL fetch failure: Name or service not known" in err
    assert "npm: there is no npm on the PATH" in err
    assert "when you are online, restart the kernel" in err


def banners(machine: Machine) -> list[dict[str, str]]:
    """Let the tests be in a notebook; return the list to which banners are added."""
    shown: list[dict[str, str]] = []

    def display(bundle: dict[str, str], **_: Any) -> None:
        shown.append(bundle)

    machine.monkeypatch.setattr(data_notice, "in_notebook", lambda: True)
    machine.monkeypatch.setattr(IPython.display, "display", display)
    return shown


def test_a_notebook_shows_a_banner_where_the_synthetic_set_stands_in(machine: Machine) -> None:
    shown = banners(machine)
    data.load_cifar10()
    [banner] = shown
    assert 'role="alert"' in banner["text/html"]
    for text in banner.values():
        assert "they are not CIFAR-10" in text
        assert "there is no npm on the PATH" in text


def test_what_a_source_said_is_no_html_in_the_banner(machine: Machine) -> None:
    shown = banners(machine)
    machine.keras(raising(Exception("<script>alert(1)</script>")))
    data.load_cifar10()
    assert "<script>" not in shown[0]["text/html"]
    assert "&lt;script&gt;" in shown[0]["text/html"]


def test_a_notebook_shows_a_quieter_banner_where_it_was_asked_for(machine: Machine) -> None:
    shown = banners(machine)
    machine.monkeypatch.setenv("COURSE_DATA", "synthetic")
    data.load_cifar10()
    [banner] = shown
    assert 'role="note"' in banner["text/html"]
    assert "COURSE_DATA asks for it" in banner["text/plain"]


def test_cifar10_by_name_is_cifar10(machine: Machine) -> None:
    machine.keras(lambda: PARTS)
    machine.monkeypatch.setenv("COURSE_DATA", "cifar10")
    assert_small(data.load_cifar10())


def test_cifar10_by_name_refuses_the_synthetic_set(machine: Machine) -> None:
    machine.monkeypatch.setenv("COURSE_DATA", "cifar10")
    with pytest.raises(data.DataError, match="could not be fetched"):
        data.load_cifar10()
    assert machine.left() == []


def test_cifar10_is_used_again_as_soon_as_it_can_be_had(machine: Machine) -> None:
    data.load_cifar10()
    machine.keras(lambda: PARTS)
    assert_small(data.load_cifar10())


@pytest.mark.parametrize("value", ["cifar100", "Synthetic", " "])
def test_an_unknown_set_is_named_in_one_sentence(machine: Machine, value: str) -> None:
    machine.monkeypatch.setenv("COURSE_DATA", value)
    with pytest.raises(data.DataError) as caught:
        data.load_cifar10()
    said = str(caught.value)
    assert f"COURSE_DATA is {value!r}" in said
    assert "'cifar10' and 'synthetic'" in said
    assert "\n" not in said


def test_the_cache_says_what_a_machine_without_network_will_use(machine: Machine) -> None:
    assert data.in_cache() is None
    data.ready()
    assert data.in_cache() is DRAWN
    machine.keras(lambda: PARTS)
    data.ready()
    assert data.in_cache() == replace(SMALL, name="cifar10")
    machine.monkeypatch.setenv("COURSE_DATA", "synthetic")
    assert data.in_cache() is DRAWN
