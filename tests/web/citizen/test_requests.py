"""What applications ask a citizen in the background, and the answer."""

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import AuditRecord, BackchannelRequest, Client, Consent
from tests.builders import PASSWORD, TOTP_KEY, a_citizen, a_person, one_time_code
from tests.conformance.elsewhere import CallCentre, a_call_centre, answer, waiting
from tests.pages import ids_in
from tests.relying_party import signed_in
from tests.web.citizen.browsing import another_browser, enter, type_code

LAW = {"legal_basis": "law", "legal_reference": "Luật Căn cước 2023, Điều 10", "purpose": {"vi": "Mở hồ sơ"}}
NEEDED = {"legal_basis": "consent", "purpose": {"vi": "Gửi kết quả"}, "retention": "P1Y"}
CHOICE = {"legal_basis": "consent", "optional": True}
POLICY = {"profile": LAW, "email": NEEDED, "phone": CHOICE}
SCOPE = "openid profile email phone"


@pytest.fixture
def person(app):
    return a_person()


@pytest.fixture
def citizen(person):
    return a_citizen(person)


@pytest.fixture
def centre(app) -> CallCentre:
    return a_call_centre(another_browser(app), scope_policy=POLICY)


def ask(centre, person, **changed) -> str:
    found = centre.begin(**{"login_hint": person.phone, "scope": SCOPE, **changed})
    assert found.status_code == 200, found.json
    return found.json["auth_req_id"]


def test_the_page_is_for_who_is_signed_in(client, citizen, person):
    assert client.get("/account/requests").location.endswith("/sign-in?then=requests")
    enter(client, person)
    assert "Không có yêu cầu nào" in client.get("/account/requests").text


def test_the_page_says_who_asks_and_what_to_compare(client, citizen, person, centre):
    signed_in(client, citizen)
    ask(centre, person, binding_message="Phiếu A-17")

    listed = client.get("/account/requests").text
    page = client.get(waiting(client)[0])

    for said in ("Cổng dịch vụ công An Liên", "Phiếu A-17"):
        assert said in listed
        assert said in page.text
    for said in ("Văn phòng UBND tỉnh", person.name, person.email, "Luật Căn cước 2023, Điều 10"):
        assert said in page.text
    assert {"request-allow", "request-deny", "share-phone"} <= ids_in(page.text)
    assert "1 yêu cầu đang chờ" in client.get("/account").text


def test_what_an_application_writes_stays_text(client, citizen, person, centre):
    signed_in(client, citizen)
    ask(centre, person, binding_message="<b>1</b>")

    assert "&lt;b&gt;1&lt;/b&gt;" in client.get(waiting(client)[0]).text


def test_somebody_elses_request_is_not_there(app, client, citizen, person, centre):
    signed_in(client, citizen)
    ask(centre, person)
    [address] = waiting(client)
    other = another_browser(app)
    signed_in(other, a_citizen())

    assert waiting(other) == []
    assert other.get(address).location.endswith("/account/requests")
    assert other.get("/account/requests/nothing").location.endswith("/account/requests")
    assert db.session.scalar(select(BackchannelRequest.state)) == "waiting"


def test_opening_the_page_decides_nothing(client, citizen, person, centre):
    signed_in(client, citizen)
    ask(centre, person)

    for address in waiting(client):
        client.get(address)

    assert db.session.scalar(select(BackchannelRequest.state)) == "waiting"


def test_agreeing_gives_what_is_ticked_and_is_remembered(client, citizen, person, centre):
    signed_in(client, citizen)
    request = ask(centre, person)

    done = answer(client, share="phone")

    assert "Đã đồng ý" in client.get(done.location).text
    assert centre.poll(request).json["scope"] == SCOPE
    decisions = db.session.scalar(select(Consent)).decisions
    assert decisions == {"openid": "consent", "profile": "law", "email": "consent", "phone": "consent"}


