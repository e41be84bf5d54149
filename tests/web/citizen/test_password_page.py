"""The page where a password is changed."""

import pytest

from tests.builders import PASSWORD, TOTP_KEY, a_citizen, a_person
from tests.web.citizen.browsing import another_browser, enter, sign_in

NEW = "sáu chiếc ghe ngược dòng"
PAGE = "/account/security/password"


@pytest.fixture
def person(app):
    return a_person()


def change(client, current=PASSWORD, password=NEW):
    return client.submit(client.get(PAGE), current=current, password=password)


def test_the_password_is_changed_and_the_other_devices_are_signed_out(app, client, person):
    a_citizen(person)
    enter(client, person)
    elsewhere = another_browser(app)
    enter(elsewhere, person)

    done = change(client)

    assert done.headers["Location"] == "/account/security"
    assert "Đã đổi mật khẩu" in client.get("/account/security").text
    assert elsewhere.get("/account").status_code == 303
    assert sign_in(elsewhere, person.phone).status_code == 403
    assert sign_in(elsewhere, person.phone, NEW).status_code == 303


@pytest.mark.parametrize(
    ("current", "password", "status", "said"),
    [
        ("sai", NEW, 403, "Mật khẩu không đúng. Còn 4 lần thử."),
        (PASSWORD, "ngắn", 422, "Mật khẩu cần ít nhất 15 ký tự, mới có 4."),
        (PASSWORD, "x" * 2000, 422, "Mật khẩu dài nhất là 1024 ký tự."),
        (PASSWORD, PASSWORD, 422, "phải khác mật khẩu hiện tại"),
        (PASSWORD, "matkhaumatkhaumatkhau", 422, "dễ đoán hoặc đã bị lộ"),
        (PASSWORD, "aaaaaaaaaaaaaaaaaaaa", 422, "dễ đoán"),
        ("", NEW, 422, "Vui lòng nhập mật khẩu hiện tại."),
        (PASSWORD, "", 422, "Vui lòng nhập mật khẩu mới."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_comes_back(
    client, person, current, password, status, said
):
    a_citizen(person)
    enter(client, person)

    page = change(client, current, password)

    assert page.status_code == status
    assert said in page.text
    assert NEW not in page.text
    assert sign_in(client, person.phone).status_code == 303


def test_guessing_the_current_password_is_slowed(client, person):
    a_citizen(person)
    enter(client, person)

    told = [change(client, "sai").status_code for _ in range(6)]

    assert told == [403] * 4 + [429] * 2


def test_beside_a_second_factor_a_shorter_one_will_do(client, person):
    a_citizen(person, totp=TOTP_KEY)
    enter(client, person)

    assert "Ít nhất 8 ký tự" in client.get(PAGE).text
    assert change(client, password="ghe-ngược-7!").status_code == 303


def test_a_password_made_of_ones_own_name_is_not_taken(client, person):
    a_citizen(person)
    enter(client, person)

    page = change(client, password=person.name.replace(" ", "") + "1990")

    assert page.status_code == 422
    assert "gần giống tên" in page.text
