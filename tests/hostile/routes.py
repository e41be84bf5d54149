"""Every route of the application, with the names it may listen to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from flask import Flask
from werkzeug.test import TestResponse

from tests.caller import Caller
from tests.hostile.values import IN_EVERY_SHAPE, VALUES, in_a_header, on_the_wire
from tests.pages import forms_in

PROTOCOL_NAMES = (
    "response_type client_id redirect_uri scope state nonce response_mode prompt max_age display ui_locales "
    "claims_locales id_token_hint login_hint acr_values claims code_challenge code_challenge_method request "
    "request_uri grant_type code code_verifier refresh_token client_secret client_assertion "
    "client_assertion_type token token_type_hint access_token audience resource post_logout_redirect_uri "
    "logout_hint logout_token device_code auth_req_id binding_message requested_expiry user_code login_hint_token "
    "client_notification_token"
).split()
PAGE_NAMES = (
    "request next do to q by new page client_id ui_locales leave shown stay again state before user_code number "
    "share all below citizen_id code cursor days endpoint kind lang limit operator_id outcome"
).split()
HEADERS = (
    "Accept Accept-Language Accept-Encoding Content-Type Forwarded If-None-Match If-Modified-Since Origin Range "
    "Referer User-Agent X-Forwarded-For X-Forwarded-Host X-Forwarded-Proto X-Request-ID DPoP"
).split()
COOKIES = (
    "session device attempt pending operator form lang registration browser_state device_request link".split()
)
FORM = "application/x-www-form-urlencoded"
TOKEN = "csrf_token"
HERE = "http://localhost/"
WITHOUT_TOKEN = ("/oauth", "/api", "/scim")
FEW = 8
_EVERY_SHAPE = frozenset(VALUES[kind] for kind in IN_EVERY_SHAPE)
USUAL = {"client_id": "portal", "kind": "web", "factor": "totp"}
DOORS = ("/account", "/admin", "/api", "/developers", "/scim")
"""Below these a stranger meets the door and nothing else."""
LAST = ("sign-out", "end-session", "not-me", "close", "forget", "devices", "remove")
"""What these do ends a session: they come after everything else."""


@dataclass(frozen=True)
class Route:
    """One rule of the application and one method it takes."""

    rule: str
    method: str

    def path(self, value: str = "") -> str:
        """Its path with a value in every place, or with values that may exist."""
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda place: value or USUAL.get(place[1], "x"), self.rule)

    def __str__(self) -> str:
        return f"{self.method} {self.rule}"


def routes_of(app: Flask) -> list[Route]:
    """Every route of every method it takes; those that end a session last."""
    found = {
        Route(rule.rule, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}
    }
    return sorted(found, key=lambda route: (any(word in route.rule for word in LAST), str(route)))


def takes_turn(place: int, kind: str, route: Route, who: str, *, every_value: bool = False) -> bool:
    """Whether a route is sent a value: neighbours take turns, or the walk would take longer than all other tests.

    What troubles by its shape comes to every second page, and every fifth of the rest; to a stranger's request behind a
    door, where only the door looks, every eighth. So each value comes to every kind of page and door, and each page
    meets values of every kind. `--every-value` sends all of them everywhere.

    Args:
        place: Where the route stands among all.
        kind: The value's name.
        route: The route.
        who: Whose browser it is.
        every_value: Nobody waits for a turn (`--every-value`).
    """
    if every_value:
        return True
    turn = place + list(VALUES).index(kind)
    if who == "stranger" and route.rule.startswith(DOORS):
        return turn % 8 == 0
    return turn % (2 if kind in IN_EVERY_SHAPE else 5) == 0


def with_parameters(client: Caller, route: Route, value: bytes, who: str) -> Iterator[TestResponse]:
    """Send a value under every name a route may listen to: in the path, the query and the form, and twice.

    Args:
        client: The browser.
        route: Where to.
        value: What.
        who: Whose browser it is; to one kind of visitor the same pages have a form.
    """
    short = value[:2_000]
    if "<" in route.rule:
        yield client.open(route.path(on_the_wire(short[:200]) or "x"), method=route.method)
    fields = _fields(client, route, who)
    names = [*(PROTOCOL_NAMES if route.rule.startswith("/oauth") else PAGE_NAMES), *fields]
    query = "&".join(f"{name}={on_the_wire(short[:300])}" for name in names)
    if route.method == "GET":
        yield client.open(route.path(), query_string=query)
        # Apart from the others: what these are decides whether the others are looked at.
        apart = "&".join(f"{name}={on_the_wire(value)}" for name in ("state", "then", "link"))
        once = f"{apart}&client_id=portal&client_id={on_the_wire(value)}"
        yield client.get(route.path(), query_string=once)
        return
    token = [_token(client, route)] if fields else []
    # One at a time where there are few, or where a field may be an address: those are taken apart one by one. A page
    # looks at no field before it has seen its token: without one, all at once say what each would.
    is_read = bool(token) or route.rule.startswith(WITHOUT_TOKEN)
    single = (fields or names) if is_read and (len(fields) <= FEW or b"://" in value) else []
    bodies = [[f"{name}={on_the_wire(value)}"] for name in single]
    bodies.append([f"{name}={on_the_wire(short)}" for name in names])
    in_every_shape = value in _EVERY_SHAPE
    if in_every_shape:
        bodies.append([f"{name}={on_the_wire(short)}&{name}=x" for name in names])
    for body in bodies:
        sent = "&".join([*body, *token])
        yield client.open(route.path(), method=route.method, query_string=query, data=sent, content_type=FORM)
    if in_every_shape:
        yield client.open(route.path(), method=route.method, data=value, content_type="application/json")


def with_headers(client: Caller, route: Route, value: bytes) -> TestResponse:
    """Send a value in every header a route may look at, and in every cookie of ours."""
    sent = in_a_header(value)[:4_000]
    headers = {f"HTTP_{name.upper().replace('-', '_')}": sent for name in HEADERS}
    headers["CONTENT_TYPE"] = headers.pop("HTTP_CONTENT_TYPE")
    headers["HTTP_COOKIE"] = "; ".join(f"__Host-sen_{name}={sent}" for name in COOKIES)
    return client.open(route.path(), method=route.method, environ_overrides=headers)


def with_credentials(client: Caller, route: Route, value: bytes) -> TestResponse:
    """Send a value as credentials."""
    sent = {"HTTP_AUTHORIZATION": in_a_header(value)[:30_000]}
    return client.open(route.path(), method=route.method, environ_overrides=sent)


_known: dict[tuple[str, Route], list[str]] = {}
"""The fields of each page's forms, by kind of visitor: they do not change from one value to the next."""


