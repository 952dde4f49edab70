"""Where a lesson lies within the page that runs it."""


def address_of(lesson: str) -> str:
    """Return a lesson's address within the page; a lesson is named by its folder."""
    return f"notebooks/index.html?path=notebooks/{lesson}/{lesson}.ipynb"
