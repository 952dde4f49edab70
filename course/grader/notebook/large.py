"""A large notebook, made small before it is read: what its cells have shown makes it large."""

import re

LARGE_FILE = 10_000_000  # bytes
_OUTPUTS = re.compile(rb'"outputs"\s*:\s*\[')
_BRACKETS = re.compile(rb'"(?:[^"\\]|\\.)*+"|[\[\]]', re.DOTALL)


def without_outputs(content: bytes) -> bytes:
    """Return a large notebook's bytes without what its cells have shown: they alone make it large.

    One wide character makes Python keep four bytes for each of a text's.
    """
    if len(content) <= LARGE_FILE:
        return content
    parts, end = [], 0
    for match in _OUTPUTS.finditer(content):
        if match.start() < end:
            continue
        parts.append(content[end : match.end()])
        end = _end_of_list(content, match.end())
    return b"".join([*parts, content[end:]])


def _end_of_list(content: bytes, start: int) -> int:
    """Return where the list ends that has begun just before a place; the end where it doesn't."""
    open_lists = 1
    for match in _BRACKETS.finditer(content, start):
        if match[0] == b"[":
            open_lists += 1
        elif match[0] == b"]":
            open_lists -= 1
            if not open_lists:
                return match.start()
    return len(content)
