"""`IDP_SECRET_KEY` as a list: forms and cookies of before a rotation are good after it, until the old key goes."""

import pytest

from idp.store.db import db
from idp.variables import Secret
from tests.caller import form_of
from tests.installation import application, changed

OLD, NEW = "old-" * 10, "new-" * 10


@pytest.fixture
def settings(settings):
    return changed(settings, secret_key=Secret(OLD))


@pytest.mark.parametrize(("keys", "status"), [(f"{NEW},{OLD}", 403), (NEW, 400)])
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_form_opened_before_a_rotation_can_be_sent_as_long_as_its_key_is_known(
    client, settings, clock, keys, status
):
    page = client.get("/sign-in")
    form = form_of(page, field="username")
    cookies = [each.partition(";")[0] for each in page.headers.getlist("Set-Cookie")]
    db.session.remove()

    with application(changed(settings, secret_key=Secret(keys)), clock) as after:
        answer = after.test_client(use_cookies=False).post(
            form.action,
            data={**form.fields, "username": "0912345678", "password": "wrong"},
            headers={"Cookie": "; ".join(cookies)},
        )

    # 403: the form was read, and the password is wrong. 400: the form is not one of ours.
    assert answer.status_code == status
