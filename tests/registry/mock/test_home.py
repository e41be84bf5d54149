"""`idp/registry/mock/home.py`: the page says that nothing is real, and shows everybody worth trying."""

import re

import pytest

from idp.registry.mock.app import create_app
from idp.registry.mock.persona_table import LINES
from idp.registry.mock.signing import Signer
from idp.registry.mock.simulation import PROFILES


@pytest.fixture
def page(register):
    return create_app(register, Signer("test")).test_client().get("/")


def test_it_says_what_it_is(page):
    assert "Mô phỏng CSDL quốc gia về dân cư – dữ liệu không có thật" in page.text


def test_every_persona_and_every_profile_is_on_it(page):
    assert page.text.count("<tr>") == len(LINES) + 1
    assert page.text.count('<button name="profile"') == len(PROFILES)
    assert page.text.count('aria-pressed="true"') == 1


def test_it_has_no_script_and_no_inline_style(page):
    assert not re.search(r"<script|<style|style=|\son[a-z]+=", page.text)
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_its_style_sheet_is_there(register):
    web = create_app(register, Signer("test")).test_client()
    with web.get("/static/register.css") as sheet:
        assert sheet.status_code == 200


def test_the_last_questions_are_shown_masked(register):
    body = {"request_id": "request-00000001", "procedure": "dang-ky-tai-khoan", "officer": "cong-dan"}
    body |= {"id_no": "098083000117", "name": "Hồ Lý", "birth": "1983"}
    register.post("xac-nhan", body, register.consumers.by_id("sen-id"))
    page = create_app(register, Signer("test")).test_client().get("/")

    assert "••••••••0117" in page.text
