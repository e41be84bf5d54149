"""The console's page of incidents."""

from idp.store.db import db
from idp.web.current import services
from tests.builders import a_client
from tests.pages import code_of
from tests.relying_party import RelyingParty

PATH = "/admin/incidents"


def test_a_code_that_is_typed_leads_to_what_is_behind_it(console):
    a_client()
    shown = RelyingParty(console).ask(redirect_uri="https://portal.anlien.example/callbak")

    page = console.get(PATH, query_string={"code": f" {code_of(shown.text).lower()} "}).text

    assert "The redirect_uri is not one of those registered" in page
    assert "https://portal.anlien.example/callback</code>" in page
    assert "https://portal.anlien.example/callbak</code>" in page
    assert "Cổng dịch vụ công An Liên" in page


def test_without_a_code_the_newest_come_first(console, clock):
    for code in ("2222-2222", "3333-3333"):
        services().incidents.add(code, endpoint="GET /", reason="a test", client_id="gone")
        clock.advance(seconds=1)
    db.session.commit()

    page = console.get(PATH).text

    assert page.index("3333-3333") < page.index("2222-2222")
    assert "gone" in page


def test_an_unknown_code_and_an_empty_list_are_said_so(console):
    assert "Không có sự cố nào với mã này" in console.get(PATH, query_string={"code": "<b>'\x00"}).text
    assert "Chưa có sự cố nào." in console.get(PATH).text


def test_nobody_else_sees_it(client, app):
    answer = client.get(PATH, query_string={"code": "2222-2222"})

    assert (answer.status_code, "/admin/sign-in" in answer.location) == (303, True)
