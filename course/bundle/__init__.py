"""`course bundle`: one file for a room without a network."""
