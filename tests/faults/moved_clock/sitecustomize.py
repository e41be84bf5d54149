"""Python reads this by itself when its folder is on the path: the wall clock of a process, moved by a file.

Not by a library that stands between the process and the system: Python's `sleep` fails under the usual one.
"""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

_PLACE = Path(os.environ.get("MOVED_CLOCK", os.devnull))
_real = time.time


def _moved_by() -> float:
    """Seconds."""
    try:
        return float(_PLACE.read_text() or 0)
    except (OSError, ValueError):  # it is being written
        return 0.0


def _time() -> float:
    return _real() + _moved_by()


def _utc_now() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=_moved_by())


if "MOVED_CLOCK" in os.environ:
    from idp import clock

    time.time = _time
    clock.utc_now = _utc_now
