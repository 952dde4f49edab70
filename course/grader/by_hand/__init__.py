"""`course mark`: written answers are read side by side, and marked by keyboard."""
