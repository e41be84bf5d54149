"""Security headers of every answer; the content policy is built per request."""

from urllib.parse import urlsplit

from flask import Flask, Response, g

from idp.web.current import settings

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src {images}; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; frame-ancestors {ancestors}; form-action {targets}{frames}"
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_POLICY_HEADER = "Content-Security-Policy"
_OF_DATA = "default-src 'none'; frame-ancestors 'none'"
HSTS = "max-age=63072000; includeSubDomains"


def register_headers(app: Flask) -> None:
    """Put the headers on every answer."""
    app.after_request(_put)


def allow_form_target(address: str) -> None:
    """Let a form on this page lead, by redirect, to a relying application.

    Chromium applies `form-action` to the redirects after a POST too.

    Args:
        address: A registered redirect URI; only its origin goes into the policy.
    """
    parts = urlsplit(address)
    # Of the private scheme of an application on a phone (RFC 8252, 7.1) what follows may be no host at all.
    is_web = parts.scheme in ("http", "https")
    target = f"{parts.scheme}://{parts.netloc}" if is_web else f"{parts.scheme}:"
    g.setdefault("form_targets", []).append(target)


def allow_image(address: str) -> None:
    """Let this page show one picture from elsewhere: an application's logo.

    Args:
        address: The picture's registered address; its origin goes into the policy.
    """
    parts = urlsplit(address)
    g.setdefault("images", []).append(f"{parts.scheme}://{parts.netloc}")


def allow_frame(address: str) -> None:
    """Let this page load one address in a frame: an application's page for signing out.

    Args:
        address: It is registered; its origin goes into the policy.
    """
    parts = urlsplit(address)
    g.setdefault("frames", []).append(f"{parts.scheme}://{parts.netloc}")


def allow_framing() -> None:
    """Let any page of anybody show this one in a frame: there is nothing on it to see or to press."""
    g.may_be_framed = True


def _policy() -> str:
    frames = " ".join(dict.fromkeys(g.get("frames", [])))
    return _POLICY.format(
        targets=" ".join(dict.fromkeys(["'self'", *g.get("form_targets", [])])),
        images=" ".join(dict.fromkeys(["'self'", *g.get("images", [])])),
        ancestors="*" if "may_be_framed" in g else "'none'",
        frames=f"; frame-src {frames}" if frames else "",
    )


def _put(response: Response) -> Response:
    headers = response.headers
    there = {name.lower() for name, _value in headers}
    usual = {**_ALWAYS, _POLICY_HEADER: _policy() if response.mimetype == "text/html" else _OF_DATA}
    if settings().issuer.startswith("https://"):
        usual["Strict-Transport-Security"] = HSTS
    if "may_be_framed" in g:
        headers.remove("X-Frame-Options")
        del usual["X-Frame-Options"]
    # One look at what is there: werkzeug goes through all headers for each that is asked for.
    headers.extend((name, value) for name, value in usual.items() if name.lower() not in there)
    if "cache-control" not in there:
        headers["Cache-Control"] = "no-store"
        response.vary.add("Cookie")
    return response
