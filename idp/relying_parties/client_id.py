"""Identifiers of applications (RFC 6749, 2.2)."""

import re
import secrets
from typing import Any

from idp.relying_parties.search import folded

_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
_CHARACTERS = 8
_LONGEST_SLUG = 32


def new_client_id(document: Any) -> str:
    """The identifier an application wants, or a fresh one that reads like its name: `thu-vien-tinh-x3k9w2`."""
    members = document if isinstance(document, dict) else {}
    wanted = members.get("client_id")
    if isinstance(wanted, str) and wanted:
        return wanted
    name = members.get("client_name")
    words = re.findall(r"[a-z0-9]+", folded(name[:120])) if isinstance(name, str) else []
    mark = "".join(secrets.choice(_ALPHABET) for _ in range(_CHARACTERS))
    return f"{'-'.join(words)[:_LONGEST_SLUG].strip('-') or 'app'}-{mark}"
