"""The unit that owns an application is one in the list; nothing is added to the list in passing."""

import pytest

from idp.store.db import db
from idp.web.current import services
from tests.builders import a_client


@pytest.mark.parametrize(("language", "words"), [("vi", "Không có đơn vị này"), ("en", "not in the list")])
def test_an_owner_that_is_not_in_the_list_is_refused_beside_the_field_and_not_added(console, language, words):
    a_client()
    before = services().operator_desk.units.names()
    page = console.get(f"/admin/clients/portal/edit?lang={language}")

    answer = console.submit(page, form="edit", unit="Sở Phép thuật")

    assert answer.status_code == 422
    assert words in answer.text.partition('id="unit-err"')[2][:200]
    db.session.expire_all()
    assert services().clients.find("portal").unit == "Văn phòng UBND tỉnh"
    assert services().operator_desk.units.names() == before


def test_an_owner_that_stays_needs_no_list(console):
    a_client()
    page = console.get("/admin/clients/portal/edit")

    assert console.submit(page, form="edit", client_name="Tên mới").status_code == 303
