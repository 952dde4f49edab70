"""What lies around a check: which cells ran, what is done so far, and how all of it looks."""
