"""What the figures in README and notes are measured with; not installed."""
