"""Grading: a learner's code runs in a sandbox, and is judged outside of it by what it returns."""
