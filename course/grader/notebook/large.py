"""A large notebook is read without what its cells have shown: that alone makes it large.

It is read piece by piece, so that the whole of it is never in memory.
"""

import hashlib
import re
from dataclasses import dataclass, field
from typing import IO, Any

import numpy as np

LARGE_FILE = 2_000_000  # bytes
LARGEST_WITHOUT_OUTPUTS = 40_000_000
MOST_LISTS = 20_000  # of outputs, one for each cell
_PIECE = 1 << 20
_FIRST_BLOCK = 1 << 12
_OVERLAP = 64  # bytes: what begins a list of outputs may lie in two pieces
_OUTPUTS = re.compile(rb'"outputs"\s*:\s*\[')


class TooMuch(Exception):
    """A notebook that would fill the memory, even without what its cells have shown."""


@dataclass
class Kept:
    """What was kept of a file.

    content (bytes): All of it; of a large one all but the outputs.
    digest (hash): Of all of it.
    """

    content: bytes = b""
    digest: Any = field(default_factory=hashlib.sha256)


def read_kept(stream: IO[bytes], most: int) -> Kept:
    """Read a notebook from a stream, at most so many bytes.

    Raises TooMuch: If there is more, or too much of it would be kept.
    """
    kept, outputs = Kept(), _WithoutOutputs()
    content = stream.read(LARGE_FILE + 1)
    kept.digest.update(content)
    if len(content) <= LARGE_FILE:
        kept.content = content
        return kept
    size = len(content)
    while content:
        outputs.take(content)
        content = stream.read(_PIECE)
        kept.digest.update(content)
        size += len(content)
        if size > most:
            raise TooMuch
    kept.content = outputs.ended()
    return kept


class _WithoutOutputs:
    """Takes a notebook piece by piece and leaves out what stands in its lists of outputs."""

    def __init__(self) -> None:
        self.kept = bytearray()
        self.tail = b""  # of what is kept: the beginning of a list may follow
        self.open_lists = 0  # 0 outside of outputs
        self.lists = 0
        self.in_text = False
        self.escapes = False  # an odd number of backslashes stood at the end of the block before

    def take(self, piece: bytes) -> None:
        at = 0
        while at < len(piece):
            at = self._skip(piece, at) if self.open_lists else self._keep(piece, at)
        if len(self.kept) > LARGEST_WITHOUT_OUTPUTS:
            raise TooMuch

    def ended(self) -> bytes:
        return bytes(self.kept + self.tail)

    def _keep(self, piece: bytes, at: int) -> int:
        """Keep what stands before the next list of outputs; return where that begins."""
        text = self.tail + piece[at:] if at or self.tail else piece
        found = _OUTPUTS.search(text)
        if found is None:
            self.kept += text[:-_OVERLAP]
            self.tail = text[-_OVERLAP:]
            return len(piece)
        self.kept += text[: found.end()]
        self.tail, self.open_lists = b"", 1
        self.lists += 1
        if self.lists > MOST_LISTS:
            raise TooMuch
        return len(piece) - (len(text) - found.end())

    def _skip(self, piece: bytes, at: int) -> int:
        """Skip what stands in a list of outputs; return where its end is, or that of the piece.

        Most lists are short, and some very long: the blocks that are looked at grow.
        """
        size = _FIRST_BLOCK
        while at < len(piece):
            if self.in_text:
                at = self._plain_text(piece, at)
                if at == len(piece):
                    return at
            block = np.frombuffer(piece, np.uint8, min(size, len(piece) - at), at)
            depth = self.open_lists + np.cumsum(self._brackets(block), dtype=np.int32)
            ends = np.flatnonzero(depth == 0)
            if len(ends):
                self.open_lists, self.in_text, self.escapes = 0, False, False
                return at + int(ends[0])  # the bracket is kept
            self.open_lists = int(depth[-1])
            at += len(block)
            size *= 2
        return at

    def _plain_text(self, piece: bytes, at: int) -> int:
        """Skip what has no quote, which is quick; return where the next one is."""
        end = piece.find(b'"', at)
        text = piece[at : len(piece) if end < 0 else end]
        backslashes = len(text) - len(text.rstrip(b"\\"))
        before = self.escapes if backslashes == len(text) else False
        self.escapes = bool((backslashes + before) % 2)
        return at + len(text)

    def _brackets(self, block: np.ndarray) -> np.ndarray:
        """Return 1 where a list begins, -1 where one ends, 0 elsewhere and in texts."""
        places = np.arange(1, len(block) + 1, dtype=np.int32)
        # How many backslashes stand in a row up to each byte: after an odd number a quote is none.
        no_backslash = np.where(block == ord("\\"), -int(self.escapes), places)
        in_a_row = places - np.maximum.accumulate(no_backslash)
        escaped = np.concatenate([[self.escapes], in_a_row[:-1] % 2 == 1])
        quotes = (block == ord('"')) & ~escaped
        in_text = (np.cumsum(quotes, dtype=np.int32) + self.in_text) % 2 == 1
        self.escapes, self.in_text = bool(in_a_row[-1] % 2), bool(in_text[-1])
        opened = (block == ord("[")).astype(np.int8)
        return (opened - (block == ord("]"))) * ~in_text
