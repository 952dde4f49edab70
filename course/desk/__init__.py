"""JupyterLab for a learner, `course lab`, and for a teacher, `course lab --teach`."""
