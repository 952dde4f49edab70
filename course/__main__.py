"""`python -m course`: the `course` command where it isn't installed."""

import sys

from course.cli import main

sys.exit(main())
