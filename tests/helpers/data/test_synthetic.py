"""The pictures that the course draws itself."""

import hashlib

import numpy as np
import pytest

from helpers import data
from helpers.data import pictures, synthetic
from helpers.data.synthetic_things import COLOURS, KINDS, SCENES

Block = tuple[np.ndarray, np.ndarray]


@pytest.fixture(scope="module")
def block() -> Block:
    return synthetic.draw(0, 300)


def test_a_block_holds_small_colour_pictures_and_labels(block: Block) -> None:
    pictures, labels = block
    assert pictures.shape == (300, 32, 32, 3)
    assert pictures.dtype == np.uint8
    assert labels.shape == (300,)
    assert labels.dtype == np.uint8


def test_a_block_holds_as_many_of_each_kind(block: Block) -> None:
    assert np.bincount(block[1]).tolist() == [30] * 10


def test_the_kinds_come_in_no_order(block: Block) -> None:
    assert len(set(block[1][:30].tolist())) > 5


def test_kinds_are_the_classes_in_the_order_of_the_labels() -> None:
    assert tuple(KINDS) == data.CLASS_NAMES


def test_the_same_block_is_drawn_alike(block: Block) -> None:
    again = synthetic.draw(0, 300)
    assert np.array_equal(again[0], block[0])
    assert np.array_equal(again[1], block[1])


def test_every_machine_draws_the_same_bits(block: Block) -> None:
    assert (
        hashlib.sha256(block[0].tobytes()).hexdigest()
        == "56a0f8874f5db4876a2a3798df3719ed0e6ba69558f0634e66db90ebd070c0b9"
    )


def test_no_two_pictures_are_alike_within_a_block_or_across(block: Block) -> None:
    other, _ = synthetic.draw(1, 300)
    both = np.concatenate([block[0], other])
    assert len({picture.tobytes() for picture in both}) == 600


def test_another_seed_draws_other_pictures(block: Block, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synthetic, "SEED", 1)
    assert not np.array_equal(synthetic.draw(0, 300)[0], block[0])


def test_a_picture_uses_light_and_dark(block: Block) -> None:
    spread = block[0].reshape(300, -1).std(axis=1)
    assert np.median(spread) > 20
    assert 60 < block[0].mean() < 190


@pytest.mark.parametrize("name", KINDS)
def test_all_that_a_kind_is_made_of_exists(name: str) -> None:
    kind = KINDS[name]
    assert {shape.form for shape in kind.shapes} <= set(synthetic.DEPTHS)
    assert {shape.colour for shape in kind.shapes} <= {"coat", "trim", *COLOURS}
    assert set(kind.coats) <= set(COLOURS)
    assert set(kind.scenes) <= set(SCENES)


def test_all_that_a_scene_is_made_of_exists() -> None:
    assert {colour for pair in SCENES.values() for colour in pair} <= set(COLOURS)


def test_a_thing_reaches_no_further_than_its_frame_allows() -> None:
    shapes = [shape for kind in KINDS.values() for shape in kind.shapes]
    assert max(abs(shape.x) for shape in shapes) <= 1
    assert max(abs(shape.y) for shape in shapes) <= 1


def test_uniform_numbers_stay_between_their_ends() -> None:
    drawn = synthetic.uniform(np.random.PCG64(0), 10_000, 2, 5)
    assert drawn.min() >= 2
    assert drawn.max() < 5
    assert drawn.mean() == pytest.approx(3.5, abs=0.05)


def test_bell_shaped_numbers_have_their_middle_and_spread() -> None:
    drawn = synthetic.bell(np.random.PCG64(0), 10_000, 1, 0.2)
    assert drawn.mean() == pytest.approx(1, abs=0.01)
    assert drawn.std() == pytest.approx(0.2, abs=0.01)


def test_a_name_that_is_listed_twice_is_picked_twice_as_often() -> None:
    drawn = synthetic.pick(np.random.PCG64(0), 9_000, ("sea", "sea", "air"))
    assert np.mean(drawn == "sea") == pytest.approx(2 / 3, abs=0.02)


# The whole set: drawn once into the cache, and held against its digests by `load`


@pytest.fixture(scope="module")
def whole() -> tuple[pictures.Split, pictures.Split]:
    return data.load(data.SYNTHETIC)


def test_the_set_has_the_shapes_and_types_of_cifar10(
    whole: tuple[pictures.Split, pictures.Split],
) -> None:
    for (x, y), n in zip(whole, (50_000, 10_000), strict=True):
        assert x.shape == (n, 32, 32, 3)
        assert x.dtype == np.uint8
        assert y.shape == (n,)
        assert y.dtype == np.int64


def test_the_set_has_as_many_rows_of_each_class_as_cifar10(
    whole: tuple[pictures.Split, pictures.Split],
) -> None:
    (_, y_train), (_, y_test) = whole
    assert np.bincount(y_train).tolist() == [5_000] * 10
    assert np.bincount(y_test).tolist() == [1_000] * 10


def test_no_picture_is_there_twice_so_that_none_is_tested_that_was_trained_on(
    whole: tuple[pictures.Split, pictures.Split],
) -> None:
    assert len({hash(picture.tobytes()) for x, _ in whole for picture in x}) == 60_000


def test_the_last_block_is_the_test_set(whole: tuple[pictures.Split, pictures.Split]) -> None:
    pictures, labels = synthetic.draw(5, 10_000)
    assert np.array_equal(whole[1][0], pictures)
    assert np.array_equal(whole[1][1], labels)


def test_a_dark_frog_is_among_the_rows_at_which_lesson_06_looks(
    whole: tuple[pictures.Split, pictures.Split],
) -> None:
    (x, y), few = whole[0], slice(16, 24)
    assert x[few][y[few] == 6].mean(axis=(1, 2, 3)).min() < 100
