"""A learner's cells in a real Jupyter kernel."""
