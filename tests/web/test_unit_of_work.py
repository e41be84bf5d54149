"""One transaction per request."""

import pytest
from flask import Blueprint
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import InstallationSecret


@pytest.fixture
def writer(app):
    page = Blueprint("writer", __name__)

    @page.get("/write/<int:status>")
    def write(status):
        db.session.add(InstallationSecret(name="x", sealed=b""))
        return "written", status

    app.register_blueprint(page)
    return app.test_client()


@pytest.mark.parametrize(
    ("status", "kept"), [(200, True), (303, True), (400, True), (403, True), (500, False), (503, False)]
)
def test_an_answer_below_500_commits(writer, status, kept):
    writer.get(f"/write/{status}")
    db.session.rollback()

    assert (
        db.session.scalar(select(InstallationSecret).where(InstallationSecret.name == "x")) is not None
    ) is kept


def test_nothing_is_acknowledged_that_could_not_be_kept(writer, app):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    db.session.add(InstallationSecret(name="x", sealed=b""))
    db.session.commit()

    assert writer.get("/write/200").status_code >= 500
