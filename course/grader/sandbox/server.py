"""The fork server: imports what a lesson needs once, then forks a child for each submission.

It also forks servers like itself, one for each worker, so that all of them import once together.

It runs no operation of TensorFlow itself: after a single one, every child would hang. Started as
`python -m course.grader.sandbox.server` by `course.grader.sandbox.fork_server`, inside the sandbox.
"""

import argparse
import gc
import mmap
import os
import shutil
import signal
import socket
import sys
import tempfile
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import psutil

from course.grader.sandbox.large_pages import use_large_pages
from course.grader.sandbox.lean import leave_out_large_packages, tell_wishes
from course.grader.sandbox.wire import WireError, send

_LOOKS_FOR_WHAT_IS_LEFT = 100  # then goes on: code that forks faster needs the sandbox


def main() -> None:
    """Serve the judge until it hangs up."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--control", type=int, required=True)
    parser.add_argument("--modules", default="")
    parser.add_argument("--user", type=int, help="become this user first")
    parser.add_argument("--boxed", action="store_true", help="shut each child in")
    parser.add_argument("--lean", action="store_true", help="leave large packages out")
    options = parser.parse_args()
    if options.user is not None:
        os.setgroups([])
        os.setgid(options.user)
        os.setuid(options.user)
    if not options.boxed and sys.platform == "linux":
        from course.grader.sandbox.box import adopt_orphans

        adopt_orphans()
    control = socket.socket(fileno=options.control)
    home = tempfile.mkdtemp(prefix="course-")
    os.environ["HOME"] = home
    try:
        if options.lean:
            leave_out_large_packages()
        if options.boxed:  # here, or each child would import and compile them anew
            import course.grader.sandbox.box
            import course.grader.sandbox.seccomp  # noqa: F401
        shell = _warm_up(options.modules.split(","))
        send(control, {"ready": os.getpid()})
        _serve(control, shell, boxed=options.boxed)
    except (WireError, OSError):
        pass  # the judge is gone
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _warm_up(modules: list[str]) -> object:
    from course.grader.sandbox.child import import_all
    from course.grader.sandbox.shell import make_shell

    gc.disable()  # nearly all that imports make stays
    shell = make_shell()
    import_all(modules)
    with suppress(Exception):  # a child that loads the pictures says what is wrong with them
        _check_pictures()
    gc.collect()
    gc.freeze()  # a child's own collections then leave the shared pages alone
    gc.enable()
    return shell


def _check_pictures() -> None:
    """Check the pictures, if the lesson may load them: its children then take them as checked."""
    if "helpers.data" in sys.modules:
        from helpers.data import in_cache, is_cached

        if (found := in_cache()) is not None:
            is_cached(found)


def _serve(control: socket.socket, shell: object, *, boxed: bool, settled: bool = False) -> None:
    child = 0
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1, 2)
        _end(child, boxed=boxed)
        child = 0
        if not message:
            return
        if message == b"f" and descriptors:
            child = os.fork()
            if child == 0:
                control.close()
                memory = mmap.mmap(descriptors[1], 0) if len(descriptors) > 1 else None
                for descriptor in descriptors[1:]:
                    os.close(descriptor)
                channel = socket.socket(fileno=descriptors[0])
                _become_child(channel, shell, memory, boxed=boxed)
        if message == b"s" and descriptors and os.fork() == 0:
            control.close()
            _become_server(socket.socket(fileno=descriptors[0]), shell, boxed=boxed)
        for descriptor in descriptors:
            os.close(descriptor)
        control.sendall(b"+")
        if not settled:  # while the first child proves that it can train
            use_large_pages()
            settled = True


def _become_server(control: socket.socket, shell: object, *, boxed: bool) -> NoReturn:
    """Serve a worker of its own until the judge hangs up, or the server before is gone."""
    try:
        control.sendall(b"+")  # with it goes the number of this process, as the judge knows it
        send(control, {"ready": os.getpid()})
        _serve(control, shell, boxed=boxed, settled=True)
    except (WireError, OSError):
        pass  # the judge is gone
    finally:
        os._exit(0)


def _end(child: int, *, boxed: bool) -> None:
    """End a child and everything it has started, and wait until all is gone."""
    if not child:
        return
    with suppress(OSError):
        if boxed:
            os.kill(child, signal.SIGTERM)
        else:
            os.killpg(child, signal.SIGKILL)
    with suppress(OSError):
        os.waitpid(child, 0)
    if not boxed:
        _end_what_is_left()


def _end_what_is_left() -> None:
    """End what a child without a sandbox has started and left, in sessions of its own too."""
    for _ in range(_LOOKS_FOR_WHAT_IS_LEFT):
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        left = psutil.Process().children(recursive=True)
        if not left:
            return
        for process in left:
            with suppress(psutil.Error):
                process.kill()
        time.sleep(0.01)


def _become_child(
    channel: socket.socket, shell: object, memory: mmap.mmap | None, *, boxed: bool
) -> NoReturn:
    try:
        os.setsid()
        tell_wishes(channel)
        if boxed:
            _boxed_child(channel, shell, memory)
        else:
            _open_child(channel, shell, memory)
    except WireError:
        pass
    except BaseException:
        with suppress(Exception):
            send(channel, {"failed": traceback.format_exc()})
    finally:
        os._exit(0)


def _open_child(channel: socket.socket, shell: object, memory: mmap.mmap | None) -> None:
    """Serve without a sandbox, in a folder of its own that goes with the server."""
    from course.grader.sandbox.child import serve

    os.chdir(tempfile.mkdtemp(dir=os.environ["HOME"]))
    serve(channel, shell, memory)  # type: ignore[arg-type]


def _boxed_child(channel: socket.socket, shell: object, memory: mmap.mmap | None) -> None:
    """Shut this process in, and serve two forks further down.

    The first fork is the first process of a new namespace, which ends whatever is left in it when
    it ends. It waits for the second, which runs the learner's code.
    """
    from course.grader.sandbox import box
    from course.grader.sandbox.child import serve
    from course.grader.sandbox.seccomp import FilterError, filter_system_calls

    limits = box.Limits()
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    box.new_namespaces()
    first = os.fork()
    if first:
        channel.close()
        # Waiting for the first process of a namespace is waiting for all that were in it.
        signal.signal(signal.SIGTERM, lambda *_: os.kill(first, signal.SIGKILL))
        os.waitpid(first, 0)
        return
    box.die_with_parent()
    held = box.held_memory()
    box.own_folders(limits.disk)
    box.give_up_rights()
    second = os.fork()
    if second:
        channel.close()
        while True:  # orphans are this process's children too
            if os.wait()[0] == second:
                return
    os.setsid()
    os.chdir("/tmp")
    os.environ["HOME"] = "/tmp"
    box.set_limits(limits, held)
    with suppress(FilterError):  # `course doctor` says so
        filter_system_calls()
    serve(channel, shell, memory)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
