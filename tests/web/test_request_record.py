"""One line for each request: the route, the answer, the application, and nothing that came from outside."""

import pytest

from idp import measures
from idp.oauth.request import Sender
from idp.web.current import services
from idp.web.request_record import client_class, trace_of
from tests.builders import a_citizen, a_client, a_machine
from tests.installation import changed
from tests.logbook import logbook
from tests.relying_party import RelyingParty, a_portal, agree
from tests.test_measures import measuring, told

__all__ = ["measuring"]

PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
FIELDS = {
    "time", "level", "logger", "event", "trace", "endpoint", "method", "status", "outcome", "incident", "client",
    "client_class", "ms", "statements", "bytes",
}  # fmt: skip


@pytest.fixture
def settings(settings):
    return changed(settings, trusted_proxies="10.0.0.0/8")


@pytest.fixture
def book(app):
    with logbook() as written:
        yield written


@pytest.fixture
def machine(client):
    a_machine()
    return RelyingParty(client, client_id="nightly-sync")


def test_a_token_request_is_one_line(machine, book, statements):
    with statements.counted():
        answer = machine.post(
            "/oauth/token", grant_type="client_credentials", resource="http://localhost:8004"
        )

    assert answer.status_code == 200, answer.text
    (line,) = book.requests()
    assert set(line) == FIELDS - {"incident"}
    told = ("endpoint", "method", "status", "outcome", "client", "client_class", "statements", "bytes")
    assert [line[name] for name in told] == [
        "protocol.token",
        "POST",
        200,
        "ok",
        "nightly-sync",
        "machine",
        len(statements),
        len(answer.data),
    ]
    assert 0 < line["ms"] < 60_000


def test_a_document_that_was_ready_is_one_line_like_the_one_flask_answered(client, book):
    services().ring.public_jwks()
    for _ in range(2):
        answer = client.get("/.well-known/openid-configuration")

    flask, ready = book.requests()
    for line in (flask, ready):
        del line["time"], line["trace"], line["ms"]
    assert ready == flask
    assert ready["bytes"] == len(answer.data)


def test_each_request_is_one_line(client, book):
    portal = a_portal(client, citizen := a_citizen())
    agree(citizen.id)

    portal.userinfo(portal.tokens()["access_token"])

    lines = [(line["endpoint"], line["status"], line["client_class"]) for line in book.requests()]
    assert lines == [
        ("authorize.start", 302, "plain"),
        ("protocol.token", 200, "plain"),
        ("protocol.userinfo", 200, "plain"),
    ]


def test_a_refusal_names_the_code_of_the_protocol(client, book):
    portal = a_portal(client, a_citizen())

    portal.redeem("no such code")

    (line,) = book.requests()
    assert (line["status"], line["outcome"], line["client"]) == (400, "invalid_grant", "portal")


def test_a_page_with_a_code_names_it_and_other_lines_of_its_request_share_the_trace(client, book):
    a_client()
    page = RelyingParty(client).ask(redirect_uri="https://evil.example/")

    *others, line = book.lines
    assert line["outcome"] == "invalid_request"
    assert line["incident"] in page.text
    assert [other["logger"] for other in others] == ["idp.incident"]
    assert {other["trace"] for other in others} == {line["trace"]}


def test_a_failure_is_one_line_too(client, book, monkeypatch):
    monkeypatch.setattr("idp.web.home.settings", lambda: 1 / 0)
    page = client.get("/help")

    (line,) = book.requests()
    assert (line["endpoint"], line["status"], line["outcome"]) == ("home.help_page", 500, "server_error")
    assert line["incident"] in page.text


@pytest.mark.parametrize(
    ("path", "endpoint", "outcome"),
    [
        ("/oauth/authorize/a-secret-handle?code=a-secret", "authorize.resume", "invalid_request"),
        ("/a-secret/page?a-secret=1", "none", "refused"),
        ("/healthz?a-secret", "health.alive", "ok"),
    ],
)
def test_no_part_of_an_address_is_told(client, book, path, endpoint, outcome):
    client.get(path, headers={"User-Agent": "a-secret", "Referer": "https://a-secret.example/"})

    assert "a-secret" not in book.text
    (line,) = book.requests()
    assert (line["endpoint"], line["outcome"]) == (endpoint, outcome)


def test_a_method_nobody_knows_is_not_repeated(client, book):
    client.open("/healthz", method="A-SECRET")

    assert book.requests()[0]["method"] == "OTHER"


@pytest.mark.parametrize(("peer", "is_believed"), [("10.1.2.3", True), ("203.0.113.5", False)])
def test_the_trace_of_a_trusted_proxy_goes_on(client, book, peer, is_believed):
    client.get("/healthz", headers={"traceparent": PARENT}, environ_base={"REMOTE_ADDR": peer})

    assert (book.requests()[0]["trace"] == TRACE) is is_believed


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        TRACE,
        PARENT.upper(),
        PARENT.replace(TRACE, "0" * 32),
        PARENT.replace("00f067aa0ba902b7", "0" * 16),
        PARENT.replace("00-4", "ff-4"),
        PARENT + "x",
        PARENT + "\n",
    ],
)
def test_anything_else_begins_a_trace_of_its_own(header):
    one, other = trace_of(header), trace_of(header)

    assert len(one) == len(other) == 32
    assert one != other != TRACE != one


def test_a_later_version_of_the_header_is_read_as_far_as_it_is_known():
    assert trace_of(PARENT.replace("00-4", "cc-4") + "-what-comes-later") == TRACE


@pytest.mark.parametrize(
    ("sender", "kind"),
    [
        (None, "none"),
        (Sender("a", profile="fapi2"), "fapi2"),
        (Sender("a", is_for_test_people=True, profile="fapi2"), "sandbox"),
        (Sender("a"), "other"),
    ],
)
def test_applications_are_told_apart_by_kind(sender, kind):
    assert client_class(sender) == kind


def test_requests_are_measured_by_route_and_kind(machine, measuring):
    machine.post("/oauth/token", grant_type="client_credentials", resource="http://localhost:8004")
    machine.post("/oauth/token", grant_type="client_credentials", resource="http://localhost:1")

    found = told()
    labels = 'client_class="machine",endpoint="protocol.token"'
    assert found[f'sen_requests_total{{{labels},outcome="ok"}}'] == 1
    assert found[f'sen_requests_total{{{labels},outcome="refused"}}'] == 1
    assert found[f"sen_request_seconds_count{{{labels}}}"] == 2
    assert found["sen_database_pool_size"] > 0
    assert not [name for name in found if "nightly-sync" in name]
    assert measures.is_measuring()
