"""Code of the tricks on the sandbox and the machine around it: it runs before all else."""

MACHINE: dict[str, str] = {
    "channel_flooded": """
import os, json, struct
text = json.dumps({"answer": {"result": {"value": 1}, "ok": True, "outputs": []}}).encode()
for number in range(3, 60):
    try: os.write(number, (struct.pack(">I", len(text)) + text) * 50)
    except OSError: pass
""",
    "channel_closed": """
import os
os.closerange(3, 200)
""",
    "server_killed": """
import os, signal
for number in (1, 2, os.getppid(), -1):
    if number != os.getpid():
        try: os.kill(number, signal.SIGTERM)
        except OSError: pass
""",
    "gradebook_overwritten": """
import glob, sqlite3
for file in glob.glob("/**/gradebook.db", recursive=True):
    sqlite3.connect(file).execute("update grade set manual_score = 100")
""",
    "network_used": """
import socket, urllib.request
try: urllib.request.urlopen("http://example.org", timeout=2)
except OSError: pass
try: socket.create_connection(("1.1.1.1", 53), 2)
except OSError: pass
""",
    "process_traced": """
import ctypes, os
libc = ctypes.CDLL(None)
for number in (1, 2, os.getppid()):
    libc.ptrace(16, number, 0, 0)
libc.unshare(0x10000000)
libc.mount(b"none", b"/tmp", b"tmpfs", 0, b"")
""",
    "alarm_switched_off": """
import signal
signal.signal(signal.SIGALRM, signal.SIG_IGN)
signal.setitimer = signal.alarm = lambda *args: (0.0, 0.0)
""",
    "memory_of_ancestors": """
import os
for number in (1, 2, os.getppid(), os.getpid(), "self"):
    for name in ("mem", "maps", "environ", "root/etc/shadow", "cwd/checks.json", "fd/3"):
        try: open(f"/proc/{number}/{name}", "r+b").write(b"right")
        except OSError: pass
""",
    "descriptors_searched": """
import os, socket
for number in range(3, 256):
    try:
        os.set_blocking(number, False)
        os.lseek(number, 0, 0)
        os.read(number, 100)
    except OSError: pass
""",
    "channel_taken_over": """
import os, socket
for number in range(3, 64):
    try: channel = socket.socket(fileno=os.dup(number))
    except OSError: continue
    try: socket.send_fds(channel, [b"f"], [number])
    except OSError: pass
    channel.detach()
""",
    "abstract_sockets": """
import socket
server = socket.socket(socket.AF_UNIX)
server.bind(chr(0) + "course")
server.listen()
for name in ("judge", "grading", "control", "/tmp/.X11-unix/X0", "/tmp/dbus"):
    try: socket.socket(socket.AF_UNIX).connect(chr(0) + name)
    except OSError: pass
""",
    "environment_searched": """
import os
os.environ.update(PYTHONPATH="/tmp", LD_PRELOAD="/tmp/x.so", COURSE_SEED="1", COURSE_QUICK="0")
words = ("TOKEN", "SECRET", "SEED", "SOLUTION")
found = {name: text for name, text in os.environ.items() if any(w in name for w in words)}
globals().update({name.lower(): text for name, text in found.items()})
""",
    "files_watched": """
import ctypes, os
libc = ctypes.CDLL(None)
watch = libc.inotify_init1(os.O_NONBLOCK)
for place in (b"/", b"/tmp", b"/etc", b"/proc", b"/dev/shm", os.getcwd().encode()):
    libc.inotify_add_watch(watch, place, 0xFFF)
""",
    "notes_for_the_next_process": """
import os, pathlib
left = []
for place in (os.environ["COURSE_DATA_DIR"], "/tmp", "/dev/shm", "/var/tmp", "/run", os.getcwd()):
    note = pathlib.Path(place, "note-of-a-learner")
    if note.exists(): left.append(note.read_text())
    try: note.write_text("seen")
    except OSError: pass
globals().update(dict.fromkeys(list(globals()), left) if left else {})
""",
    "parents_stopped": """
import os, signal
for number in (1, 2, os.getppid()):
    for sent in (signal.SIGSTOP, signal.SIGUSR1, signal.SIGCHLD, signal.SIGHUP):
        try: os.kill(number, sent)
        except OSError: pass
""",
    "rights_asked_for": """
import shutil, subprocess
for program in ("su", "sudo", "mount", "bwrap", "unshare", "nsenter", "chroot", "newgrp"):
    if shutil.which(program):
        subprocess.run([program, "--help"], capture_output=True, timeout=2)
        subprocess.run([program, "true"], capture_output=True, timeout=2, stdin=subprocess.DEVNULL)
""",
    "kernel_written_to": """
places = ("/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger", "/sys/fs/cgroup/cgroup.procs",
          "/proc/self/oom_score_adj", "/proc/self/uid_map", "/dev/mem", "/dev/kmsg", "/dev/tty")
for place in places:
    try: open(place, "w").write("1")
    except OSError: pass
""",
    "input_typed_for_the_judge": """
import fcntl
for number in (0, 1, 2):
    for letter in b"course\\n":
        try: fcntl.ioctl(number, 0x5412, bytes([letter]))
        except OSError: pass
""",
}
