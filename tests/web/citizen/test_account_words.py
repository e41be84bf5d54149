"""Words for what the account pages show."""

from datetime import UTC, datetime

import pytest

from idp.assurance import IdentityAssurance
from idp.citizens.history import ABOUT_THE_ACCOUNT, RELEASE, Entry
from idp.oauth.scopes import SCOPES
from idp.web.citizen.account_words import CLAIMS, assurance_words, claim_words, event_words


@pytest.fixture(autouse=True)
def _in_a_request(app):
    with app.test_request_context(headers={"Accept-Language": "vi"}):
        yield


def entry(name, **details):
    return Entry(1, datetime(2026, 11, 2, tzinfo=UTC), name, details, None, None)


@pytest.mark.parametrize("assurance", IdentityAssurance)
def test_there_are_words_for_every_assurance(assurance):
    assert assurance_words(str(assurance))


@pytest.mark.parametrize("name", [*ABOUT_THE_ACCOUNT, RELEASE])
def test_there_are_words_for_every_event_a_citizen_sees(name):
    assert event_words(entry(name))


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        (["name", "birthdate"], "họ và tên, ngày sinh"),
        (["sub"], "mã định danh riêng cho ứng dụng này"),
        (["address", "vn_address"], "nơi thường trú"),
        (["phone_number", "phone_number_verified"], "số điện thoại"),
        ([], "mã định danh riêng cho ứng dụng này"),
    ],
)
def test_claims_are_said_as_a_citizen_knows_them(claims, words):
    assert claim_words(claims) == words


def test_every_claim_an_application_can_get_is_said_or_only_describes_another():
    describes = ("_verified", "_precision", "_code", "updated_at", "sub", "vn_id_type")

    silent = {claim for claims in SCOPES.values() for claim in claims if claim not in CLAIMS}

    assert {claim for claim in silent if not claim.endswith(describes)} == set()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("added", "Thêm ứng dụng tạo mã"),
        ("replaced", "Thay ứng dụng tạo mã"),
        ("removed", "Gỡ ứng dụng tạo mã"),
    ],
)
def test_a_change_of_a_factor_says_which_and_how(change, words):
    assert event_words(entry("account.second_factor_changed", factor="totp", change=change)) == words


def test_a_new_device_is_named_as_one():
    assert event_words(entry("sign_in.succeeded", new_device=True)) == "Đăng nhập trên thiết bị mới"
    assert event_words(entry("sign_in.succeeded", new_device=False)) == "Đăng nhập"
