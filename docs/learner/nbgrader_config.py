"""nbgrader's settings for learners on a shared server: see docs/jupyterhub.md.

Its folder is named in `JUPYTER_CONFIG_PATH`, or the file is copied to `/etc/jupyter`.
"""

import os

c = get_config()  # noqa: F821 - traitlets puts it there

c.CourseDirectory.course_id = "rare-class-course"
if "COURSE_EXCHANGE_DIR" in os.environ:
    c.Exchange.root = os.environ["COURSE_EXCHANGE_DIR"]
