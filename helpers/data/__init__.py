"""Pictures for the lessons: `load_cifar10`, its sources, its cache, and the set that we draw."""

from helpers.data.cache import DataError, cache_file, cache_folder, is_cached
from helpers.data.pictures import CLASS_NAMES, chosen, in_cache, load, load_cifar10, ready
from helpers.data.sets import CIFAR10, SYNTHETIC

__all__ = [
    "CIFAR10", "CLASS_NAMES", "SYNTHETIC", "DataError", "cache_file", "cache_folder", "chosen",
    "in_cache", "is_cached", "load", "load_cifar10", "ready",
]  # fmt: skip
