"""What comes of it: marks, gradebook, report, feedback and exports."""
