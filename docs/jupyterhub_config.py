"""JupyterHub's settings for a class on one server: see docs/jupyterhub.md.

Start it as root: `jupyterhub -f docs/jupyterhub_config.py`. Learners are the machine's own users.
"""

import os
import sys
from pathlib import Path

c = get_config()  # noqa: F821 - traitlets puts it there

SHARED = Path(os.environ.get("COURSE_SHARED_DIR", "/srv"))
MEMORY = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
PER_LEARNER = 1_800_000_000  # bytes: a lesson at its peak, the learner's server, and some room
FOR_THE_MACHINE = 1_000_000_000

# Everybody logs in with the password of their account, and works under their own user id: that is
# what keeps one learner's files from another.
c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.open_sessions = False
c.Authenticator.allowed_users = set(os.environ.get("COURSE_LEARNERS", "").split())
c.Authenticator.admin_users = set(os.environ.get("COURSE_TEACHERS", "").split())
c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"

c.JupyterHub.bind_url = os.environ.get("COURSE_HUB_URL", "http://:8000")
c.JupyterHub.hub_port = int(os.environ.get("COURSE_HUB_PORT", "8081"))
c.ConfigurableHTTPProxy.api_url = os.environ.get("COURSE_PROXY_URL", "http://127.0.0.1:8001")
c.JupyterHub.db_url = f"sqlite:///{SHARED / 'hub' / 'jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(SHARED / "hub" / "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(SHARED / "hub" / "proxy.pid")

# Who comes when the machine is full is told so, and everybody else keeps working.
c.JupyterHub.active_server_limit = max(1, (MEMORY - FOR_THE_MACHINE) // PER_LEARNER)
# By its full path: the hub need not have been started with the environment on its path.
c.Spawner.cmd = [os.path.join(sys.prefix, "bin", "jupyterhub-singleuser")]  # noqa: PTH118
c.Spawner.default_url = "/lab"
c.Spawner.start_timeout = 120
c.Spawner.http_timeout = 120
# A kernel that nobody has used for an hour gives its memory back; its notebook stays.
c.Spawner.args = [
    "--MappingKernelManager.cull_idle_timeout=3600",
    "--MappingKernelManager.cull_connected=True",
]
c.Spawner.environment = {
    "COURSE_DATA_DIR": str(SHARED / "data"),  # one copy for all, which they can only read
    # The set that is there: a kernel must not try to fetch another one.
    "COURSE_DATA": "synthetic" if not (SHARED / "data" / "cifar10.npy").is_file() else "cifar10",
    "COURSE_EXCHANGE_DIR": str(SHARED / "exchange"),
    "JUPYTER_CONFIG_PATH": str(SHARED / "learner"),
    # Without this each kernel starts a thread for each processor, and all wait for each other.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
}
