"""What belongs to a process alone is found in the kernel's list of its memory."""

import pytest

from course.grader.sandbox.large_pages import own_memory, use_large_pages

MAPS = """\
1000-3000 r--p 00000000 08:01 77 /usr/lib/a library.so
3000-4000 rw-p 00002000 08:01 77 /usr/lib/a library.so
4000-6000 rw-p 00000000 00:00 0 [heap]
6000-7000 rw-p 00000000 00:00 0
7000-8000 rw-s 00000000 00:00 0
8000-9000 r--p 00000000 00:00 0
9000-a000 rw-p 00000000 00:00 0 [stack]
"""


def test_files_stacks_and_shared_memory_are_left_alone():
    assert own_memory(MAPS) == [(0x4000, 0x6000), (0x6000, 0x7000)]


@pytest.mark.parametrize("megabytes", [0, 8])
def test_what_is_in_it_stays_as_it_was(megabytes):
    content = bytearray(b"course" * (megabytes * 200_000))
    before = bytes(content)
    use_large_pages()
    assert content == before
