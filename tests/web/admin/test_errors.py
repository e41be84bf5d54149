"""Errors within the console: its own frame, with the same incident codes."""

import pytest
from flask import Blueprint, abort
from sqlalchemy.exc import OperationalError

from idp.app import create_app
from idp.operators.sessions import ConsoleSessions
from idp.store.db import db
from idp.web.current import services
from tests.installation import changed

FAULTS = {"fault": lambda: 1 / 0, "denied": lambda: abort(403), "malformed": lambda: abort(400)}
CONSOLE, CITIZENS = '<body class="console">', 'class="foot"'


def is_of_console(page: str) -> bool:
    assert 'id="op-error"' in page
    assert (CONSOLE in page) is not (CITIZENS in page)
    return CONSOLE in page


@pytest.fixture
def faulty(app):
    page = Blueprint("faulty", __name__, url_prefix="/admin/faulty")
    page.add_url_rule("/<how>", view_func=lambda how: FAULTS[how](), endpoint="fail")
    app.register_blueprint(page)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app.test_client()


def code_in(caplog: pytest.LogCaptureFixture) -> str:
    return str(next(record.args[0] for record in caplog.records if record.name == "idp.incident"))


def test_what_is_not_there_is_not_found_within_the_console(client, console, app):
    for caller in (console, app.test_client()):
        answer = caller.get("/admin/nothing-here")
        assert (answer.status_code, is_of_console(answer.text)) == (404, True)
        assert 'href="/admin"' in answer.text
    assert is_of_console(console.get("/admin/clients/nobody").text)
    assert "Quản trị hệ thống" in console.get("/admin/nothing-here").text
    assert "Page not found" in console.get("/admin/nothing-here?lang=en").text


@pytest.mark.parametrize(("how", "status"), [("fault", 500), ("denied", 403), ("malformed", 400)])
def test_a_refusal_and_a_fault_have_a_code_that_can_be_looked_up_there(faulty, how, status, caplog, console):
    answer = faulty.get(f"/admin/faulty/{how}")
    code = code_in(caplog)

    assert (answer.status_code, is_of_console(answer.text)) == (status, True)
    assert code in answer.text
    assert f'href="/admin/incidents?code={code}"' in answer.text
    assert "Traceback" not in answer.text
    assert code in console.get(f"/admin/incidents?code={code}").text


def test_a_method_that_is_not_offered(console, caplog):
    answer = console.open("/admin/clients", method="PROPFIND")

    assert (answer.status_code, is_of_console(answer.text)) == (405, True)
    assert "GET" in answer.headers["Allow"]
    assert code_in(caplog) in answer.text


def test_a_form_that_is_too_old(console):
    answer = console.post("/admin/clients/new/web")

    assert (answer.status_code, is_of_console(answer.text)) == (400, True)
    assert "Trang này đã quá hạn" in answer.text


def test_a_database_that_is_gone_is_not_asked_who_looks_at_the_page(console, monkeypatch):
    def gone(*_):
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr(ConsoleSessions, "current", gone)
    answer = console.get("/admin/clients")

    assert (answer.status_code, is_of_console(answer.text)) == (503, True)
    assert answer.headers["Retry-After"] == "10"


def test_citizens_see_their_own(client):
    assert not is_of_console(client.get("/administrator").text)
    assert not is_of_console(client.get("/nothing-here").text)


def test_on_another_host_than_its_own_no_error_tells_of_the_console(settings, clock):
    app = create_app(changed(settings, admin_host="quantri.anlien.example"), clock=clock)
    with app.app_context():
        caller = app.test_client()
        elsewhere = caller.get("/admin/clients", base_url="https://id.anlien.example")
        there = caller.get("/admin/nothing-here", base_url="https://quantri.anlien.example")
        assert (is_of_console(elsewhere.text), is_of_console(there.text)) == (False, True)
        assert services().settings.admin_host == "quantri.anlien.example"
        db.session.remove()
        db.engine.dispose()
