"""What people do on pages, by ids alone: the same in every language, on every screen, with and without script."""

from contextlib import suppress
from time import monotonic

from playwright.sync_api import Page, TimeoutError  # noqa: A004  Playwright's own

from tests.browsers import SECONDS_FOR_A_PAGE
from tests.journeys.authenticator import SignsIn
from tests.journeys.demonstration import Demonstration


def shown(page: Page, *ids: str) -> str:
    """Wait until one of some elements is on the page; which one. An error page ends the journey."""
    wanted = [*ids, "op-error"]
    found, end = "", monotonic() + SECONDS_FOR_A_PAGE
    # A page may go on by itself between being there and being looked at: what follows it is looked at, then.
    while not found and monotonic() < end:
        with suppress(TimeoutError):
            page.locator(", ".join(f"#{each}" for each in wanted)).first.wait_for(state="attached")
        found = next((each for each in wanted if page.locator(f"#{each}").count()), "")
    assert found in ids, f"none of {ids} at {page.url}: {page.locator('main').inner_text()}"
    return found


def sign_in(page: Page, who: SignsIn, *, remember: bool = False) -> None:
    """Answer the sign-in page, and the code page where there is an app."""
    shown(page, "op-login")
    page.fill("#username", who.login)
    page.fill("#password", who.password)
    page.click("#login-submit")
    if who.app is not None:
        enter_code(page, who, remember=remember)


def enter_code(page: Page, who: SignsIn, *, remember: bool = False) -> None:
    """Answer the page that asks for a code of the app."""
    assert who.app is not None
    shown(page, "otp")
    if remember:
        page.check("#remember")
    page.fill("#otp", who.app.code())
    page.click("#otp-submit")


def agree(page: Page, *then: str) -> str:
    """Agree where consent is asked; which of some elements is on the page that follows."""
    if shown(page, "consent-allow", *then) == "consent-allow":
        page.click("#consent-allow")
    return shown(page, *then)


def is_signed_in(page: Page, address: str) -> bool:
    """Whether an application of the demo greets somebody on a page."""
    page.goto(address)
    return shown(page, "citizen-name", "header-sign-in", "sign-in-page") == "citizen-name"


def sign_out_everywhere(page: Page) -> None:
    """Press sign out in the open application, and confirm where the provider asks."""
    page.click("#sign-out")
    if shown(page, "signed-out", "op-logout", "op-logged-out") == "op-logout":
        page.click("#logout-confirm")
    shown(page, "signed-out", "op-logged-out")


def enter_console(page: Page, demo: Demonstration) -> None:
    """Sign in as the administrator."""
    page.goto(f"{demo.provider}/admin")
    show_who(page, demo.administrator())


def enter_desk(page: Page, demo: Demonstration) -> None:
    """Sign in as the developer."""
    page.goto(f"{demo.provider}/developers/apps")
    show_who(page, demo.developer())


def show_who(page: Page, operator: SignsIn) -> None:
    """Answer the door of the operators."""
    assert operator.app is not None
    page.fill("#username", operator.login)
    page.fill("#password", operator.password)
    page.fill("#otp", operator.app.code())
    page.click("#login-submit")
    page.locator("form.leave").wait_for()
