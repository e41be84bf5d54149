"""The hash chain: each record of a writer names the one before it, so that none can be changed or dropped unseen.

A writer is whatever writes one record after another: a transaction borrows one and gives it back when it ends.
Chains therefore never wait for each other, within a process or between machines.
"""

import json
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from idp.crypto.digests import digest, new_secret

GENESIS = "genesis"


@dataclass
class Writer:
    """One chain that is still growing."""

    name: str
    sequence: int = 0
    last: str = GENESIS


class Writers:
    """The writers of this process that are free."""

    def __init__(self) -> None:
        self._free: list[Writer] = []
        self._lock = threading.Lock()

    def borrow(self) -> Writer:
        """A writer for one transaction."""
        with self._lock:
            return self._free.pop() if self._free else Writer(new_secret(16))

    def give_back(self, writer: Writer) -> None:
        """Let the next transaction have the writer."""
        with self._lock:
            self._free.append(writer)


def record_digest(previous: str, writer: str, sequence: int, content: dict[str, Any]) -> str:
    """The digest of one record, over its content and the digest of the one before.

    Args:
        previous: Digest of the writer's record before, or `GENESIS`.
        writer: The chain's name.
        sequence: Position in the chain, from 1.
        content: The record's own columns.
    """
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return digest("\n".join((previous, writer, str(sequence), text)))


def moment_text(at: datetime) -> str:
    """A moment as the chain sees it: UTC, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