def _fields(client: Caller, route: Route, who: str) -> list[str]:
    """The fields of a route's own page, empty where it has none for this visitor."""
    if route.method != "POST":
        return []
    if not _known.get((who, route)):
        page = client.get(route.path())
        forms = forms_in(page.text, HERE) if page.mimetype == "text/html" else []
        fields = sorted({name for form in forms for name in form.fields if name} - {TOKEN})
        # Whoever is signed in may have been signed out by what was sent before: that says nothing about the next time.
        if not fields and page.status_code != HTTPStatus.METHOD_NOT_ALLOWED and who != "stranger":
            return []
        _known[who, route] = fields
    return _known[who, route]


_tokens: WeakKeyDictionary[Caller, tuple[str, str]] = WeakKeyDictionary()


def _token(client: Caller, route: Route) -> str:
    """The form token of this browser: with it a value gets past the first door. Kept as long as its cookie is."""
    cookie, token = _tokens.get(client, ("", ""))
    if not token or cookie != _cookie(client):
        forms = forms_in(client.get(route.path()).text, HERE)
        token = next((form.fields[TOKEN] for form in forms if TOKEN in form.fields), "")
        _tokens[client] = _cookie(client), token
    return f"{TOKEN}={on_the_wire(token.encode())}"


def _cookie(client: Caller) -> str:
    here = urlsplit(client.application.config["ISSUER_FOR_TESTS"]).hostname or ""
    kept = client.get_cookie(client.application.config["SESSION_COOKIE_NAME"], here)
    return kept.value if kept else ""
