"""Secrets by reference: the file of a configuration says where a secret is, never what it is."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHORTEST = 8
LONGEST = 255
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,127}")


class Unresolved(Exception):
    """A secret is not where the file says. The text is one sentence."""


@dataclass(frozen=True)
class Reference:
    """Where a secret is: a variable of the environment, or a file; exactly one of them."""

    env: str = ""
    file: str = ""

    def resolve(self, environment: Mapping[str, str] = os.environ) -> str:
        """The secret.

        Raises:
            Unresolved: It is not there, or cannot be a secret.
        """
        found = environment.get(self.env, "") if self.env else _content(self.file)
        if not SHORTEST <= len(found) <= LONGEST or not found.isascii() or not found.isprintable():
            raise Unresolved(f"{self} must hold a secret of {SHORTEST} to {LONGEST} printable characters.")
        return found

    def written(self) -> dict[str, str]:
        """As the file has it."""
        return {"env": self.env} if self.env else {"file": self.file}

    def __str__(self) -> str:
        return f"The variable {self.env}" if self.env else f"The file {self.file}"


def reference(document: Any) -> Reference | None:
    """A reference of the file; None for anything else."""
    match document:
        case {"env": str(env)} if len(document) == 1 and _VARIABLE.fullmatch(env):
            return Reference(env=env)
        case {"file": str(file)} if len(document) == 1 and file:
            return Reference(file=file)
        case _:
            return None


def usual(client_id: str, number: int) -> Reference:
    """The reference an export writes: a variable named after the application."""
    name = re.sub(r"[^A-Za-z0-9]", "_", client_id).upper()
    return Reference(env=f"SEN_SECRET_{name}_{number}")


def _content(file: str) -> str:
    try:
        return Path(file).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
