"""A client that manages its grants, for tests of what it does with them."""

from tests.builders import a_client
from tests.caller import Caller
from tests.relying_party import RelyingParty, a_portal, agree, read_answer

MANAGING = "grant_management_query grant_management_revoke"
SCOPES = f"openid profile email phone offline_access lgsp:read {MANAGING}"
GRANTS = {"grant_types": ["authorization_code", "refresh_token", "client_credentials"]}


def a_manager(caller: Caller, citizen):
    """The portal, in the browser of a citizen who has agreed to nothing."""
    return a_portal(caller, citizen, SCOPES, metadata=GRANTS, audiences=["https://lgsp.example"])


def another_manager(caller: Caller):
    """An application of another sector."""
    a_client("health", scopes=SCOPES.split(), metadata=GRANTS, sector="health.anlien.example")
    return RelyingParty(caller, "health")


def granted(portal, scope="openid profile", **parameters):
    """Ask, agree on the page, and redeem."""
    return submitted(portal, portal.caller.get(portal.ask(scope=scope, **parameters).location))


def submitted(portal, page):
    done = portal.caller.submit(page, do="allow")
    answered = portal.redeem(read_answer(portal.caller.get(done.location))["code"])
    assert answered.status_code == 200, answered.text
    return answered.json


def plain(portal, citizen):
    agree(citizen.id, scopes="openid")
    return portal.tokens(scope="openid")


def merge(portal, grant_id, scope):
    return portal.ask(scope=scope, grant_management_action="merge", grant_id=grant_id)


def own_token(portal, scope=MANAGING):
    return portal.post("/oauth/token", grant_type="client_credentials", scope=scope).json["access_token"]


def api(portal, method, grant_id, token=None):
    ask = getattr(portal.caller, method)
    return ask(f"/oauth/grants/{grant_id}", headers={"Authorization": f"Bearer {token or own_token(portal)}"})


def scopes_of(portal, grant_id):
    entries = api(portal, "get", grant_id).json["scopes"]
    return {name for entry in entries for name in entry["scope"].split()}
