"""`course run`: the solved lessons run, with time, memory and claims."""
