"""Tests, folder by folder as the code that they try."""

# First of all, for it spares jsonschema a second in each worker: see there.
import course  # noqa: F401
