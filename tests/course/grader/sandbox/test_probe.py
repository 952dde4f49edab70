"""What the sandbox must hold, tried from inside, as root and as anybody else."""

import pytest

from course.grader.sandbox import bubblewrap as sandbox
from course.grader.sandbox import probe
from course.grader.sandbox.bubblewrap import SandboxError, make_box
from course.grader.sandbox.fork_server import ForkServer
from course.grader.sandbox.seccomp import FORBIDDEN, filter_program
from tests.small_course import COURSE


@pytest.fixture(scope="module")
def tried() -> dict[str, str]:
    return {held.name: held.outcome for held in probe.probe([COURSE])}


@pytest.mark.sandbox
@pytest.mark.parametrize("name", ["no files of others", *probe.TRIED])
def test_the_sandbox_holds(name, tried):
    assert tried[name] == "held"


@pytest.mark.sandbox
def test_of_the_data_folder_only_the_pictures_are_seen(tmp_path, monkeypatch):
    for name in ("solutions", "cifar10.npy"):
        (tmp_path / name).touch()
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    server = ForkServer([], make_box())
    try:
        code = f"import os; print(os.listdir({str(tmp_path)!r}))"
        answer = server.child().ask("cell", 20, source=code, seconds=10)
    finally:
        server.close()
    assert answer["outputs"][0]["text"] == "['cifar10.npy']\n"


@pytest.mark.parametrize("processor", ["x86_64", "aarch64"])
def test_the_filter_is_a_program_of_whole_steps_that_the_kernel_takes(processor):
    program = filter_program(processor)
    assert len(program) % 8 == 0
    assert len(program) // 8 < 256  # a jump is one byte
    assert len(set(FORBIDDEN.values())) == len(FORBIDDEN)


def test_without_bubblewrap_it_is_named_with_the_way_to_get_it(monkeypatch):
    monkeypatch.setattr(sandbox.shutil, "which", lambda name: None)
    with pytest.raises(SandboxError, match="apt install bubblewrap"):
        make_box()


def test_another_system_is_named(monkeypatch):
    monkeypatch.setattr(sandbox.sys, "platform", "darwin")
    with pytest.raises(SandboxError, match="needs Linux, and this is darwin"):
        make_box()


def test_no_sandbox_is_no_fault_of_a_learners_machine(monkeypatch):
    monkeypatch.setattr(sandbox.shutil, "which", lambda name: None)
    [(ok, sentence)] = probe.in_words([])
    assert ok
    assert "--no-sandbox" in sentence
