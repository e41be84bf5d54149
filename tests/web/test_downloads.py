"""Long downloads are made while they are sent."""

from flask import Flask

from idp.store.db import db
from idp.store.models import AuditRecord
from idp.web import downloads
from idp.web.downloads import sent_in_pieces


def test_pieces_are_made_one_after_the_other(app: Flask, monkeypatch):
    monkeypatch.setattr(downloads, "LINES", 2)
    made = []

    def lines():
        for number in range(5):
            made.append(number)
            yield f"{number}\n"

    response = sent_in_pieces(lines(), "x.csv", "text/csv")
    pieces = iter(response.response)

    assert made == []
    assert next(pieces) == "0\n1\n"
    assert made == [0, 1]
    assert list(pieces) == ["2\n3\n", "4\n"]
    assert response.headers["Content-Disposition"] == 'attachment; filename="x.csv"'


def test_the_database_can_be_asked_for_every_piece(app: Flask, monkeypatch):
    monkeypatch.setattr(downloads, "LINES", 1)

    def lines():
        for _ in range(3):
            yield f"{db.session.query(AuditRecord).count()}\n"

    assert sent_in_pieces(lines(), "x", "text/csv").get_data(as_text=True) == "0\n0\n0\n"
