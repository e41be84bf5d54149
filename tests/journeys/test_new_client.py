"""An administrator registers an application, and the same minute it signs a citizen in."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from tests.browsers import somebody
from tests.journeys.conftest import PROFILES
from tests.journeys.steps import enter_console, shown, sign_in
from tests.walker import Returned, challenge_of

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]

CALLBACK = "https://thu-vien.anlien.example/callback"
VERIFIER = "a-verifier-of-a-library-in-the-tests-0123456789-0123"


def test_an_administrator_registers_a_client_that_then_signs_a_citizen_in(demo, traveller, browser, profile):
    client_id, secret = register(demo, traveller, f"thu-vien-{list(PROFILES).index(profile)}")

    with somebody(browser, **PROFILES[profile]) as reader:
        citizen = demo.somebody_new(with_app=False)
        reader.goto(
            f"{demo.provider}/oauth/authorize?response_type=code&client_id={client_id}&redirect_uri={CALLBACK}"
            f"&scope=openid+ho_ten&state=s&code_challenge={challenge_of(VERIFIER)}&code_challenge_method=S256"
        )
        sign_in(reader, citizen)
        shown(reader, "consent-allow")
        with reader.expect_request(
            f"{CALLBACK}?**"
        ) as came_back:  # nobody is at that address: asking it is enough
            reader.click("#consent-allow")
        answer = {name: values[0] for name, values in parse_qs(urlsplit(came_back.value.url).query).items()}

    returned = Returned(answer, VERIFIER, CALLBACK)
    token = requests.post(
        f"{demo.provider}/oauth/token", data=returned.redemption(), auth=(client_id, secret), timeout=30
    )
    assert token.status_code == 200, token.text
    headers = {"Authorization": f"Bearer {token.json()['access_token']}"}
    person = requests.get(f"{demo.provider}/oauth/userinfo", headers=headers, timeout=30).json()
    assert person["name"] == citizen.name


def register(demo, page, client_id):
    """Sign in to the console and fill in the form of a new application; its id and secret, shown once."""
    enter_console(page, demo)
    page.goto(f"{demo.provider}/admin/clients/new")
    page.check("#kind-web")
    page.locator("main form .actions button.btn").first.click()
    page.fill("#client_name", "Thư viện tỉnh An Liên")
    page.fill("#client_name_en", "An Liên provincial library")
    page.fill("#unit", "Sở Văn hóa, Thể thao và Du lịch")
    page.fill("#client_id", client_id)
    page.fill("#contacts", "ky-thuat@thu-vien.anlien.example")
    for who in ("technical_contact", "legal_contact"):
        page.fill(f"#{who}-name", "Lê Thị Hoa")
        page.fill(f"#{who}-email", "hoa@thu-vien.anlien.example")
    page.fill("#redirect_uris-0", CALLBACK)
    name = page.locator("input[type=checkbox][id*='ho_ten']").first
    name.check()
    ground = name.locator("xpath=ancestor::div[contains(@class, 'ground')]")
    if ground.locator("details").get_attribute("open") is None:
        ground.locator("summary").click()
    ground.locator("[name$='legal_reference']").fill("Luật Thư viện 2019, Điều 31")
    ground.locator("[name$='purpose_vi']").fill("Cấp thẻ thư viện")
    ground.locator("[name$='purpose_en']").fill("Issuing a library card")
    ground.locator("[name$='retention']").fill("P1Y")
    page.click("#register-submit")
    shown(page, "client-secret")
    return page.locator("#client-id").input_value(), page.locator("#client-secret").input_value()
