"""The course in a browser: what was computed when its page was made, and what fetches it there."""

from helpers.page.lesson import Lesson, PageError, open_lesson, packages

__all__ = ["Lesson", "PageError", "open_lesson", "packages"]
