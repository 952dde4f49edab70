"""What single lessons need: each module bears the name of its subject."""
