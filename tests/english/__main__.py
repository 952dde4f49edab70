"""`python -m tests.english`: print every fault, and end with code 1 if there is one."""

import sys
from pathlib import Path

from tests.english.checker import faults
from tests.english.texts import texts

COURSE = Path(__file__).resolve().parents[2]


def main() -> int:
    """Check all texts of the course."""
    count = 0
    for fault in faults(texts(COURSE), COURSE / "build" / "english.json"):
        print(fault)
        count += 1
    if count:
        print(f"{count} faults. A word that is right belongs in tests/english/words.txt.")
    return int(count > 0)


if __name__ == "__main__":
    sys.exit(main())
