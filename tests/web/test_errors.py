"""Exceptions become pages with an incident code, or JSON for machines."""

import errno
import logging

import flask_babel
import pytest
from babel.support import NullTranslations
from flask import Blueprint, abort
from sqlalchemy import select
from sqlalchemy.exc import InternalError, OperationalError

from idp.store.db import db
from idp.store.models import InstallationSecret
from idp.turns import TooManyWaiting
from idp.web.language import language


class ReadOnly(Exception):
    """As PostgreSQL says that it takes no writes."""

    sqlstate = "25006"


FAULTS = {
    "fault": lambda: 1 / 0,
    "gone": lambda: (_ for _ in ()).throw(OperationalError("SELECT", {}, Exception("gone"))),
    "crowded": lambda: (_ for _ in ()).throw(TooManyWaiting()),
    "read-only": lambda: (_ for _ in ()).throw(InternalError("INSERT", {}, ReadOnly())),
    "used-up": lambda: (_ for _ in ()).throw(OSError(errno.EMFILE, "Too many open files")),
    "denied": lambda: abort(403),
}


@pytest.fixture
def faulty(app):
    page = Blueprint("faulty", __name__)

    @page.get("/faulty/<how>")
    @page.get("/oauth/faulty/<how>", endpoint="machine")
    @page.post("/faulty-act/<how>", endpoint="act")
    def fail(how):
        db.session.add(InstallationSecret(name=how, sealed=b""))
        db.session.flush()
        return FAULTS[how]()

    app.register_blueprint(page)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app.test_client()


@pytest.mark.parametrize(
    ("how", "status"),
    [("fault", 500), ("gone", 503), ("read-only", 503), ("used-up", 503), ("crowded", 503), ("denied", 403)],
)
def test_a_citizen_gets_a_plain_page_with_a_code(faulty, how, status, caplog):
    answer = faulty.get(f"/faulty/{how}")

    assert answer.status_code == status
    assert 'id="op-error"' in answer.text
    code = next(record.args[0] for record in caplog.records if record.name == "idp.incident")
    assert code in answer.text
    assert "Traceback" not in answer.text
    assert "ZeroDivisionError" not in answer.text


@pytest.mark.parametrize(
    ("how", "status", "error"), [("fault", 500, "server_error"), ("gone", 503, "temporarily_unavailable")]
)
def test_a_machine_gets_json(faulty, how, status, error):
    answer = faulty.get(f"/oauth/faulty/{how}")

    assert answer.status_code == status
    assert answer.json["error"] == error


def test_a_crowd_at_the_door_is_told_to_come_back_and_that_nothing_is_lost(faulty):
    answer = faulty.get("/faulty/crowded?request=a%26b")

    assert answer.headers["Retry-After"] == "3"
    assert "Chưa có gì bị mất" in answer.text
    assert 'href="/faulty/crowded?request=a%26b">Thử lại</a>' in answer.text


def test_an_act_without_a_page_of_its_own_cannot_be_tried_again_by_a_link(faulty):
    faulty.application.config["WTF_CSRF_ENABLED"] = False
    answer = faulty.post("/faulty-act/crowded")

    assert answer.status_code == 503
    assert "Thử lại</a>" not in answer.text


def test_a_database_that_is_gone_says_when_to_try_again(faulty):
    assert faulty.get("/faulty/gone").headers["Retry-After"] == "10"


@pytest.mark.parametrize("how", sorted(FAULTS))
def test_an_error_leaves_nothing_half_done(faulty, how):
    faulty.get(f"/faulty/{how}")

    assert db.session.scalar(select(InstallationSecret).where(InstallationSecret.name == how)) is None


def test_a_fault_is_logged_with_its_cause(faulty, caplog):
    with caplog.at_level(logging.ERROR, logger="idp.incident"):
        faulty.get("/faulty/fault")

    assert caplog.records[0].exc_info[0] is ZeroDivisionError


def test_an_unknown_address_is_told_without_a_code(client):
    answer = client.get("/nothing-here")

    assert answer.status_code == 404
    assert "Không tìm thấy trang" in answer.text


def test_a_form_without_its_token_is_refused_in_plain_words(app):
    page = Blueprint("form", __name__)
    page.add_url_rule("/form", view_func=lambda: "sent", methods=["POST"])
    app.register_blueprint(page)

    answer = app.test_client().post("/form")

    assert answer.status_code == 400
    assert "Trang này đã quá hạn" in answer.text


def test_errors_speak_english_too(client):
    assert "Page not found" in client.get("/nothing-here?lang=en").text


def test_a_method_that_is_not_offered_names_those_that_are(client):
    answer = client.open("/", method="PROPFIND")

    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_a_process_that_cannot_read_the_words_of_a_language_says_it_in_the_first_one(faulty, monkeypatch):
    def unreadable(_support, *_arguments, **_named):
        if language() == "en":
            raise OSError(errno.EMFILE, "Too many open files")
        return NullTranslations()

    monkeypatch.setattr(flask_babel.Domain, "get_translations", unreadable)
    answer = faulty.get("/faulty/used-up?lang=en")

    assert answer.status_code == 503
    assert "Hệ thống đang bận" in answer.text
    assert '<html lang="vi"' in answer.text


def test_memory_that_ends_after_the_view_is_told_as_what_it_is(faulty):
    @faulty.application.after_request
    def full(answer):
        if answer.status_code < 500:
            raise MemoryError
        return answer

    answer = faulty.get("/faulty/denied")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
