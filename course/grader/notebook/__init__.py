"""What was handed in: found, read whatever it is, and put right before it is graded."""
