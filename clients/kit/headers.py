"""Headers of every answer: nothing from elsewhere, nothing inline, nothing kept by a browser or a proxy."""

from flask import Flask, Response, g, request

from clients.kit.settings import Settings, origin

_AN_HOUR = 60 * 60
_A_YEAR = 365 * 24 * 60 * 60
_FILES = ("static", "kit.static")
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # The provider must not learn which form somebody came from, nor anybody a code.
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def register_headers(app: Flask, settings: Settings) -> None:
    """Put the headers on every answer."""
    # Chromium holds the redirects after a form against form-action: signing out and stepping up lead to the provider.
    policy = (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
        f"form-action 'self' {origin(settings.issuer)}"
    )

    @app.after_request
    def put(response: Response) -> Response:
        for name, value in _ALWAYS.items():
            response.headers.setdefault(name, value)
        if "framed" in g:
            response.headers.remove("X-Frame-Options")
        response.headers.setdefault("Content-Security-Policy", policy)
        if request.endpoint in _FILES and response.status_code == 200:
            # A file asked for by its mark never changes; the provider asks for the emblem without one.
            age = f"{_A_YEAR}, immutable" if "v" in request.args else str(_AN_HOUR)
            response.headers["Cache-Control"] = f"public, max-age={age}"
        else:
            response.headers["Cache-Control"] = "no-store"
            response.vary.update(("Cookie", "Accept-Language"))
        if settings.is_secure:
            response.headers.setdefault("Strict-Transport-Security", f"max-age={_A_YEAR}; includeSubDomains")
        return response


def shown_in_a_frame_of(ancestor: str, response: Response) -> Response:
    """Let one site show an answer in a frame; every other answer is shown in none.

    Args:
        ancestor: The origin of that site.
        response: It has nothing to see or to press on it.
    """
    g.framed = True
    response.headers["Content-Security-Policy"] = f"default-src 'none'; frame-ancestors {ancestor}"
    return response
