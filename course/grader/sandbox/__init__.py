"""Where a learner's code runs: the fork server, its children, the box around them."""
