"""Values that may appear in nothing the provider writes about itself, however they are written."""

import base64
import json
from urllib.parse import quote, quote_plus

SHORTEST = 4
"""Signs below which what is left of a value after encoding is found by chance."""


def spellings(value: str) -> set[str]:
    """How a value could stand in a text: as it is, percent-encoded, escaped for JSON, in hexadecimal or in base64."""
    data = value.encode()
    found = {value, quote(value, safe=""), quote_plus(value), quote(value, safe="").lower()}
    found |= {
        json.dumps(value)[1:-1],
        repr(value)[1:-1],
        ascii(value)[1:-1],
        data.hex(),
        value.upper(),
        value.lower(),
    }
    return {each for each in (*found, *_in_base64(data)) if len(each) >= SHORTEST}


def found_in(text: str, canaries: dict[str, str]) -> list[str]:
    """Which values a text holds.

    Args:
        text: Whatever was written.
        canaries: Values by what they are.
    """
    return [
        f"{name} as {spelling!r}"
        for name, value in canaries.items()
        for spelling in sorted(spellings(value))
        if spelling in text
    ]


def _in_base64(data: bytes) -> set[str]:
    """The part in the middle, which is the same wherever the value begins in what was encoded, by its three places."""
    found = set()
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + data).decode().rstrip("=")
        whole = encoded[-(-before * 8 // 6) :]
        whole = whole if (before + len(data)) % 3 == 0 else whole[:-1]
        found |= {whole, whole.replace("+", "-").replace("/", "_")}
    return found
