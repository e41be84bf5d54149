"""Signing out at the request of an application, as its citizen's browser goes through it."""

from urllib.parse import urljoin

from joserfc import jwt
from sqlalchemy import select
from werkzeug.test import TestResponse

from idp.store.db import db
from idp.store.models import BrowserSession
from idp.web.current import services
from tests.relying_party import RelyingParty

END_SESSION = "/oauth/end-session"
ISSUER = "https://id.anlien.example"


def is_signed_in() -> bool:
    db.session.expire_all()
    return db.session.scalars(select(BrowserSession)).one().ended_at is None


def walk(portal: RelyingParty, method: str = "GET", **parameters: str) -> TestResponse:
    """Ask for a sign-out, and follow our own pages as a browser does."""
    if method == "GET":
        return follow(portal, portal.caller.get(END_SESSION, query_string=parameters))
    # With a form from another site, a browser sends no cookie that is SameSite=Lax.
    elsewhere = portal.caller.application.test_client(use_cookies=False)
    return follow(portal, elsewhere.post(END_SESSION, data=parameters))


def follow(portal: RelyingParty, answer: TestResponse) -> TestResponse:
    """Go on until there is a page, or a way out of the house."""
    while answer.location and urljoin(answer.request.url, answer.location).startswith(ISSUER):
        answer = portal.caller.get(urljoin(answer.request.url, answer.location))
    return answer


def confirmed(portal: RelyingParty, page: TestResponse) -> TestResponse:
    """Answer the question with yes."""
    return follow(portal, portal.caller.submit(page))


def resigned(portal: RelyingParty, id_token: str, **changed: object) -> str:
    """The ID token again, its claims changed, signed with our key."""
    key = services().ring.signer("RS256")
    header = {**portal.header(id_token), **changed.pop("header", {})}
    return jwt.encode(header, {**portal.claims(id_token), **changed}, key, ["RS256"])
