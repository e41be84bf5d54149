"""What lies beside a copy and says what it is; sealed, so that neither can be changed unseen."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from msgspec import ValidationError, convert

from idp.crypto.digests import keyed_digest, matches
from idp.crypto.sealing import derived_key, key_name

NAME = "manifest.json"
FORMAT = 1
_PURPOSE = "sen-id/backup manifest/1"
_PORTION = 1 << 20


class BadBackup(Exception):
    """A copy is not what it should be, or cannot be used here. The text is one sentence that says why."""


@dataclass(frozen=True)
class Facts:
    """What a database holds, as far as a copy has to hold the same.

    Args:
        installation: A name of the installation that never changes and tells nothing of its secrets.
        migration: Where the tables stand.
        rows: How many rows the tables have that matter most.
        chains: How many chains the audit log has.
        heads: A digest over where each chain stands.
        checkpoint: The digest of the latest checkpoint of the log, for `idp audit verify --noted`.
    """

    installation: str
    migration: str
    rows: dict[str, int]
    chains: int
    heads: str
    checkpoint: str | None = None


@dataclass(frozen=True)
class Manifest:
    """What a copy is.

    Args:
        taken_at: When, ISO 8601 in UTC.
        engine: `sqlite` or `postgresql`.
        release: The version of the provider that took it.
        file: The name of the copy beside the manifest.
        size: Its bytes.
        sha256: Its digest, hexadecimal.
        facts: What it holds.
        key: Name of the key-encryption key that sealed this.
        seal: HMAC-SHA-256 over everything else.
    """

    taken_at: str
    engine: str
    release: str
    file: str
    size: int
    sha256: str
    facts: Facts
    format: int = FORMAT
    key: str = field(default="")
    seal: str = field(default="")

    def sealed(self, key: bytes) -> Self:
        """The same with its seal, under a key-encryption key."""
        named = replace(self, key=key_name(key).hex())
        return replace(named, seal=_mac(named, key))

    def check_seal(self, keys: Sequence[bytes]) -> None:
        """Check that nobody has changed it.

        Args:
            keys: The key-encryption keys that are known.

        Raises:
            BadBackup: It was changed, or sealed under another key.
        """
        if not any(matches(self.seal, _mac(self, key)) for key in keys):
            known = self.key in {key_name(key).hex() for key in keys}
            why = (
                "it was changed"
                if known
                else "it was changed, or made under a key that is not in the list here"
            )
            raise BadBackup(f"The manifest does not bear the seal of IDP_KEY_ENCRYPTION_KEY: {why}.")

    def write(self, folder: Path) -> None:
        """Write it beside the copy."""
        (folder / NAME).write_text(json.dumps(asdict(self), indent=2, sort_keys=True) + "\n", "utf-8")

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read it; nothing is checked yet but its form.

        Raises:
            BadBackup: There is none, or it is none of this release.
        """
        try:
            return convert(json.loads((folder / NAME).read_text("utf-8")), cls)
        except OSError as cause:
            raise BadBackup(f"{folder} holds no {NAME} that can be read.") from cause
        except (ValueError, ValidationError) as cause:
            raise BadBackup(f"{folder / NAME} is not a manifest of this release.") from cause

    def copy_in(self, folder: Path) -> Path:
        """Where the copy is, once it is known to be the one that was taken.

        Raises:
            BadBackup: It is gone, or was changed.
        """
        path = folder / Path(self.file).name
        if not path.is_file():
            raise BadBackup(f"{path} is gone.")
        if path.stat().st_size != self.size or file_digest(path) != self.sha256:
            raise BadBackup(f"{path} is not the file the manifest was written for: its checksum differs.")
        return path


def file_digest(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as opened:
        while portion := opened.read(_PORTION):
            digest.update(portion)
    return digest.hexdigest()


def _mac(manifest: Manifest, key: bytes) -> str:
    content: dict[str, Any] = asdict(replace(manifest, seal=""))
    return keyed_digest(derived_key(key, _PURPOSE), json.dumps(content, sort_keys=True))
