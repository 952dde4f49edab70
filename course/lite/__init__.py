"""The course in a browser: what a page can't compute is computed here, for JupyterLite."""
