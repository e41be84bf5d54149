"""The pages behind a link by mail, without script; and with the answers a script would send."""

import json
import re

import pytest

from idp.operators.inviting import Wish
from idp.operators.rights import Role
from idp.store.db import db
from idp.store.models import Operator
from idp.web.current import services
from tests.builders import one_time_code
from tests.operators.conftest import PASSWORD
from tests.operators.passkey_device import Device
from tests.staff import OPERATOR_PASSWORD, an_operator, link_in, newest_letter


@pytest.fixture
def link(app, personal):
    """The address in an invitation to minh."""
    personal.learn("minh@so.example", PASSWORD)
    services().operator_desk.inviting.invite(an_operator("hoa"), Wish("minh@so.example", "approver"))
    db.session.commit()
    return link_in(newest_letter()[2])


def follow(client, link):
    answer = client.get(link)
    assert (answer.status_code, answer.location) == (303, "/admin/enrol")
    return client.get(answer.location)


def choose(client, link, name="minh", password=PASSWORD):
    answer = client.submit(follow(client, link), form="enrol-start", username=name, password=password)
    assert (answer.status_code, answer.location) == (303, "/admin/enrol/factor"), answer.text
    return client.get(answer.location)


def shown_key(page):
    return re.search(r'id="typed-key"[^>]*>([A-Z2-7 ]+)<', page.text)[1].replace(" ", "")


def minh():
    return db.session.query(Operator).filter_by(username="minh").one_or_none()


def test_with_an_app_somebody_gets_in(client, link, clock):
    page = choose(client, link)
    key = shown_key(page)
    answer = client.submit(page, form="enrol-app", otp=one_time_code(key, clock()))
    assert (answer.status_code, answer.location) == (303, "/admin/sign-in")
    assert "Tài khoản đã sẵn sàng" in client.get(answer.location).text

    clock.advance(minutes=1)
    door = client.get("/admin/sign-in")
    opened = client.submit(door, username="minh", password=PASSWORD, otp=one_time_code(key, clock()))
    assert opened.status_code == 303
    assert minh().role == "approver"


def test_with_a_passkey_somebody_gets_in(client, link):
    page = choose(client, link)
    device = Device()
    options = ask(client, page, "/admin/enrol/passkey/options")
    assert options["user"]["name"] == "minh"
    answer = client.submit(page, form="enrol-passkey", answer=device.make(options), name="laptop")
    assert (answer.status_code, answer.location) == (303, "/admin/sign-in")

    door = client.get("/admin/sign-in")
    options = ask(client, door, "/admin/sign-in/passkey/options")
    opened = client.submit(door, form="passkey-login", answer=device.sign(options))
    assert (opened.status_code, opened.location) == (303, "/admin")
    assert client.get("/admin").status_code == 200


def ask(client, page, path):
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)[1]
    answer = client.post(path, headers={"X-CSRFToken": token})
    assert answer.status_code == 200, answer.text
    return json.loads(answer.text)


def test_the_secret_does_not_stay_in_the_address_or_the_page(client, link):
    secret = link.partition("link=")[2]
    page = follow(client, link)

    assert secret not in page.text
    assert "Người phê duyệt" in page.text


