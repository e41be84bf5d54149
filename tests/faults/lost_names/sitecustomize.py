"""Python reads this by itself when its folder is on the path: names that cannot be resolved, or only after a while.

The file that `LOST_NAMES` names says `gone`, or how many seconds it takes; nothing where all is well.
"""

import os
import socket
import threading
from pathlib import Path
from typing import Any

_PLACE = Path(os.environ.get("LOST_NAMES", os.devnull))
_real = socket.getaddrinfo


def _mood() -> str:
    try:
        return _PLACE.read_text().strip()
    except OSError:
        return ""


def _resolved(*asked: Any, **more: Any) -> Any:
    mood = _mood()
    if mood == "gone":
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
    if mood:
        threading.Event().wait(float(mood))
    return _real(*asked, **more)


if "LOST_NAMES" in os.environ:
    socket.getaddrinfo = _resolved
