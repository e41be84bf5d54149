"""`python -m clients.nightly_sync [FILE]` sends figures and prints what the platform has now."""

import sys
from pathlib import Path

from clients.kit.settings import Settings, neighbour
from clients.nightly_sync.sync import CannotSync, sync

EXAMPLE = Path(__file__).parent / "figures.json"

try:
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLE
    known = sync(
        Settings.from_environment("nightly-sync", None), neighbour("lgsp", 8004), file.read_text("utf-8")
    )
except (CannotSync, OSError) as reason:
    sys.exit(f"Nothing was sent: {reason}")
print(f"Sent. The platform now has {known} figures.")
