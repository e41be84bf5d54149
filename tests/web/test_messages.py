"""The messages page of the demonstration."""

import pytest

from idp.store.db import db
from idp.web.current import services
from tests.deliveries import deliver_due
from tests.installation import changed


@pytest.fixture
def letters(app):
    return services().letters


def test_mail_and_sms_are_shown_newest_first_with_the_code_to_copy(client, letters, clock):
    letters.code("+84900000017", "482913", "sign_in", "vi")
    deliver_due()
    clock.advance(minutes=1)
    letters.code("quynh@dan.anlien.example", "120934", "recover", "vi")
    deliver_due()
    page = client.get("/messages").text

    assert page.index("120934") < page.index("482913")
    assert 'value="482913" readonly' in page
    assert 'data-to="+84900000017"' in page
    assert "@id.anlien.example #482913" in page


def test_one_recipient_can_be_picked_out(client, letters):
    letters.code("+84900000017", "482913", "sign_in", "vi")
    letters.code("+84900000018", "120934", "sign_in", "vi")
    deliver_due()
    page = client.get("/messages", query_string={"to": "+84900000018"}).text

    assert "120934" in page
    assert "482913" not in page
    assert "+84900000017" in page


def test_an_empty_page_says_so(client):
    assert "Chưa có thư hoặc tin nhắn nào." in client.get("/messages").text


def test_there_is_no_such_page_in_production(app, client, monkeypatch):
    production = changed(services().settings, env="production")
    monkeypatch.setattr("idp.web.messages.settings", lambda: production)

    assert client.get("/messages").status_code == 404


def test_the_command_line_sees_the_same(letters):
    letters.code("+84900000017", "482913", "sign_in", "vi")
    deliver_due()
    [message] = services().messages.list("+84900000017")

    assert message.as_dict()["code"] == "482913"
    assert message.as_dict()["kind"] == "sms"
    assert services().messages.list("+84900000099") == []
    assert db.session.is_active
