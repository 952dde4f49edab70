"""Who is in the class, and who hands in."""
