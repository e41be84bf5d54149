"""What stands before every page of the console."""

import pytest
from werkzeug.exceptions import NotFound

from idp.app import create_app
from idp.store.db import db
from idp.web.admin import BLUEPRINTS
from idp.web.admin.console import safe_way
from idp.web.admin.permissions import OPEN
from tests.builders import a_client
from tests.installation import changed
from tests.rights.places import FILLED, filled
from tests.web.admin.conftest import sign_in


def rules(app):
    names = {blueprint.name for blueprint in BLUEPRINTS}
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint.split(".")[0] in names]


def address(rule):
    parts = {**FILLED, "client_id": "portal", "operator_id": "x", "unit_id": "x"}
    return filled(rule, {part: parts[part] for part in rule.arguments})


def test_without_a_session_every_page_leads_to_the_door(app, client, lan):
    a_client()
    for rule in rules(app):
        if rule.endpoint in OPEN:
            continue
        for method in rule.methods & {"GET", "POST"}:
            token = form_token(client)
            answer = client.open(
                address(rule), method=method, data={"csrf_token": token} if method == "POST" else None
            )
            assert (rule.rule, answer.status_code) == (rule.rule, 303)
            assert "/admin/sign-in" in answer.location, rule.rule


def test_a_citizens_session_opens_no_page(app, client, lan, settings):
    client.set_cookie(settings.cookie_name("session"), "x", domain="id.anlien.example")

    assert client.get("/admin/clients").status_code == 303


def test_every_change_needs_a_form_token(app, console):
    a_client()
    for rule in rules(app):
        if "POST" in rule.methods:
            answer = console.post(address(rule))
            assert (rule.rule, answer.status_code) == (rule.rule, 400)


def test_a_token_of_another_browser_is_none(app, console, lan):
    token = form_token(app.test_client())

    assert console.post("/admin/clients/portal/suspend", data={"csrf_token": token}).status_code == 400


def test_the_cookie_is_out_of_reach(client, lan, clock):
    cookie = next(each for each in sign_in(client, clock).headers.getlist("Set-Cookie") if "operator" in each)

    assert cookie.startswith("__Host-sen_operator=")
    for mark in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/"):
        assert mark in cookie
    assert "Expires" not in cookie
    assert "Max-Age" not in cookie


def test_pages_of_the_console_are_kept_nowhere(console):
    assert console.get("/admin/clients").headers["Cache-Control"] == "no-store"


def test_after_signing_in_the_wanted_page_opens(client, lan, clock):
    answer = client.get("/admin/activity")
    page = client.get(answer.location)
    assert 'value="/admin/activity"' in page.text

    assert sign_in_on(client, page, clock).location == "/admin/activity"


def sign_in_on(client, page, clock):
    from tests.builders import one_time_code
    from tests.web.admin.conftest import OPERATOR_PASSWORD

    return client.submit(page, username="lan", password=OPERATOR_PASSWORD, otp=one_time_code(at=clock()))


@pytest.mark.parametrize(
    "then",
    [
        None,
        "",
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "/admin//evil.example",
        "/admin/\\evil",
        "/admin/../oauth/authorize",
        "/administrator",
        "/oauth/authorize",
        "/admin/clients?q=x",
        "/admin/%2f%2fevil",
        "/admin/x\ny",
        "/admin/" + "x" * 500,
        "javascript:alert(1)",
    ],
)
def test_only_pages_of_the_console_are_gone_back_to(app, then):
    with app.test_request_context():
        way = safe_way(then)

    assert way == "/admin" or (way.startswith("/admin/") and ".." in then)


def test_a_page_of_the_console_is_gone_back_to(app):
    with app.test_request_context():
        assert safe_way("/admin/clients/so-y-te.2/connection") == "/admin/clients/so-y-te.2/connection"


def test_with_a_host_of_its_own_the_console_is_nowhere_else(settings, clock):
    app = create_app(changed(settings, admin_host="quantri.anlien.example"), clock=clock)
    with app.app_context():
        client = app.test_client()
        assert client.get("/admin", base_url="https://id.anlien.example").status_code == 404
        assert client.get("/admin/sign-in", base_url="https://id.anlien.example").status_code == 404
        assert client.get("/admin/sign-in", base_url="https://quantri.anlien.example").status_code == 200
        assert client.get("/admin/sign-in", base_url="https://quantri.anlien.example:8443").status_code == 200
        assert client.get("/healthz", base_url="https://id.anlien.example").status_code != NotFound.code
        db.session.remove()
        db.engine.dispose()


def form_token(client):
    page = client.get("/admin/sign-in").text
    start = page.index('name="csrf_token"')
    return page[page.index('value="', start) + 7 :].partition('"')[0]
