"""Running several lessons one after another, and what they need together with a JupyterLab."""

import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from course.run.lab_beside import lab_beside
from course.run.lessons import run_lesson, summary
from course.run.memory import peak_memory_mb
from helpers.data.sets import PictureSet


def run_several(
    course: Path,
    folders: list[Path],
    pictures: PictureSet,
    *,
    quick: bool,
    seed: int,
    memory_gigabytes: float | None,
) -> tuple[bool, dict[str, Any]]:
    """Run lessons, and print a line on each as soon as it has ended.

    With `memory_gigabytes` (units of 10**9 bytes) a JupyterLab is started, too: it and the largest
    lesson together may need no more.

    Returns (ok : bool): Whether every lesson ended well, within that memory.
    Returns (figures : dict): Seconds, memory and claims, as data for JSON.
    """
    started = time.perf_counter()
    runs = []
    with lab_beside(course) if memory_gigabytes else nullcontext() as lab:
        for folder in folders:
            runs.append(run_lesson(folder, quick=quick, seed=seed, data=pictures.name))
            print(summary(runs[-1]), flush=True)
        lab_mb = peak_memory_mb(lab) if lab else 0.0
    seconds = round(time.perf_counter() - started, 1)
    print(f"{len(runs)} lessons in {seconds} s, seed {seed}, data: {pictures.title}")
    figures: dict[str, Any] = {
        "data": pictures.name,
        "seconds": seconds,
        "lessons": [run.data() for run in runs],
    }
    ok = all(run.ok for run in runs)
    if memory_gigabytes:
        together_mb = lab_mb + max(run.peak_mb for run in runs)
        allowed_mb = memory_gigabytes * 1000
        fits = together_mb <= allowed_mb
        print(
            f"{'ok  ' if fits else 'FAIL'} at most {together_mb:.0f} MB of {allowed_mb:.0f} MB, "
            f"JupyterLab's {lab_mb:.0f} MB among them"
        )
        figures |= {"lab_mb": round(lab_mb, 1), "together_mb": round(together_mb, 1)}
        ok = ok and fits
    return ok, figures