def test_the_cookie_is_sealed_and_out_of_reach(client, link):
    cookie = next(each for each in client.get(link).headers.getlist("Set-Cookie") if "sen_link" in each)

    assert link.partition("link=")[2] not in cookie
    for mark in ("__Host-", "Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert mark in cookie


@pytest.mark.parametrize(
    "path", ["/admin/enrol", "/admin/enrol?link=wrong", "/admin/enrol?link=", "/admin/enrol?link=%00%ff"]
)
def test_without_a_link_nothing_opens(client, path):
    answer = client.get(path)
    if answer.status_code == 303:
        answer = client.get(answer.location)

    assert answer.status_code == 410
    assert "không còn dùng được" in answer.text


def test_a_forged_cookie_opens_nothing(client, link, settings):
    for value in ("x", "AAAA", link.partition("link=")[2]):
        client.set_cookie(settings.cookie_name("link"), value, domain="id.anlien.example", secure=True)
        assert client.get("/admin/enrol").status_code == 410


def test_a_used_link_opens_nothing(client, link, clock):
    page = choose(client, link)
    client.submit(page, form="enrol-app", otp=one_time_code(shown_key(page), clock()))

    assert client.get(client.get(link).location).status_code == 410


def test_the_second_page_needs_the_first(client, link):
    follow(client, link)

    assert client.get("/admin/enrol/factor").location == "/admin/enrol"
    token = re.search(r'value="([^"]+)"', client.get("/admin/enrol").text.partition("csrf_token")[2])[1]
    assert client.post("/admin/enrol/app", data={"csrf_token": token, "otp": "1"}).location == "/admin/enrol"
    assert client.post("/admin/enrol/passkey", data={"csrf_token": token}).location == "/admin/enrol"
    assert client.post("/admin/enrol/passkey/options", headers={"X-CSRFToken": token}).status_code == 410


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"username": ""}, "username"),
        ({"username": "hoa"}, "username"),
        ({"username": "Nguyễn Văn A"}, "username"),
        ({"password": ""}, "password"),
        ({"password": "short"}, "password"),
        ({"password": "x" * 1_025}, "password"),
        ({"password": "passwordpassword"}, "password"),
    ],
)
def test_what_cannot_be_chosen_is_said_beside_its_field(client, link, typed, field):
    page = follow(client, link)
    answer = client.submit(page, form="enrol-start", **{"username": "minh", "password": PASSWORD, **typed})

    assert answer.status_code == 422
    assert f'id="{field}-err"' in answer.text
    assert PASSWORD not in answer.text


def test_other_fields_that_are_sent_count_for_nothing(client, link, clock):
    more = {
        "role": "province_administrator",
        "unit": "Sở Y tế",
        "state": "x",
        "id": "x",
        "email": "x@x.example",
    }
    page = follow(client, link)
    answer = client.submit(page, form="enrol-start", username="minh", password=PASSWORD, **more)
    page = client.get(answer.location)
    client.submit(page, form="enrol-app", otp=one_time_code(shown_key(page), clock()), **more)

    assert (minh().role, minh().unit, minh().state) == ("approver", None, "active")
    assert services().operator_desk.addresses.of(minh()) == "minh@so.example"


def test_a_wrong_code_is_said(client, link):
    answer = client.submit(choose(client, link), form="enrol-app", otp="000000")

    assert answer.status_code == 422
    assert "không khớp" in answer.text
    assert minh() is None


def test_a_wrong_passkey_is_said(client, link):
    answer = client.submit(choose(client, link), form="enrol-passkey", answer="{}", name="x")

    assert answer.location == "/admin/enrol/factor"
    assert "Chưa tạo được khóa truy cập" in client.get(answer.location).text


def test_a_name_taken_meanwhile_leads_back(client, link, clock):
    page = choose(client, link)
    an_operator("minh", Role.AUDITOR)
    answer = client.submit(page, form="enrol-app", otp=one_time_code(shown_key(page), clock()))

    assert answer.location == "/admin/enrol"
    assert "chọn tên khác" in client.get(answer.location).text


@pytest.fixture
def mending(app):
    """The address in a letter to binh, whose factors are gone."""
    binh = an_operator("binh", Role.AUDITOR, address="binh@so.example")
    services().operator_desk.roster.reset_factor(an_operator("hoa"), binh)
    db.session.commit()
    return link_in(newest_letter()[2])


def test_a_new_factor_takes_the_password(client, mending, clock):
    page = follow(client, mending)
    assert 'name="username"' not in page.text
    refused = client.submit(page, form="enrol-start", password="wrong")
    assert refused.status_code == 422

    answer = client.submit(page, form="enrol-start", password=OPERATOR_PASSWORD)
    page = client.get(answer.location)
    done = client.submit(page, form="enrol-app", otp=one_time_code(shown_key(page), clock()))
    assert done.location == "/admin/sign-in"


def test_guessing_the_password_is_slowed(client, mending):
    page = follow(client, mending)
    answers = [client.submit(page, form="enrol-start", password="wrong").status_code for _ in range(6)]

    assert answers == [422] * 5 + [429]


def test_a_developer_is_led_to_the_desk(client, app, clock):
    services().operator_desk.sign_up.ask("dev@x.example", "vi", "n")
    db.session.commit()
    page = choose(client, link_in(newest_letter()[2]))
    answer = client.submit(page, form="enrol-app", otp=one_time_code(shown_key(page), clock()))

    assert answer.location == "/admin/sign-in?then=/developers/apps"


def test_the_pages_speak_english_too(client, link):
    page = follow(client, link)
    assert '<html lang="en">' in client.get("/admin/enrol?lang=en").text
    assert page.status_code == 200
