"""Programs in JavaScript with unmodified npm libraries, and a conversation with them line by line."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

LIBRARIES = Path(__file__).parent / "openid_client"
SECONDS = 60


class Program:
    """One that runs: it says and hears JSON, a line at a time."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def say(self, **value: Any) -> None:
        """Tell it something."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(value) + "\n")
        self._process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        """What it says next; a program that ends instead fails the test with its complaints."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            _, complaints = self._process.communicate(timeout=SECONDS)
            raise AssertionError(complaints)
        return dict(json.loads(line))


@contextmanager
def program(script: str, environment: Mapping[str, str] | None = None) -> Iterator[Program]:
    """A script of `openid_client/` while a block runs."""
    assert (LIBRARIES / "node_modules" / "openid-client").is_dir(), "./test installs openid-client"
    with subprocess.Popen(
        ["node", script],
        cwd=LIBRARIES,
        env=dict(environment) if environment is not None else None,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Program(process)
        finally:
            process.kill()
