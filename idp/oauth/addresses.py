"""Two spellings of one address are the same (RFC 3986, 6.2.2 and 6.2.3)."""

import re
from urllib.parse import urlsplit

_ESCAPE = re.compile("%[0-9A-Fa-f]{2}")
_UNRESERVED = re.compile("[A-Za-z0-9._~-]")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def without_query(address: str) -> str | None:
    """An http(s) address in its one normal spelling, without query and fragment; None when it is none.

    Args:
        address: As it was sent.
    """
    # `urlsplit` silently drops tabs and newlines; whoever sends them means no good.
    if not (address.isascii() and address.isprintable()):
        return None
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not host or "@" in parts.netloc:
        return None
    name = f"[{host}]" if ":" in host else host
    where = name if port in (None, _DEFAULT_PORTS[scheme]) else f"{name}:{port}"
    return f"{scheme}://{where}{_path(parts.path)}"


def _path(path: str) -> str:
    found: list[str] = []
    for step in _ESCAPE.sub(_unescaped, path).split("/")[1:]:
        if step == "..":
            found = found[:-1]
        elif step != ".":
            found.append(step)
    ends_open = path.endswith(("/.", "/.."))
    return "/" + "/".join([*found, ""] if ends_open and found else found)


def _unescaped(escape: re.Match[str]) -> str:
    sign = chr(int(escape[0][1:], 16))
    return sign if _UNRESERVED.fullmatch(sign) else escape[0].upper()
