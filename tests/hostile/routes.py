"""Every route of the application, with the names it may listen to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from werkzeug.test import TestResponse

from tests.caller import Caller
from tests.hostile.values import in_a_header, on_the_wire
from tests.pages import forms_in

PROTOCOL_NAMES = (
    "response_type client_id redirect_uri scope state nonce response_mode prompt max_age display ui_locales "
    "claims_locales id_token_hint login_hint acr_values claims code_challenge code_challenge_method request "
    "request_uri grant_type code code_verifier refresh_token client_secret client_assertion "
    "client_assertion_type token token_type_hint access_token audience resource post_logout_redirect_uri "
    "logout_hint logout_token"
).split()
HEADERS = (
    "Authorization Accept Accept-Language Accept-Encoding Content-Type Cookie Forwarded If-None-Match "
    "If-Modified-Since Origin Range Referer User-Agent X-Forwarded-For X-Forwarded-Host X-Forwarded-Proto DPoP"
).split()
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Route:
    """One rule of the application and one method it takes."""

    rule: str
    method: str

    def path(self, value: str) -> str:
        """Its path with a value in every place."""
        return re.sub(r"<[^>]*>", lambda _: value or "x", self.rule)

    def __str__(self) -> str:
        return f"{self.method} {self.rule}"


def routes_of(app: Flask) -> list[Route]:
    """Every route that does something: GET and POST, without files."""
    found = {
        Route(rule.rule, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST", "PUT", "DELETE"}
        if not rule.endpoint.endswith(("static", "asset"))
    }
    return sorted(found, key=str)


def with_parameters(client: Caller, route: Route, value: bytes) -> Iterator[TestResponse]:
    """Send a value under every name a route may listen to: in the path, the query and the form, and twice."""
    wired = on_the_wire(value)
    names = [*PROTOCOL_NAMES, *_field_names(client, route)]
    short = value[:2_000] if len(value) > 2_000 else value
    query = "&".join(f"{name}={on_the_wire(short[:300])}" for name in names)
    yield client.open(route.path(on_the_wire(short[:200])), method=route.method, query_string=query)
    if route.method == "GET":
        yield client.get(route.path("x"), query_string=f"state={wired}&client_id=portal&client_id={wired}")
        return
    token = _form_token(client, route)
    body = "&".join([*(f"{name}={on_the_wire(short)}" for name in names), *token])
    yield client.open(route.path("x"), method=route.method, data=body, content_type=FORM)
    for name in names:
        once = "&".join([f"{name}={wired}", *token])
        yield client.open(route.path("x"), method=route.method, data=once, content_type=FORM)
    twice = "&".join([*(f"{name}={on_the_wire(short)}&{name}=x" for name in names), *token])
    yield client.open(route.path("x"), method=route.method, data=twice, content_type=FORM)
    yield client.open(route.path("x"), method=route.method, data=value, content_type="application/json")


def with_header(client: Caller, route: Route, name: str, value: bytes) -> TestResponse:
    """Send a value in one header."""
    key = "CONTENT_TYPE" if name == "Content-Type" else f"HTTP_{name.upper().replace('-', '_')}"
    environ = {key: in_a_header(value)[:8_000]}
    return client.open(route.path("x"), method=route.method, environ_overrides=environ)


def _field_names(client: Caller, route: Route) -> list[str]:
    page = client.get(route.path("x"), follow_redirects=False)
    if page.mimetype != "text/html":
        return []
    fields = {name for form in forms_in(page.text, "http://x/") for name in form.fields}
    return sorted(fields - {"csrf_token"})


def _form_token(client: Caller, route: Route) -> list[str]:
    # With a good form token the value gets past the first door.
    page = client.get(route.path("x"), follow_redirects=False)
    if page.mimetype != "text/html":
        return []
    tokens = [
        form.fields["csrf_token"] for form in forms_in(page.text, "http://x/") if "csrf_token" in form.fields
    ]
    return [f"csrf_token={on_the_wire(tokens[0].encode())}"] if tokens else []
