"""An auditor finds every release of one person's number, and takes the log away to check it elsewhere."""

import pytest

from deploy import verify_audit
from idp.operators.rights import Role
from tests.browsers import somebody
from tests.journeys.conftest import PROFILES
from tests.journeys.crawling import complaints_about
from tests.journeys.steps import agree, show_who, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]


@pytest.mark.parametrize("profile", ["on a phone", "without script"], indirect=True)
def test_an_auditor_finds_every_release_of_one_persons_number(demo, traveller, browser, profile, tmp_path):
    citizen = demo.somebody_new(with_app=False)
    with somebody(browser) as visitor:
        visitor.goto(f"{demo.health}/sign-in")
        sign_in(visitor, citizen)
        agree(visitor, "citizen-name")

    number = list(PROFILES).index(profile)
    traveller.goto(f"{demo.provider}/admin")
    show_who(traveller, demo.an_operator(f"kiem-toan-{number}", Role.AUDITOR))
    traveller.goto(f"{demo.provider}/admin/audit")
    traveller.fill("#identifier", citizen.login)
    traveller.click("#audit-releases")
    traveller.locator("#releases").wait_for()

    assert traveller.locator("#citizen-id").inner_text() == citizen.citizen_id
    assert citizen.login not in traveller.url
    rows = traveller.locator("#releases tbody tr")
    assert rows.count() >= 1
    assert rows.first.locator("a[href*='/admin/clients/']").count() == 1
    if PROFILES[profile].get("script", True):
        assert complaints_about(traveller, "vi") == []

    with traveller.expect_download() as taken:
        traveller.goto(f"{demo.provider}/admin/audit")
        traveller.locator("button[name=form][value=jsonl]").click()
    alone = tmp_path / "alone.jsonl"
    taken.value.save_as(alone)
    keys = traveller.request.get(f"{demo.provider}/oauth/jwks").json()["keys"]
    assert verify_audit.verify(alone, keys)[1] == []
    assert citizen.citizen_id not in alone.read_text(encoding="utf-8")

    whole = tmp_path / "whole.jsonl"
    taken_by_two(traveller, browser, demo, f"nguoi-thu-hai-{number}").save_as(whole)
    report, findings = verify_audit.verify(whole, keys)
    assert "the whole log" in report[0]
    assert findings == []
    assert citizen.citizen_id in whole.read_text(encoding="utf-8")


def taken_by_two(auditor, browser, demo, other):
    """The auditor asks for the whole log, an approver agrees, the auditor takes it."""
    auditor.click("#copy-with-citizens")
    auditor.fill("#reason", "Kiểm tra định kỳ quý 4")
    auditor.click("#copy-form button")
    auditor.wait_for_url("**/admin/requests/*")
    with somebody(browser, script=False) as second:
        second.goto(auditor.url)
        show_who(second, demo.an_operator(other, Role.APPROVER))
        second.goto(auditor.url)
        assert "kể cả về người dân" in second.locator("#difference ~ table").inner_text()
        second.click("#approve")
    with auditor.expect_download() as taken:
        auditor.goto(f"{demo.provider}/admin/audit/copies")
        auditor.locator("button[name=form][value=jsonl]").click()
    return taken.value
