"""What was measured, and on what."""

import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil

from idp.crypto.passwords import OWASP_19_MIB, Passwords
from tests.architecture.source import this_commit
from tests.bench.peering import versions

_OURS = ("granian", "Flask", "Authlib", "SQLAlchemy", "psycopg", "cryptography", "argon2-cffi", "PyNaCl")


def about() -> dict[str, Any]:
    """Machine, moment, commit and versions, for every table that is kept."""
    return {
        "when": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "commit": this_commit(),
        "processor": _processor(),
        "cores": psutil.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30),
        "system": f"{platform.system()} {platform.machine()}",
        "load": round(psutil.getloadavg()[0], 1),
        "versions": {
            "Python": platform.python_version(),
            **{name: version(name) for name in _OURS},
            "Argon2id by": Passwords(OWASP_19_MIB).build,
            **versions(),
        },
    }


def _processor() -> str:
    place = Path("/proc/cpuinfo")
    lines = place.read_text().splitlines() if place.exists() else []
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown"
    )
