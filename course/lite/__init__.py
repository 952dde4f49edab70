"""The course in a browser: what a page can't compute is computed here, the rest by JupyterLite."""
