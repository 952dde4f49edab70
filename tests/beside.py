"""`python -m tests.beside NAME COMMAND -- COMMAND`: run the first command while the second goes on.

What the first one says comes in one piece when it ends, so that the two stay readable; the code is
0 where both have ended well. pytest waits for other programs much of the time: what needs nothing
but a processor fits in there. `make test` has the types and the spelling checked in this way.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress


def run(name: str, beside: Sequence[str], command: Sequence[str]) -> int:
    """Run two commands at once; return 0, or the code of the one that failed.

    name (str): What the first one is called where it has failed.
    beside (sequence of str): The command that is heard when it ends. Where the other one is broken
        off, it is ended with all that it has started.
    command (sequence of str): The command that has the terminal.
    """
    broken_off: list[int] = []
    # Ctrl-C reaches the second command, too, which may have something to tidy up.
    signal.signal(signal.SIGINT, lambda number, _: broken_off.append(number))
    first = subprocess.Popen(
        beside,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,  # a group of its own, which can be ended as a whole
    )
    heard = threading.Thread(target=_say, args=(first,))
    heard.start()
    code = subprocess.call(command)
    if broken_off:
        with suppress(ProcessLookupError):
            os.killpg(first.pid, signal.SIGTERM)
    heard.join()
    if first.returncode:
        print(f"{name} failed: see above.", flush=True)
    return code or first.returncode


def _say(process: subprocess.Popen[bytes]) -> None:
    said, _ = process.communicate()
    sys.stdout.buffer.write(b"\n" + said)
    sys.stdout.buffer.flush()


def main(arguments: Sequence[str]) -> int:
    """Take the command line apart."""
    name, *commands = arguments
    place = commands.index("--")
    return run(name, commands[:place], commands[place + 1 :])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
