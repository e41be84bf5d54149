"""The console's page of signing keys."""

import pytest

from idp.operators.rights import Role
from idp.web.current import services
from tests.web.admin.conftest import confirm
from tests.web.admin.test_citizens import as_role

PATH = "/admin/keys"


def kid(algorithm="ES256"):
    return services().ring.signer(algorithm).kid


def test_every_key_is_shown_without_its_private_part(console):
    page = console.get(PATH).text

    for key in services().rotation.all():
        assert key.kid in page
    assert "Đang ký" in page
    assert "Kế tiếp" in page


def test_rotating_is_asked_for_with_a_reason(console):
    as_role(Role.KEY_CUSTODIAN)
    before = kid()

    assert console.submit(console.get(f"{PATH}/rotate"), form="ask-keys", reason=" ").status_code == 422
    answer = console.submit(console.get(f"{PATH}/rotate"), form="ask-keys", reason="yearly drill")

    assert answer.status_code == 303
    assert kid() == before
    assert "đang chờ người thứ hai duyệt" in console.get(PATH).text


def test_destroying_names_the_key(console):
    page = console.get(f"{PATH}/{kid()}/revoke")
    assert kid() in page.text

    console.submit(page, form="ask-keys", reason="it leaked")

    asked = services().change_requests.open(["keys.revocation"])
    assert [request.subject for request in asked] == [kid()]


def test_an_unknown_key_is_not_there(console):
    assert console.get(f"{PATH}/unknown/revoke").status_code == 404


def test_it_asks_who_is_there(console, clock):
    page = console.get(f"{PATH}/rotate")
    clock.advance(minutes=6)

    answer = console.submit(page, form="ask-keys", reason="yearly drill")

    assert confirm(console, clock, answer).location.endswith(f"{PATH}/rotate")
    assert not services().change_requests.open(["keys.rotation"])


def test_an_auditor_looks_and_asks_for_nothing(console):
    as_role(Role.AUDITOR)

    assert "Thay khóa ngay" not in console.get(PATH).text
    assert console.get(f"{PATH}/rotate").status_code == 403


@pytest.mark.parametrize("role", [Role.HELP_DESK, Role.APPROVER, Role.UNIT_ADMINISTRATOR])
def test_others_do_not_see_keys(console, role):
    as_role(role)

    assert console.get(PATH).status_code == 403
