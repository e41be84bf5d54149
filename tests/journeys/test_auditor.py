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

    traveller.goto(f"{demo.provider}/admin")
    show_who(traveller, demo.an_operator(f"kiem-toan-{list(PROFILES).index(profile)}", Role.AUDITOR))
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
    path = tmp_path / "audit.jsonl"
    taken.value.save_as(path)
    keys = traveller.request.get(f"{demo.provider}/oauth/jwks").json()["keys"]
    assert verify_audit.verify(path, keys)[1] == []