def test_what_is_left_unticked_is_not_given(client, citizen, person, centre):
    signed_in(client, citizen)
    request = ask(centre, person)

    answer(client)

    assert centre.poll(request).json["scope"] == "openid profile email"


def test_refusing_gives_nothing(client, citizen, person, centre):
    signed_in(client, citizen)
    request = ask(centre, person)

    done = answer(client, "deny")

    assert "Đã từ chối" in client.get(done.location).text
    assert centre.poll(request).json["error"] == "access_denied"
    assert db.session.scalar(select(Consent)) is None


def test_what_happened_is_recorded_and_shown(client, citizen, person, centre):
    signed_in(client, citizen)
    ask(centre, person)
    answer(client)

    records = {record.name: record for record in db.session.scalars(select(AuditRecord))}
    asked, decided = records["oauth.approval_asked"], records["oauth.approval_decided"]
    assert asked.details["request_id"] == decided.details["request_id"]
    assert asked.citizen_id == decided.citizen_id == citizen.id
    assert decided.details["outcome"] == "approved"
    assert "Đồng ý một yêu cầu từ xa" in client.get("/account/activity").text


def test_level_two_is_approved_with_the_second_factor_of_just_now(client, person, centre, clock):
    a_citizen(person, totp=TOTP_KEY)
    db.session.get(Client, "call-centre").minimum_level = 2
    enter(client, person)
    clock.advance(minutes=11)
    request = ask(centre, person)

    [address] = waiting(client)
    away = client.get(address)
    assert away.location.endswith("/sign-in/again?then=requests")
    client.submit(client.get(away.location), password=PASSWORD)
    done = type_code(client, one_time_code(at=clock()), "/sign-in/code?then=requests")

    assert done.location.endswith("/account/requests")
    answer(client)
    assert centre.claims(centre.poll(request).json["id_token"])["acr"].endswith("/acr/2")


def test_a_page_that_was_open_for_long_cannot_approve_at_level_two(client, person, centre, clock):
    a_citizen(person, totp=TOTP_KEY)
    db.session.get(Client, "call-centre").minimum_level = 2
    enter(client, person)
    clock.advance(minutes=9)
    request = ask(centre, person)
    page = client.get(waiting(client)[0])
    assert page.status_code == 200
    clock.advance(minutes=2)

    assert client.submit(page, do="allow").location.endswith("/sign-in/again?then=requests")
    assert centre.poll(request).json["error"] == "authorization_pending"


def test_who_has_no_second_factor_adds_one_or_refuses(client, citizen, person, centre):
    db.session.get(Client, "call-centre").minimum_level = 2
    signed_in(client, citizen)
    request = ask(centre, person)

    page = client.get(waiting(client)[0])

    assert "/account/security/authenticator" in page.text
    assert client.submit(page, do="deny").location.endswith("/account/requests")
    assert centre.poll(request).json["error"] == "access_denied"


def test_a_request_that_was_decided_elsewhere_is_over(client, citizen, person, centre):
    signed_in(client, citizen)
    ask(centre, person)
    page = client.get(waiting(client)[0])
    db.session.scalar(select(BackchannelRequest)).state = "refused"

    for do in ("allow", "deny"):
        done = client.submit(page, do=do)
        assert done.location.endswith("/account/requests")
    assert "không còn chờ" in client.get("/account/requests").text


def test_an_application_that_was_stopped_meanwhile_gets_nothing(client, citizen, person, centre):
    signed_in(client, citizen)
    ask(centre, person)
    [address] = waiting(client)
    db.session.get(Client, "call-centre").state = "suspended"

    assert client.get(address).status_code == 400


def test_a_form_without_its_token_is_refused(client, citizen, person, centre):
    signed_in(client, citizen)
    ask(centre, person)
    [address] = waiting(client)

    for do in ("allow", "deny"):
        assert client.post(address, data={"do": do}).status_code == 400
    assert db.session.scalar(select(BackchannelRequest.state)) == "waiting"
