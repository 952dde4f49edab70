"""`course doctor`: what this machine lacks, in words."""
