"""Secrets of the demonstration, made once and kept in a file beside the database, readable by its owner only."""

import json
import os
from collections.abc import Callable
from pathlib import Path


class DemoSecrets:
    """Client secrets and authenticator keys, so that `./run` can print codes and start the applications."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "demo.json"
        self._shell = folder / "demo.env"
        self._kept: dict[str, str] = json.loads(self._path.read_text()) if self._path.exists() else {}

    def get(self, name: str, make: Callable[[], str]) -> str:
        """A secret, made at its first use."""
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]

    def find(self, name: str) -> str | None:
        """A secret that was made."""
        return self._kept.get(name)

    def write(self) -> None:
        """Keep them: all as JSON, and those of applications as lines a shell can read."""
        _write(self._path, json.dumps(self._kept, indent=2) + "\n")
        lines = [
            f"{name.removeprefix('client:').upper().replace('-', '_')}_CLIENT_SECRET={secret}\n"
            for name, secret in self._kept.items()
            if name.startswith("client:")
        ]
        _write(self._shell, "".join(lines))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
