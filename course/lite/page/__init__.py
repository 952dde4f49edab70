"""What runs in a browser: fetches what was stored when the page was made, and hands it out.

The page has it as a package of its own, `course_page`, beside the wheel of `helpers`; so its
modules import each other, and nothing else of the course's tools.
"""

from .lesson import Lesson, PageError, open_lesson, packages

__all__ = ["Lesson", "PageError", "open_lesson", "packages"]
