"""The whole way once: a bundle, a machine without a route to anywhere, a lesson that runs there.

The bounds of docs/machines.md are measured by hand; this shows that it works at all.
"""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from course.bundle.build import bundle
from course.bundle.machines import this_machine

COURSE = Path(__file__).resolve().parents[3]
# A namespace has its own network; this one has nothing but a loopback device, which is down.
ALONE = ["unshare", "--map-root-user", "--net"]
INSIDE = """
import os, socket, subprocess, sys, time, urllib.error, urllib.request

subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
try:
    socket.create_connection(("192.0.2.1", 80), timeout=5)
    sys.exit("there is a network here, so this would prove nothing")
except OSError:
    pass

page = "http://127.0.0.1:8888/lab/tree/notebooks/01_accuracy_paradox/01_accuracy_paradox.ipynb"
started = time.monotonic()
lab = subprocess.Popen(
    [sys.executable, "setup_offline.py", "--no-browser", "--allow-root", "--port=8888"]
    + ["--IdentityProvider.token="]
)
try:
    while True:
        try:
            text = urllib.request.urlopen(page, timeout=60).read().decode()
            break
        except (urllib.error.URLError, ConnectionError):
            if lab.poll() is not None:
                sys.exit("setup_offline.py ended")
            time.sleep(0.2)
    assert "jupyter-config-data" in text, text[:300]
    print(f"the page answers after {time.monotonic() - started:.0f} s", flush=True)
    # As a kernel of that JupyterLab: its environment, the lesson's folder.
    environment = {**os.environ, "COURSE_DATA_DIR": os.path.abspath("data"), "COURSE_QUICK": "1"}
    subprocess.run(
        [".venv/bin/jupyter", "execute", "notebooks/01_accuracy_paradox/01_accuracy_paradox.ipynb"],
        env=environment,
        check=True,
    )
    print("the lesson ran", flush=True)
finally:
    lab.terminate()
    lab.wait()
"""


def namespaces() -> bool:
    """Tell whether a network namespace can be made here."""
    if not (shutil.which("unshare") and shutil.which("ip")):
        return False
    command = [*ALONE, "ip", "link", "set", "lo", "up"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.slow
@pytest.mark.skipif(not namespaces(), reason="needs Linux with network namespaces, unshare and ip")
def test_a_bundle_becomes_a_running_course_on_a_machine_without_a_network(tmp_path):
    version = ".".join(map(str, sys.version_info[:2]))
    file = bundle(COURSE, tmp_path, this_machine(), version)
    with zipfile.ZipFile(file) as archive:
        archive.extractall(tmp_path)
    file.unlink()
    home = tmp_path / "home"
    home.mkdir()
    ran = subprocess.run(
        [*ALONE, sys.executable, "-c", INSIDE],
        cwd=tmp_path / "rare-class-course",
        env={"PATH": os.environ["PATH"], "HOME": str(home)},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        timeout=900,
    )
    print(ran.stdout)
    assert ran.returncode == 0
    assert ran.stdout.endswith("the lesson ran\n")
