"""What lesson 03 says of rows that come to Keras in batches, held against the installed Keras."""

import warnings

import keras
import numpy as np
import pytest
from PIL import Image

from helpers.lessons import batch_feeds as feeding
from tests.solutions.facts import sentences, stands_there

LESSON = "03_balanced_weights"
COPIED = {0: 1, 1: 50, 2: 2}
IN_KERAS = {
    "generator": ("feeds-read", "A generator takes no `class_weight` at all in this version"),
    "missing key": ("feeds-read", "gives that class the weight 1 without a word, as `fit`"),
    "third item": ("feeds-read", "each batch brings the weights of its rows as a third item"),
    "sample_weight": ("feeds-read", "`sample_weight` beside a feed is refused by all three"),
    "deprecated": ("feeds-read", "`flow_from_directory` (only under `tf.keras` now)"),
    "folders": ("feeds-read", "its `.classes` holds the label of every picture"),
    "alphabet": ("feeds-read", "number the folders by their names as text, '10' before '2'"),
    "successor": ("feeds-read", "That has `class_names` and no `.classes`"),
    "same two": ("generator-ends-read", "and always the same two: the first ones"),
    "warns": ("generator-ends-read", "Keras warns that the input ran out of data, and goes on"),
}
said_of_keras = sentences(LESSON, IN_KERAS, "keras")


@pytest.mark.parametrize("fact", IN_KERAS.values(), ids=IN_KERAS)
def test_the_lesson_still_says_what_is_tested_here(fact):
    assert stands_there(LESSON, fact)


def three_rows(name, *weights):
    return feeding.FEEDS[name](np.zeros((3, 1)), np.arange(3), *weights)


@pytest.mark.parametrize("given", [COPIED, {0: 1, 1: 50}], ids=["all keys", "a key missing"])
def test_a_generator_has_no_class_weight(given):
    arrived = feeding.arrived(three_rows("generator"), class_weight=given)
    assert arrived.startswith("ValueError: Argument `class_weight`"), said_of_keras("generator")


@pytest.mark.parametrize("name", ["PyDataset", "tf.data"])
def test_the_other_feeds_have(name):
    arrived = feeding.arrived(three_rows(name), class_weight=COPIED)
    assert arrived == "1 50 2", said_of_keras("generator")


def test_a_missing_key_counts_one_in_a_pydataset_and_is_an_error_in_tf_data():
    given = {0: 1, 1: 50}
    pydataset = feeding.arrived(three_rows("PyDataset"), class_weight=given)
    assert pydataset == "1 50 1", said_of_keras("missing key")
    dataset = feeding.arrived(three_rows("tf.data"), class_weight=given)
    assert "Error" in dataset, said_of_keras("missing key")


@pytest.mark.parametrize("name", feeding.FEEDS)
def test_no_feed_takes_sample_weights_beside_it(name):
    arrived = feeding.arrived(three_rows(name), sample_weight=np.array([1, 50, 2]))
    assert arrived.startswith("ValueError: When providing `x`"), said_of_keras("sample_weight")


@pytest.mark.parametrize("name", feeding.FEEDS)
def test_every_feed_takes_weights_as_a_third_item(name):
    arrived = feeding.arrived(three_rows(name, np.array([1, 50, 2])))
    assert arrived == "1 50 2", said_of_keras("third item")


def test_later_epochs_of_a_generator_have_the_first_two_batches_and_keras_only_warns():
    numbers = np.arange(8)
    witness = feeding.Witness()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        witness.fit(feeding.generator(numbers, numbers, numbers, size=1), epochs=4, verbose=0)
    noted = np.ravel(witness.noted).tolist()
    assert noted == [*range(8), 0, 1, 0, 1, 0, 1], said_of_keras("same two")
    assert any("ran out of data" in str(w.message) for w in caught), said_of_keras("warns")


def test_a_generator_without_end_goes_on_where_the_epoch_before_stopped():
    numbers = np.arange(8)
    witness = feeding.Witness()
    endless = feeding.endless(numbers, numbers, numbers, size=1)
    witness.fit(endless, steps_per_epoch=3, epochs=4, verbose=0)
    assert np.ravel(witness.noted).tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3]


@pytest.fixture
def folders(tmp_path):
    """Pictures in three folders: three in '10', two in '2' and one in 'cat'."""
    for name, pictures in {"10": 3, "2": 2, "cat": 1}.items():
        (tmp_path / name).mkdir()
        for number in range(pictures):
            Image.new("RGB", (8, 8)).save(tmp_path / name / f"{number}.png")
    return tmp_path


def test_pictures_from_folders_bring_their_labels_as_classes(folders):
    from tensorflow.keras.preprocessing.image import ImageDataGenerator

    flow = ImageDataGenerator().flow_from_directory(
        folders, target_size=(8, 8), batch_size=6, class_mode="sparse", shuffle=False
    )
    assert not hasattr(keras.preprocessing.image, "ImageDataGenerator"), said_of_keras("deprecated")
    assert isinstance(flow, keras.utils.PyDataset), said_of_keras("folders")
    assert flow.classes.tolist() == [0, 0, 0, 1, 1, 2], said_of_keras("folders")
    assert flow.class_indices == {"10": 0, "2": 1, "cat": 2}, said_of_keras("alphabet")
    assert feeding.arrived(flow, class_weight={0: 1, 1: 2, 2: 6}) == "1 1 1 2 2 6"


def test_the_successor_has_names_of_classes_and_no_classes(folders):
    pictures = keras.utils.image_dataset_from_directory(folders, image_size=(8, 8))
    assert pictures.class_names == ["10", "2", "cat"], said_of_keras("alphabet")
    assert not hasattr(pictures, "classes"), said_of_keras("successor")
    counted = np.concatenate([labels for _, labels in pictures])
    assert np.bincount(counted).tolist() == [3, 2, 1], said_of_keras("successor")
