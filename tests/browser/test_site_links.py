"""The links of the site are looked through before any lesson is run.

Here, since Sphinx comes with the packages for the browser.
"""

import pytest

from course.folders import CourseError
from course.site import build
from course.site.build import make_site
from tests.small_course import COURSE, edit

pytestmark = pytest.mark.browser

INDEX = """# Course

<a href="gone.html">Gone</a>

```{toctree}
:glob:

*
lessons/*
```
"""


def test_links_are_looked_through_before_anything_is_run(small_course, tmp_path, monkeypatch):
    def must_not_run(*_, **__):
        raise AssertionError("a lesson was run")

    monkeypatch.setattr(build, "run_lesson", must_not_run)
    (small_course / "docs").mkdir()
    for name in ("conf.py", "_static"):
        (small_course / "docs" / name).symlink_to(COURSE / "docs" / name)
    (small_course / "docs" / "index.md").write_text(INDEX)
    (small_course / "DATA.md").write_text("# Data")
    (small_course / "CHANGELOG.md").write_text("# Changes")
    edit(small_course, "title", "# A small lesson\n\nSomebody doubles it.\n\n45 minutes.")
    with pytest.raises(CourseError, match=r"index\.html: links to gone\.html, which is not there"):
        make_site(small_course, tmp_path / "build", "cifar10")
