"""Recovering an account, page by page."""

import re

import pytest

from tests.builders import PASSWORD, TOTP_KEY, Person, a_citizen, one_time_code
from tests.citizens.proofing.people import newest_code

NEW = "sen hồng tháng sáu"
PERSON = Person()
TYPED = {"number": PERSON.number, "name": PERSON.name, "birth-d": "17", "birth-m": "5", "birth-y": "1990"}


def follow(client, answer):
    while answer.status_code == 303:
        answer = client.get(answer.headers["Location"])
    return answer


def send(client, page, **typed):
    return follow(client, client.submit(page, **typed))


@pytest.fixture
def simple(app):
    return a_citizen(PERSON)


def at_proof(client, login=PERSON.phone):
    page = send(client, client.get("/recover"), username=login)
    return send(client, page, otp=newest_code(PERSON.phone))


def body_of(page):
    return re.sub(r'value="[\w.-]{60,}"', "", page.text)


def test_a_forgotten_password_is_replaced(client, simple, app):
    page = send(client, at_proof(client), **TYPED)
    assert "Ít nhất 15 ký tự" in page.text

    done = send(client, page, password=NEW)

    assert "Đã đặt lại mật khẩu" in done.text
    signed = client.submit(client.get("/sign-in"), username=PERSON.phone, password=NEW)
    assert signed.headers["Location"] == "/account"
    other = app.test_client()
    assert other.submit(other.get("/sign-in"), username=PERSON.phone, password=PASSWORD).status_code == 403


def test_the_sign_in_page_leads_there_and_the_way_is_kept(client):
    assert 'href="/recover"' in client.get("/sign-in").text


def test_unknown_logins_get_the_same_page(client, simple, app):
    known = send(client, client.get("/recover"), username=PERSON.phone)
    other = app.test_client()
    unknown = send(other, other.get("/recover"), username="0911 111 111")

    assert body_of(known) == body_of(unknown)
    assert PERSON.phone[-3:] not in known.text
    wrong = [client.submit(known, otp="000000"), other.submit(unknown, otp="000000")]
    assert body_of(wrong[0]) == body_of(wrong[1])
    assert {page.status_code for page in wrong} == {403}


def test_the_second_factor_is_asked_for(client, app):
    a_citizen(PERSON, totp=TOTP_KEY)

    page = at_proof(client)
    assert "ứng dụng tạo mã" in page.text
    assert "thông tin trên thẻ" not in page.text.casefold().partition("<main")[2].partition("</form>")[0]
    assert client.submit(page, otp="000000").status_code == 403
    page = send(client, page, otp=one_time_code())
    done = send(client, page, password="mưa tím 42 gà")

    assert "Đã đặt lại mật khẩu" in done.text
    signed = client.submit(client.get("/sign-in"), username=PERSON.phone, password="mưa tím 42 gà")
    assert signed.headers["Location"] == "/sign-in/code"


@pytest.mark.parametrize("step", ["code", "proof", "password"])
def test_nobody_comes_in_by_the_window(client, simple, step):
    assert client.get(f"/recover/{step}").headers["Location"] == "/recover"


@pytest.mark.parametrize("step", ["proof", "password"])
def test_skipping_the_code_leads_back_to_it(client, simple, step):
    send(client, client.get("/recover"), username=PERSON.phone)

    assert follow(client, client.get(f"/recover/{step}")).request.path == "/recover/code"


def test_skipping_the_proof_leads_back_to_it(client, simple):
    at_proof(client)

    assert follow(client, client.get("/recover/password")).request.path == "/recover/proof"


def test_wrong_data_are_refused_without_saying_which(client, simple):
    page = at_proof(client)
    answers = [
        client.submit(page, **{**TYPED, "number": "099190000018"}),
        client.submit(page, **{**TYPED, "name": "Ai Khác"}),
        client.submit(page, **{**TYPED, "birth-y": "1991"}),
    ]

    problems = {re.search(r'<div class="summary".*?</div>', page.text, re.DOTALL)[0] for page in answers}
    assert len(problems) == 1
    assert {page.status_code for page in answers} == {403}


def test_five_wrong_claims_are_enough_for_a_day(client, simple):
    page = at_proof(client)
    for _ in range(5):
        client.submit(page, **{**TYPED, "name": "Ai Khác"})

    assert client.submit(page, **TYPED).status_code == 429


def test_a_weak_new_password_is_refused(client, simple):
    page = send(client, at_proof(client), **TYPED)

    assert client.submit(page, password="ngắn").status_code == 422
    assert "gần giống tên" in client.submit(page, password="nguyen thi quynh").text


def test_where_nothing_is_left_the_desk_helps(client, app):
    citizen = a_citizen(PERSON)
    citizen.identity_sealed = None

    assert "Bộ phận Một cửa" in at_proof(client).text


def test_too_many_codes_are_said_and_not_sent(client, simple):
    for _ in range(8):
        client.submit(client.get("/recover"), username=PERSON.phone)

    assert client.submit(client.get("/recover"), username=PERSON.phone).status_code == 429


def test_the_cookie_is_gone_at_the_end(client, simple):
    page = send(client, at_proof(client), **TYPED)
    send(client, page, password=NEW)

    assert client.get("/recover/password").headers["Location"] == "/recover"
