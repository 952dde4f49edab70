"""Binder: repo2docker makes the Dockerfile that we mean, without Docker."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.data import cache_file
from tests.processes import environment_of

ROOT = Path(__file__).resolve().parents[2]
BINDER = ROOT / "binder"


@pytest.fixture(scope="module")
def dockerfile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the Dockerfile for the files that Binder reads, laid out as in the repository."""
    repository = tmp_path_factory.mktemp("repository")
    # Those at the top are there to be hidden by binder/.
    for name in ("environment.yml", "requirements.txt", "pyproject.toml"):
        (repository / name).write_bytes((ROOT / name).read_bytes())
    (repository / "binder").mkdir()
    for file in BINDER.iterdir():
        copy = repository / "binder" / file.name
        if file.is_symlink():
            copy.symlink_to(file.readlink())
        else:
            copy.write_bytes(file.read_bytes())
            copy.chmod(file.stat().st_mode)
    result = subprocess.run(
        [sys.executable, "-m", "repo2docker", "--no-build", str(repository)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert "Building conda environment for python=3.11" in result.stdout + result.stderr
    return result.stdout


def position(text: str, part: str) -> int:
    assert text.count(part) == 1, f"{part!r} occurs {text.count(part)} times, not once"
    return text.index(part)


def test_binder_reads_the_environment_at_the_top_through_a_relative_link():
    assert (BINDER / "environment.yml").readlink() == Path("../environment.yml")


@pytest.mark.parametrize("name", ["postBuild", "start"])
def test_scripts_are_executable_and_start_with_a_shebang(name):
    script = BINDER / name
    assert os.access(script, os.X_OK)
    assert script.read_bytes().startswith(b"#!/bin/bash\n")


@pytest.mark.parametrize("path", [BINDER / "postBuild", BINDER / "start", ROOT / ".ci" / "run"])
def test_scripts_are_valid_bash(path):
    result = subprocess.run(["bash", "-n", str(path)], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")


def test_the_environment_comes_from_the_folder_binder(dockerfile):
    position(dockerfile, '--file "binder/environment.yml"')
    assert "requirements.txt" not in dockerfile


def test_packages_are_installed_before_the_repository_is_copied(dockerfile):
    # Docker keeps every layer above the first that changed: a commit must not touch this one.
    installed = position(dockerfile, "env update -p")
    assert installed < position(dockerfile, "COPY --chown=0:0 src/ ${REPO_DIR}/")


def test_post_build_runs_after_the_repository_is_copied(dockerfile):
    copied = position(dockerfile, "COPY --chown=0:0 src/ ${REPO_DIR}/")
    assert copied < position(dockerfile, "RUN ./binder/postBuild")


def test_the_image_starts_through_our_start_script(dockerfile):
    position(dockerfile, 'ENV R2D_ENTRYPOINT="${REPO_DIR}/binder/start"')


def test_post_build_installs_the_course_without_its_dependencies_then_fetches_the_data(tmp_path):
    log = tmp_path / "log"
    for name in ("python", "course"):
        command = tmp_path / name
        command.write_text(f'#!/bin/bash\necho "{name} $*" >> "{log}"\n')
        command.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    environment = {"PATH": path, "HOME": str(tmp_path)}
    subprocess.run([BINDER / "postBuild"], env=environment, check=True, timeout=30)
    install, data = log.read_text().splitlines()
    assert install.startswith("python -m pip install")
    assert "--no-deps" in install.split()
    assert install.endswith("-e . -e ./course")
    assert data == "course data"


def post_build(repository: Path, scripts: Path, home: Path) -> str:
    """Run a copy's postBuild, as the image does: in the repository, its environment active."""
    done = subprocess.run(
        ["./binder/postBuild"],
        cwd=repository,
        env=environment_of(scripts, home),
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_post_build_on_a_copy_makes_the_course_importable_and_finds_the_data(
    repository, ready_environment, tmp_path
):
    before = subprocess.run(
        [ready_environment / "python", "-c", "import helpers"], cwd=tmp_path, env={}, check=False
    )
    assert before.returncode != 0, "helpers are there already: this would prove nothing"
    home = tmp_path / "home"
    cached = home / ".cache" / "rare-class-course" / "cifar10.npy"
    cached.parent.mkdir(parents=True)
    cached.symlink_to(cache_file())
    downloads = home / ".keras" / "datasets"
    downloads.mkdir(parents=True)
    (downloads / "cifar-10-batches-py-target_archive").write_bytes(b"170 MB")
    (downloads / "mnist.npz").write_bytes(b"not ours")
    assert f"CIFAR-10 is ready: {cached}" in post_build(repository, ready_environment, home)
    # The image is fetched by each machine of Binder: nothing of ours lies in it twice.
    assert [file.name for file in downloads.iterdir()] == ["mnist.npz"]
    found = subprocess.run(
        [ready_environment / "python", "-c", "import helpers; print(helpers.__file__)"],
        cwd=tmp_path,
        env={},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == str(repository / "helpers" / "__init__.py")


@pytest.mark.slow
def test_post_build_bakes_the_data_into_the_image(repository, ready_environment, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    if (settings := Path.home() / ".npmrc").is_file():
        shutil.copy(settings, home)
    post_build(repository, ready_environment, home)
    baked = home / ".cache" / "rare-class-course" / "cifar10.npy"
    assert baked.read_bytes() == cache_file().read_bytes()
    assert not list(home.glob(".keras/datasets/cifar*"))


def test_post_build_fails_where_the_data_can_not_be_fetched(tmp_path):
    for name, code in (("python", 0), ("course", 1)):
        (tmp_path / name).write_text(f"#!/bin/bash\nexit {code}\n")
        (tmp_path / name).chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    environment = {"PATH": path, "HOME": str(tmp_path)}
    result = subprocess.run([BINDER / "postBuild"], env=environment, check=False, timeout=30)
    assert result.returncode == 1


def started(*command: str, **environment: str) -> str:
    """Return what a command prints when binder/start starts it."""
    return subprocess.run(
        [BINDER / "start", *command],
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    ).stdout


def test_start_hands_on_its_arguments_as_they_are():
    assert started("printf", "%s|", "two words", "*", "") == "two words|*||"


@pytest.mark.parametrize(
    "variable", ["OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"]
)
def test_start_asks_for_one_thread(variable):
    assert started("printenv", variable) == "1\n"


def test_start_leaves_a_chosen_number_of_threads_alone():
    assert started("printenv", "OMP_NUM_THREADS", OMP_NUM_THREADS="3") == "3\n"
