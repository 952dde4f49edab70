"""Running the solved lessons in fresh kernels: time, memory, claims, errors."""

import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from tqdm import tqdm

from course.files import write_text
from course.folders import lesson_notebook
from helpers.claims import CLAIM_TYPE
from helpers.settings import somebody_watches

SECONDS_PER_CELL = 600
_PROBE = "from course.run.memory import peak_memory_mb\nprint(peak_memory_mb())"


@dataclass(frozen=True)
class LessonRun:
    """What a run of one lesson gave.

    lesson: str.
    seconds (float): Wall time, the kernel's start included.
    peak_mb (float): The most memory that the kernel ever held, in units of 10**6 bytes.
    cells (int): Number of code cells.
    ok (bool): Whether no cell ended in an error and, but for a quick run, every claim held.
    claims (list of dict): ``{"text": str, "held": bool}`` in the order of the lesson.
    errors (list of str): ``cell: message`` for each error; not part of the JSON.
    """

    lesson: str
    seconds: float
    peak_mb: float
    cells: int
    ok: bool
    claims: list[dict[str, Any]]
    errors: list[str]

    def data(self) -> dict[str, Any]:
        """Return the run as data for JSON."""
        fields = asdict(self)
        del fields["errors"]
        return fields


def run_lesson(
    folder: Path,
    *,
    quick: bool = False,
    seed: int = 0,
    data: str | None = None,
    keep: Path | None = None,
) -> LessonRun:
    """Execute a solved lesson in a fresh kernel and return what came of it.

    Cells after an error are executed all the same, so that every error is seen. `data` is for
    `COURSE_DATA`, which stays as it is if none is given. The notebook with its outputs is written
    to the file `keep`, if there is one.
    """
    notebook = nbformat.read(lesson_notebook(folder), as_version=4)
    code_cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    probe = nbformat.v4.new_code_cell(_PROBE)
    notebook.cells.append(probe)
    errors = []
    started = time.perf_counter()
    try:
        chosen = {"COURSE_DATA": data} if data else {}
        execute(notebook, folder, chosen, quick=quick, seed=seed)
    except DeadKernelError:
        errors.append("the kernel died: was there too little memory?")
    seconds = time.perf_counter() - started
    errors += [
        f"{cell.id}: {output.ename}: {output.evalue}"
        for cell in code_cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]
    claims = [claim for cell in code_cells for claim in claims_of(cell)]
    held = quick or all(claim["held"] for claim in claims)
    if keep is not None:
        notebook.cells.remove(probe)
        write_text(keep, nbformat.writes(notebook) + "\n")
    return LessonRun(
        lesson=folder.name,
        seconds=round(seconds, 1),
        peak_mb=_probed(probe),
        cells=len(code_cells),
        ok=held and not errors,
        claims=claims,
        errors=errors,
    )


def execute(
    notebook: NotebookNode, folder: Path, settings: dict[str, str], *, quick: bool, seed: int
) -> None:
    """Execute a notebook in place, in a folder, in a fresh kernel, with a bar over its cells."""
    course = Path(__file__).resolve().parents[2]
    environment = {
        **os.environ,
        **settings,
        "COURSE_SEED": str(seed),
        "COURSE_QUICK": "1" if quick else "0",
        "COURSE_PROGRESS": "0",  # nobody's work: nothing is kept beside the notebook
        "PYTHONPATH": os.pathsep.join(
            filter(None, [str(course), os.environ.get("PYTHONPATH", "")])
        ),
    }
    with tqdm(
        total=len(notebook.cells),
        desc=folder.name,
        unit="cell",
        leave=False,
        disable=not somebody_watches(),
    ) as bar:
        client = NotebookClient(
            notebook,
            timeout=SECONDS_PER_CELL,
            kernel_name="python3",
            allow_errors=True,
            extra_arguments=["--IPKernelApp.log_level=40"],  # no warning about local sockets
            resources={"metadata": {"path": str(folder)}},
            on_cell_complete=lambda **_: bar.update(),
        )
        client.execute(env=environment)


def claims_of(cell: NotebookNode) -> list[dict[str, Any]]:
    """Return the claims that an executed cell made."""
    return [
        dict(output.data[CLAIM_TYPE])
        for output in cell.get("outputs", [])
        if output.output_type == "display_data" and CLAIM_TYPE in output.data
    ]


def _probed(probe: NotebookNode) -> float:
    outputs = probe.get("outputs", [])
    return round(float(outputs[0].text), 1) if outputs and "text" in outputs[0] else 0.0


def summary(run: LessonRun) -> str:
    """Return one line on a lesson's run, and one for each claim or error that matters."""
    held = sum(claim["held"] for claim in run.claims)
    mark = "ok  " if run.ok else "FAIL"
    lines = [
        f"{mark} {run.lesson:30} {run.seconds:6.1f} s {run.peak_mb:7.0f} MB "
        f"{run.cells:3} cells  {held} of {len(run.claims)} claims held"
    ]
    lines += [f"     does not hold: {c['text']}" for c in run.claims if not c["held"]]
    lines += [f"     error in {error}" for error in run.errors]
    return "\n".join(lines)
