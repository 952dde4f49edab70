"""Spelling and grammar of every text that a person can meet: `python -m tests.english`."""
