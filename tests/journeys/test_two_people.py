"""An application with a legal ground needs two people: one registers it, another sees what they approve."""

import pytest

from idp.operators.rights import Role
from tests.browsers import somebody
from tests.journeys.crawling import complaints_about
from tests.journeys.steps import enter_console, show_who, shown

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]

CLIENT = "ho-so-hoc-ba"
CALLBACK = "https://hoc-ba.anlien.example/callback"


def test_a_second_person_lets_an_application_in_and_looks_at_its_changes(demo, browser):
    approver = demo.an_operator("duyet", Role.APPROVER)
    with somebody(browser, phone=True) as lan, somebody(browser, script=False) as duyet:
        enter_console(lan, demo)
        asked = register(lan, demo)
        duyet.goto(f"{demo.provider}/admin/requests")
        show_who(duyet, approver)
        decide(duyet, asked, "Luật Giáo dục 2019, Điều 34", "approve", "Đúng căn cứ")

        lan.goto(f"{demo.provider}/admin/clients/{CLIENT}")
        lan.click("#go-live button")
        shown(lan, "suspend")
        lan.goto(
            f"{demo.provider}/oauth/authorize?response_type=code&client_id={CLIENT}&redirect_uri={CALLBACK}"
            f"&scope=openid&state=s&code_challenge={'c' * 43}&code_challenge_method=S256"
        )
        shown(lan, "op-login")

        asked = move(lan, demo)
        assert "https://khac.anlien.example/callback" in decide(
            duyet, asked, CALLBACK, "reject", "Tên miền này không phải của đơn vị"
        )
        lan.goto(asked)
        assert "Tên miền này không phải của đơn vị" in lan.locator("main").inner_text()
        assert is_for_everybody(lan)
        lan.goto(f"{demo.provider}/admin/clients/{CLIENT}/history")
        assert is_for_everybody(lan)


def test_two_who_edit_at_once_lose_nothing(demo, browser):
    with somebody(browser, phone=True) as lan:
        enter_console(lan, demo)
        edit = f"{demo.provider}/admin/clients/portal/edit"
        lan.goto(edit)
        other = lan.context.new_page()
        other.goto(edit)
        before = other.locator("#client_uri").input_value()
        save(other, client_uri="https://mot.anlien.example/")
        save(lan, client_uri="https://hai.anlien.example/", policy_uri="https://hai.anlien.example/p")
        shown(lan, "conflict")
        assert is_for_everybody(lan)
        for text in ("https://mot.anlien.example/", "https://hai.anlien.example/"):
            assert text in lan.locator("#conflict").inner_text()
        lan.get_by_role("group", name="Trang giới thiệu").locator("input[value=theirs]").check()
        lan.click("#save")
        shown(lan, "edit")

        assert lan.locator("#client_uri").input_value() == "https://mot.anlien.example/"
        assert lan.locator("#policy_uri").input_value() == "https://hai.anlien.example/p"
        save(lan, client_uri=before)


def register(page, demo):
    """Register an application that learns names by law; the address of the request that waits."""
    page.goto(f"{demo.provider}/admin/clients/new/web")
    assert is_for_everybody(page)
    page.fill("#client_name", "Học bạ số An Liên")
    page.fill("#unit", "Sở Giáo dục và Đào tạo")
    page.fill("#client_id", CLIENT)
    page.fill("#redirect_uris-0", CALLBACK)
    ground = page.locator("#scopes-ho_ten-wanted")
    ground.check()
    page.select_option("#scopes-ho_ten-legal_basis", "law")
    page.fill("#scopes-ho_ten-legal_reference", "Luật Giáo dục 2019, Điều 34")
    page.fill("#scopes-ho_ten-purpose_vi", "Ghi tên học sinh vào học bạ")
    page.fill("#scopes-ho_ten-purpose_en", "Put the pupil's name into the school record")
    page.fill("#scopes-ho_ten-retention", "Đến khi tốt nghiệp")
    for who in ("technical_contact", "legal_contact"):
        page.fill(f"#{who}-name", "Lê Văn Minh")
        page.fill(f"#{who}-email", "minh@anlien.example")
    page.fill("#scopes-ho_ten-until", "2030-12-31")
    page.fill("#why", "Học bạ số từ năm học này")
    page.click("#register-submit")
    shown(page, "client-secret")
    page.goto(f"{demo.provider}/admin/clients/{CLIENT}")
    return page.locator("a[href*='/admin/requests/']").first.evaluate("link => link.href")


def decide(page, asked, expected, decision, comment):
    """Find a request in the list, look at what it would change, and decide; what was to be read there."""
    page.goto(asked.rpartition("/")[0])
    page.click(f"a[href$='{asked.rpartition('/')[2]}']")
    shown(page, "decide")
    said = page.locator("main").inner_text()
    assert expected in said
    page.fill("#comment", comment)
    page.click(f"#{decision}")
    page.locator("p.note.good").wait_for()
    return said


def move(page, demo):
    """Ask for another host; the address of the request."""
    page.goto(f"{demo.provider}/admin/clients/{CLIENT}/connection")
    page.fill("#redirect_uris-0", "https://khac.anlien.example/callback")
    page.click("#save")
    shown(page, "withdraw")
    return page.url


def save(page, **fields):
    """Fill in fields of the general information, and save."""
    for name, value in fields.items():
        page.fill(f"#{name}", value)
    page.click("#edit .actions button")


def is_for_everybody(page):
    """Whether the open page has nothing to complain about."""
    assert complaints_about(page, "vi") == []
    return True
