"""RFC 8628, 3.4 and 3.5: what a device hears while it waits, and what becomes of what it was given."""

from sqlalchemy import func, select

from idp.oauth.endpoints import device_authorization
from idp.store.db import db
from idp.store.models import AuditRecord, Authorization, DeviceAuthorization
from tests.conformance.elsewhere import a_kiosk, decide, error, type_code


def test_3_5_a_refused_request_is_denied_for_good(kiosk, phone):
    codes = kiosk.begin().json

    assert decide(phone, codes, "deny").location.endswith("/device/refused")

    for _ in range(2):
        assert error(kiosk.poll(codes["device_code"])) == (400, "access_denied")
    assert db.session.scalar(select(func.count()).select_from(Authorization)) == 0


def test_5_4_a_wrong_number_refuses_the_request(kiosk, phone):
    codes = kiosk.begin().json
    type_code(phone, codes["user_code"])
    page = phone.get("/device/confirm")
    wrong = next(number for number in _numbers(page.text) if number != codes["number"])

    assert phone.submit(page, do="allow", number=wrong).location.endswith("/device/wrong_number")
    assert error(kiosk.poll(codes["device_code"])) == (400, "access_denied")
    recorded = db.session.scalar(select(AuditRecord).where(AuditRecord.name == "oauth.device_decided"))
    assert recorded.details["outcome"] == "wrong_number"


def test_3_5_a_request_nobody_decides_expires(kiosk, phone, clock):
    codes = kiosk.begin().json
    clock.advance(seconds=600)

    assert error(kiosk.poll(codes["device_code"])) == (400, "expired_token")
    assert type_code(phone, codes["user_code"]).status_code == 403


def test_3_5_an_approval_that_is_not_fetched_expires_too(kiosk, phone, clock):
    codes = kiosk.begin().json
    decide(phone, codes)
    clock.advance(seconds=600)

    assert error(kiosk.poll(codes["device_code"])) == (400, "expired_token")


def test_3_5_who_asks_too_often_is_slowed_down_and_stays_so(kiosk, clock):
    code = kiosk.begin().json["device_code"]
    assert error(kiosk.poll(code)) == (400, "authorization_pending")

    assert error(kiosk.poll(code)) == (400, "slow_down")
    clock.advance(seconds=6)
    assert error(kiosk.poll(code)) == (400, "slow_down")
    clock.advance(seconds=15)
    assert error(kiosk.poll(code)) == (400, "authorization_pending")
    assert db.session.scalar(select(DeviceAuthorization.interval_seconds)) == 15


def test_3_5_who_asks_at_the_interval_is_not_slowed_down(kiosk, clock):
    code = kiosk.begin().json["device_code"]

    for _ in range(4):
        assert error(kiosk.poll(code)) == (400, "authorization_pending")
        clock.advance(seconds=4.4)  # the network bunches what was sent five seconds apart


def test_3_4_a_device_code_is_spent_once(kiosk, phone):
    codes = kiosk.begin().json
    decide(phone, codes)

    assert kiosk.poll(codes["device_code"]).status_code == 200
    assert error(kiosk.poll(codes["device_code"])) == (400, "invalid_grant")


def test_3_4_a_device_code_is_the_clients_own(kiosk, phone, client):
    other = a_kiosk(client, "other")
    codes = kiosk.begin().json
    decide(phone, codes)

    assert error(other.poll(codes["device_code"])) == (400, "invalid_grant")
    assert error(kiosk.poll("unknown")) == (400, "invalid_grant")
    assert kiosk.poll(codes["device_code"]).status_code == 200


def test_3_4_the_device_code_is_required_and_the_client_proves_itself(kiosk):
    code = kiosk.begin().json["device_code"]

    assert error(kiosk.poll("")) == (400, "invalid_request")
    assert error(kiosk.poll(code, {})) == (401, "invalid_client")


def test_what_was_allowed_is_an_authorization_like_any_other(kiosk, phone, citizen):
    codes = kiosk.begin().json
    decide(phone, codes)
    tokens = kiosk.poll(codes["device_code"]).json

    page = phone.get("/account/applications")
    assert "Cổng dịch vụ công An Liên" in page.text
    phone.submit(page, form="")

    assert kiosk.userinfo(tokens["access_token"]).status_code == 401
    assert error(kiosk.refresh(tokens["refresh_token"])) == (400, "invalid_grant")


def test_an_approval_taken_back_before_it_was_fetched_gives_nothing(kiosk, phone):
    codes = kiosk.begin().json
    decide(phone, codes)
    phone.submit(phone.get("/account/applications"), form="")

    assert error(kiosk.poll(codes["device_code"])) == (400, "invalid_grant")


def test_signing_out_where_it_was_approved_ends_the_device(kiosk, phone):
    codes = kiosk.begin().json
    decide(phone, codes)
    token = kiosk.poll(codes["device_code"]).json["access_token"]

    phone.submit(phone.get("/sign-out"))

    assert kiosk.userinfo(token).status_code == 401


def test_5_2_a_client_that_begins_too_much_is_slowed(kiosk, clock):
    for _ in range(60):
        assert kiosk.begin().status_code == 200

    answer = kiosk.begin()

    assert error(answer) == (429, "temporarily_unavailable")
    assert answer.headers["Retry-After"] == "600"
    clock.advance(minutes=10)
    assert kiosk.begin().status_code == 200


def test_5_2_a_client_cannot_fill_the_table_from_everywhere(kiosk, monkeypatch):
    monkeypatch.setattr(device_authorization, "OF_ONE_CLIENT", 2)
    for _ in range(2):
        assert kiosk.begin().status_code == 200

    assert error(kiosk.begin()) == (429, "temporarily_unavailable")


def test_3_4_polling_costs_three_statements(kiosk, statements):
    code = kiosk.begin().json["device_code"]
    kiosk.poll(code)

    with statements.counted():
        kiosk.poll(code)

    assert len(statements) <= 3, str(statements)


def test_3_4_fetching_costs_six_statements(kiosk, phone, statements):
    kiosk.keys()  # read once per process
    codes = kiosk.begin().json
    decide(phone, codes)

    with statements.counted():
        assert kiosk.poll(codes["device_code"]).status_code == 200

    assert len(statements) <= 6, str(statements)


def _numbers(text: str) -> list[str]:
    return [part.partition('"')[0] for part in text.split('name="number" value="')[1:]]
