"""The settings for a class on one server: JupyterHub's, the teacher's and the learners' fit."""

import pytest
from traitlets.config import Config, PyFileConfigLoader

from tests.small_course import COURSE


def settings(file: str) -> Config:
    return PyFileConfigLoader(file, path=str(COURSE)).load_config()


def test_learners_share_the_data_and_find_the_exchange(monkeypatch):
    monkeypatch.setenv("COURSE_SHARED_DIR", "/shared")
    given = settings("docs/jupyterhub_config.py").Spawner.environment
    assert given["COURSE_DATA_DIR"] == "/shared/data"
    assert given["COURSE_EXCHANGE_DIR"] == "/shared/exchange"
    assert given["JUPYTER_CONFIG_PATH"] == "/shared/learner"


def test_only_those_who_are_named_get_in(monkeypatch):
    monkeypatch.setenv("COURSE_LEARNERS", "ann bob")
    given = settings("docs/jupyterhub_config.py")
    assert given.Authenticator.allowed_users == {"ann", "bob"}
    assert given.Authenticator.admin_users == set()
    assert given.JupyterHub.spawner_class.endswith("LocalProcessSpawner")


@pytest.mark.parametrize(("memory", "learners"), [(16, 8), (32, 18), (64, 37), (1, 1)])
def test_the_hub_takes_as_many_as_the_machine_has_memory_for(memory, learners, monkeypatch):
    pages = {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": memory * 2**30 // 4096}
    monkeypatch.setattr("os.sysconf", pages.__getitem__)
    assert settings("docs/jupyterhub_config.py").JupyterHub.active_server_limit == learners
    if memory > 1:
        page = (COURSE / "docs" / "jupyterhub.md").read_text(encoding="utf-8")
        assert f"| {memory} GB | {learners} |" in page


def test_teacher_and_learners_meet_in_one_exchange(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_EXCHANGE_DIR", str(tmp_path))
    for given in map(settings, ["nbgrader_config.py", "docs/learner/nbgrader_config.py"]):
        assert given.Exchange.root == str(tmp_path)
        assert given.CourseDirectory.course_id == "rare-class-course"


def test_the_page_names_the_settings_files():
    page = (COURSE / "docs" / "jupyterhub.md").read_text(encoding="utf-8")
    for name in ("jupyterhub_config.py", "learner/nbgrader_config.py"):
        assert (COURSE / "docs" / name).is_file()
        assert name in page
