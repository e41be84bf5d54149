"""The frame of the desk."""

import re

import pytest

from idp.operators.rights import Role
from tests.builders import a_client
from tests.staff import an_operator, at_the_console


def test_the_frame_names_who_is_here(desk):
    assert "minh" in desk.get("/developers").text


def test_a_stranger_reads_the_guide_without_a_name(client):
    assert "minh" not in client.get("/developers").text


@pytest.mark.parametrize("path", ["", "/coach", "/lint"])
def test_an_auditor_looks_at_an_application_and_has_no_form(app, path):
    a_client("mine", state="draft", metadata={"backchannel_logout_uri": "https://mine.anlien.example/bye"})
    page = at_the_console(app, an_operator(role=Role.AUDITOR)).get(f"/developers/apps/mine{path}")

    assert page.status_code == 200
    assert set(re.findall(r'method="post" action="([^"]*)"', page.text)) == {"/admin/sign-out"}
    assert set(re.findall(r'"/developers/apps/mine([^"]*)"', page.text)) == {"", "/calls", "/coach", "/lint"}


@pytest.mark.parametrize("path", ["edit", "secrets", "faults", "try"])
def test_an_auditor_opens_no_page_that_acts(app, path):
    a_client("mine", state="draft")
    auditor = at_the_console(app, an_operator(role=Role.AUDITOR))

    assert auditor.get(f"/developers/apps/mine/{path}").status_code == 403
