"""Static files under addresses that name their content, so that they can be kept for a year."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from flask import Blueprint, Response, abort, request, url_for

from idp.web.current import settings

blueprint = Blueprint("assets", __name__)

STATIC = Path(__file__).parent / "static"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".txt": "text/plain"}
_FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    """One static file, read once."""

    path: Path

    @cached_property
    def plain(self) -> bytes:
        """Its content."""
        return self.path.read_bytes()

    @cached_property
    def packed(self) -> bytes:
        """Its content, gzipped."""
        return gzip.compress(self.plain, 9, mtime=0)

    @cached_property
    def mark(self) -> str:
        """What changes when the content does."""
        return hashlib.sha256(self.plain).hexdigest()[:10]

    @property
    def mimetype(self) -> str:
        """Its media type."""
        return _TYPES[self.path.suffix]


_known: dict[str, Asset] = {}


def find(name: str) -> Asset | None:
    """A file of ours by its name, the province's theme and emblem in place of the shipped ones."""
    chosen = {"theme.css": settings().theme_css, "emblem.svg": settings().emblem}.get(name)
    path = Path(chosen) if chosen else STATIC / name
    key = str(path)
    if key not in _known:
        if "/" in name or "\\" in name or path.suffix not in _TYPES or not path.is_file():
            return None
        _known[key] = Asset(path)
    return _known[key]


def asset(name: str) -> str:
    """The address of a static file, for templates."""
    found = find(name)
    return url_for("assets.asset_file", mark=found.mark, name=name) if found else ""


@blueprint.get("/assets/<mark>/<name>")
def asset_file(mark: str, name: str) -> Response:
    """A static file; its address changes with its content."""
    found = find(name)
    if found is None:
        abort(404)
    packs = "gzip" in request.headers.get("Accept-Encoding", "")
    response = Response(found.packed if packs else found.plain, mimetype=found.mimetype)
    if packs:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Cache-Control"] = _FOREVER if mark == found.mark else "no-cache"
    response.headers["Vary"] = "Accept-Encoding"
    return response
