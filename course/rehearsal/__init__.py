"""The made-up class: honest ways, odd notebooks, accidents and tricks, with the marks due."""
