"""Signing in on a device that has no browser of one's own."""

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import AuditRecord, Client, Consent, DeviceAuthorization
from tests.builders import TOTP_KEY, a_citizen, a_person, one_time_code
from tests.conformance.elsewhere import Kiosk, a_kiosk, decide, type_code
from tests.pages import ids_in
from tests.relying_party import signed_in
from tests.web.citizen.browsing import another_browser, sign_in

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
def kiosk(app, client) -> Kiosk:
    return a_kiosk(another_browser(app), scope_policy=POLICY)


@pytest.fixture
def codes(kiosk) -> dict[str, str]:
    return kiosk.begin(scope=SCOPE).json


def _numbers(text):
    return [part.partition('"')[0] for part in text.split('name="number" value="')[1:]]


def _confirm(client, codes):
    assert type_code(client, codes["user_code"]).location.endswith("/device/confirm")
    return client.get("/device/confirm")


def test_a_code_that_was_brought_along_is_shown_and_not_sent(client, codes):
    page = client.get(codes["verification_uri_complete"].removeprefix("https://id.anlien.example"))

    assert codes["user_code"] in page.text
    assert db.session.scalar(select(DeviceAuthorization)).browser_digest is None


def test_the_page_warns_of_codes_that_were_sent(client):
    page = client.get("/device")

    assert "Mã gửi qua Zalo" in page.text
    assert {"user_code", "device-continue"} <= ids_in(page.text)


@pytest.mark.parametrize("brought", ["<script>", "x" * 5000, "BCFG", "%00"])
def test_what_was_brought_along_and_is_no_code_is_not_repeated(client, brought):
    page = client.get("/device", query_string={"user_code": brought})

    assert page.status_code == 200
    assert 'value=""' in page.text.partition('id="user_code"')[2].partition(">")[0]


@pytest.mark.parametrize(
    ("typed", "status", "says"),
    [
        ("", 422, "Vui lòng nhập mã"),
        ("BCFG", 422, "8 chữ cái"),
        ("ABCDEFGH", 422, "8 chữ cái"),
        ("x" * 61, 422, "8 chữ cái"),
        ("BCFG-HJKL", 403, "Không có thiết bị nào đang chờ"),
    ],
)
def test_what_is_no_code_is_said_beside_the_field(client, typed, status, says):
    page = type_code(client, typed)

    assert (page.status_code, page.location) == (status, None)
    assert says in page.text
    assert 'aria-invalid="true"' in page.text


def test_guesses_are_slowed(client, codes):
    for _ in range(60):
        assert type_code(client, "ZZZZ-ZZZZ").status_code == 403

    page = type_code(client, codes["user_code"])

    assert page.status_code == 429
    assert "quá nhiều mã" in page.text


def test_without_a_code_there_is_nothing_to_confirm(client, citizen):
    signed_in(client, citizen)

    answer = client.get("/device/confirm")

    assert answer.location.endswith("/device")
    assert "không còn chờ" in client.get("/device").text


def test_somebody_who_is_not_signed_in_signs_in_and_comes_back(client, citizen, person, codes):
    answer = _confirm(client, codes)
    assert answer.location.endswith("/sign-in?then=device")
    page = client.get(answer.location)
    assert "Cổng dịch vụ công An Liên" in page.text

    done = sign_in(client, person.phone, path=answer.location)

    assert done.location.endswith("/device/confirm")
    assert client.get("/device/confirm").status_code == 200


def test_the_page_says_who_asks_for_what_and_as_whom(client, citizen, person, codes):
    signed_in(client, citizen)

    page = _confirm(client, codes)

    for said in ("Cổng dịch vụ công An Liên", "Văn phòng UBND tỉnh", person.name, person.email):
        assert said in page.text
    assert "Luật Căn cước 2023, Điều 10" in page.text
    assert {"device-allow", "device-deny", "number", "share-phone"} <= ids_in(page.text)


def test_the_number_is_among_three_and_reloading_tells_nothing(client, citizen, codes):
    signed_in(client, citizen)

    first, second = _numbers(_confirm(client, codes).text), _numbers(client.get("/device/confirm").text)

    assert codes["number"] in first
    assert len(first) == 3
    assert first == second == sorted(first)


def test_without_a_number_nothing_happens(client, citizen, kiosk, codes):
    signed_in(client, citizen)

    page = client.submit(_confirm(client, codes), do="allow", share="phone")

    assert page.status_code == 422
    assert "Vui lòng chọn số" in page.text
    assert 'id="number-err"' in page.text
    assert kiosk.poll(codes["device_code"]).json["error"] == "authorization_pending"


@pytest.mark.parametrize("pressed", ["00", "999", "abc"])
def test_a_wrong_number_refuses(client, citizen, codes, pressed):
    signed_in(client, citizen)

    answer = client.submit(_confirm(client, codes), do="allow", number=pressed)

    page = client.get(answer.location)
    assert "Số không khớp" in page.text
    assert "lừa đảo" in page.text
    assert db.session.scalar(select(DeviceAuthorization.state)) == "refused"


