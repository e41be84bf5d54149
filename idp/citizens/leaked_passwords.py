"""Passwords known from breaches: an optional sorted file of SHA-1 digests, searched where it lies."""

import hashlib
import os
from pathlib import Path

_LINE = 64
"""Bytes that hold at least one whole line: 40 digits, a colon, a count."""


class LeakedPasswords:
    """Looks passwords up in a file of lines `DIGEST` or `DIGEST:COUNT`, upper case, sorted by digest."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def has(self, password: str) -> bool:
        """Whether the password is in the file. Without a file: no.

        Raises:
            OSError: The file is named in the settings but cannot be read; better loud than no longer checking.
        """
        if self._path is None:
            return False
        # The digest protects nothing here: it is the key such files are sorted by.
        wanted = (
            hashlib.sha1(password.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest().upper()
        )
        with self._path.open("rb") as file:
            return _found(file.fileno(), wanted.encode("ascii"))


def _found(file: int, wanted: bytes) -> bool:
    low, high = 0, os.fstat(file).st_size
    while low < high:
        middle = (low + high) // 2
        start = _start_of_line(file, middle)
        digest = os.pread(file, len(wanted), start).upper()
        if digest == wanted:
            return True
        if digest < wanted:
            low = max(start + len(wanted), middle) + 1
        else:
            high = min(start, middle)
    return False


def _start_of_line(file: int, position: int) -> int:
    begin = max(position - _LINE, 0)
    before = os.pread(file, position - begin, begin)
    return begin + before.rfind(b"\n") + 1
