"""Small files and addresses that programs look for in fixed places."""

from datetime import timedelta

from flask import Blueprint, Response, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from idp.web.assets import asset
from idp.web.current import services

blueprint = Blueprint("well_known", __name__)

_SECURITY_TEXT_DAYS = 180


@blueprint.get("/.well-known/change-password")
def change_password() -> AnyResponse:
    """Where password managers send their people (W3C, a well-known URL for changing passwords)."""
    return redirect(url_for("security.overview"), 302)


@blueprint.get("/.well-known/security.txt")
def security_txt() -> Response:
    """Whom to tell of a weakness (RFC 9116)."""
    settings = services().settings
    expires = services().clock() + timedelta(days=_SECURITY_TEXT_DAYS)
    lines = (
        f"Contact: tel:{settings.support_line.replace(' ', '')}",
        f"Expires: {expires:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: vi, en",
        f"Canonical: {settings.issuer}/.well-known/security.txt",
    )
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Nothing here belongs in a search engine but the front page."""
    return Response("User-agent: *\nAllow: /$\nDisallow: /\n", mimetype="text/plain")


@blueprint.get("/favicon.ico")
def favicon() -> AnyResponse:
    """The emblem, for browsers that look before they read."""
    return redirect(asset("emblem.svg"), 302)
