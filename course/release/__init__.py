"""`course release`: what learners get, made from `solutions/`."""
