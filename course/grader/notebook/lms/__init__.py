"""What downloads of learning platforms say of whose a hand-in is."""