def test_refusing_gives_nothing_and_says_so(client, citizen, codes):
    signed_in(client, citizen)

    answer = decide(client, codes, "deny")

    assert "Đã từ chối" in client.get(answer.location).text
    assert db.session.scalar(select(Consent)) is None
    assert client.get("/device/confirm").location.endswith("/device")


def test_what_was_left_unticked_is_not_given(client, citizen, kiosk, codes):
    signed_in(client, citizen)

    answer = decide(client, codes)
    tokens = kiosk.poll(codes["device_code"]).json

    assert "Thiết bị đã được đăng nhập" in client.get(answer.location).text
    assert tokens["scope"] == "openid profile email"
    assert "phone_number" not in kiosk.userinfo(tokens["access_token"]).json


def test_what_was_ticked_is_given_and_remembered(client, citizen, kiosk, codes, person):
    signed_in(client, citizen)

    decide(client, codes, share="phone")

    token = kiosk.poll(codes["device_code"]).json["access_token"]
    assert kiosk.userinfo(token).json["phone_number"] == person.phone
    decisions = db.session.scalar(select(Consent)).decisions
    assert decisions == {"openid": "consent", "profile": "law", "email": "consent", "phone": "consent"}
    again = _confirm(client, kiosk.begin(scope=SCOPE).json).text
    assert "checked" in again.partition('id="share-phone"')[2].partition(">")[0]


def test_what_happened_is_recorded_and_shown(client, citizen, codes):
    session = signed_in(client, citizen)
    decide(client, codes)

    record = db.session.scalar(select(AuditRecord).where(AuditRecord.name == "oauth.device_decided"))
    assert (record.client_id, record.citizen_id) == ("kiosk", citizen.id)
    assert (record.details["outcome"], record.details["session_id"]) == ("approved", session.id)
    assert "Cho một thiết bị đăng nhập" in client.get("/account/activity").text


def test_a_decision_is_made_once(client, citizen, codes):
    signed_in(client, citizen)
    page = _confirm(client, codes)
    db.session.scalar(select(DeviceAuthorization)).state = "refused"

    assert client.submit(page, do="allow", number=codes["number"]).location.endswith("/device")
    assert client.submit(page, do="deny").location.endswith("/device")


def test_a_device_at_level_two_asks_for_the_second_factor(app, client, person):
    a_citizen(person, totp=TOTP_KEY)
    kiosk = a_kiosk(another_browser(app), minimum_level=2)
    codes = kiosk.begin(scope="openid").json
    type_code(client, codes["user_code"])
    sign_in(client, person.phone, path="/sign-in?then=device")
    client.submit(client.get("/sign-in/code?then=device"), otp=one_time_code())

    assert decide(client, codes).location.endswith("/device/approved")
    claims = kiosk.claims(kiosk.poll(codes["device_code"]).json["id_token"])
    assert claims["acr"].endswith("/acr/2")


def test_a_session_at_level_one_steps_up_first(app, client, person):
    citizen = a_citizen(person, totp=TOTP_KEY)
    codes = a_kiosk(another_browser(app), minimum_level=2).begin(scope="openid").json
    signed_in(client, citizen)
    answer = _confirm(client, codes)
    assert answer.location.endswith("/sign-in/step-up?then=device")

    done = client.submit(client.get(answer.location), otp=one_time_code())

    assert done.location.endswith("/device/confirm")
    assert client.get("/device/confirm").status_code == 200


def test_who_has_no_second_factor_is_told_how_to_add_one_or_refuses(app, client, citizen):
    kiosk = a_kiosk(another_browser(app), minimum_level=2)
    codes = kiosk.begin(scope="openid").json
    signed_in(client, citizen)

    page = _confirm(client, codes)

    assert "/account/security/authenticator" in page.text
    assert client.submit(page, do="deny").location.endswith("/device/refused")
    assert kiosk.poll(codes["device_code"]).json["error"] == "access_denied"


def test_a_wished_level_costs_nobody_who_has_no_second_factor(app, client, citizen):
    kiosk = a_kiosk(another_browser(app))
    codes = kiosk.begin(scope="openid", acr_values="LoA2").json
    signed_in(client, citizen)

    assert decide(client, codes).location.endswith("/device/approved")


def test_an_application_that_was_stopped_meanwhile_gets_nothing(client, citizen, codes):
    signed_in(client, citizen)
    type_code(client, codes["user_code"])
    db.session.get(Client, "kiosk").state = "suspended"

    page = client.get("/device/confirm")

    assert page.status_code == 400
    assert "op-error" in ids_in(page.text)


def test_an_application_whose_level_cannot_be_reached_any_more_gets_nothing(client, citizen, codes):
    signed_in(client, citizen)
    type_code(client, codes["user_code"])
    db.session.get(Client, "kiosk").minimum_level = 3

    assert client.get("/device/confirm").status_code == 400


def test_a_page_of_no_outcome_is_not_there(client):
    assert client.get("/device/whatever").status_code == 404
    assert client.get("/device/approved").status_code == 200


def test_a_form_without_its_token_is_refused(app, client, citizen, codes):
    signed_in(client, citizen)
    _confirm(client, codes)

    assert client.post("/device/confirm", data={"do": "allow", "number": codes["number"]}).status_code == 400
    assert client.post("/device", data={"user_code": codes["user_code"]}).status_code == 400
