"""The tools behind the `course` command: releasing, running, grading, packing lessons."""
