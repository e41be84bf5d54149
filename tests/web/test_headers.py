"""Security headers of every answer."""

import pytest
from flask import Blueprint

from idp.web.headers import allow_form_target

POLICY = "Content-Security-Policy"


@pytest.mark.parametrize("path", ["/", "/help", "/nothing-here", "/.well-known/openid-configuration"])
def test_every_answer_carries_the_headers(client, path):
    headers = client.get(path).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Strict-Transport-Security"].startswith("max-age=63072000")
    assert "frame-ancestors 'none'" in headers[POLICY]
    assert "default-src 'none'" in headers[POLICY]


def test_pages_allow_no_inline_script_or_style(client):
    policy = client.get("/").headers[POLICY]

    assert "unsafe" not in policy
    assert "base-uri 'none'" in policy


def test_pages_are_not_kept_by_anybody(client):
    headers = client.get("/").headers

    assert headers["Cache-Control"] == "no-store"
    assert "Cookie" in headers["Vary"]


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("https://portal.example/callback?x=1", "https://portal.example"),
        ("http://localhost:8001/callback", "http://localhost:8001"),
        ("vn.anlien.app:/signed-in", "vn.anlien.app:"),
        ("vn.anlien.app://a;sandbox/signed-in", "vn.anlien.app:"),
    ],
)
def test_a_form_may_lead_to_a_registered_application(app, address, source):
    page = Blueprint("page", __name__)

    @page.get("/page")
    def show():
        allow_form_target(address)
        return "<p>page</p>"

    app.register_blueprint(page)

    assert app.test_client().get("/page").headers[POLICY].endswith(f"form-action 'self' {source}")
