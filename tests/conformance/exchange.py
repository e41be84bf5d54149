"""An interface that exchanges the tokens it is sent, and an application whose ID tokens are brought (RFC 8693)."""

from tests.builders import API, a_client
from tests.relying_party import RelyingParty, a_portal, agree

GRANT = "urn:ietf:params:oauth:grant-type:token-exchange"
ACCESS = "urn:ietf:params:oauth:token-type:access_token"
ID = "urn:ietf:params:oauth:token-type:id_token"
SECRET = "a-secret-of-an-acting-client-0123456789abcdef"
HEALTH = "https://api.syt.anlien.example/v1"
LAND = "https://api.dd.anlien.example/v1"
USERINFO = "https://id.anlien.example/oauth/userinfo"
SCOPES = "openid email offline_access lgsp:dossiers.read syt:records.read"
POLICY = {
    "clients": ["portal", "lgsp"],
    "audiences": [HEALTH, LAND],
    "scopes": ["syt:records.read", "lgsp:dossiers.read"],
}


def an_interface(caller, client_id="lgsp", policy=POLICY, audiences=(API,), **metadata):
    """An interface that may exchange the tokens it is sent."""
    registered = {
        "grant_types": [GRANT],
        "redirect_uris": [],
        "response_types": [],
        **({"token_exchange": policy} if policy else {}),
        **metadata,
    }
    a_client(client_id, secret=SECRET, scopes=[], audiences=list(audiences), metadata=registered)
    return Acting(caller, client_id, SECRET)


class Acting(RelyingParty):
    """An interface of the tests."""

    def exchange(self, token, **changed):
        form = {
            "grant_type": GRANT,
            "subject_token": token,
            "subject_token_type": ACCESS,
            "audience": HEALTH,
            **changed,
        }
        return self.post("/oauth/token", **form)

    def introspect(self, token):
        return self.post("/oauth/introspect", token=token).json


def an_app(caller, citizen, client_id="health"):
    """An application that citizens sign in to, and that may exchange its ID tokens."""
    metadata = {
        "grant_types": ["authorization_code", GRANT],
        "token_exchange": {**POLICY, "clients": [client_id]},
    }
    scopes = ["openid", "email", "syt:records.read"]
    a_client(client_id, secret=SECRET, scopes=scopes, metadata=metadata, sector="health.example")
    agree(citizen.id, client_id, " ".join(scopes))
    return Acting(caller, client_id, SECRET)


def an_exchanged_portal(caller, citizen, clock):
    """The portal, whose tokens are brought; the citizen has agreed to everything a minute ago."""
    party = a_portal(caller, citizen, SCOPES, audiences=[API])
    agree(citizen.id, scopes=SCOPES)
    party.scope = SCOPES
    clock.advance(minutes=1)
    return party


def refused(answer, error="invalid_request", status=400):
    assert (answer.status_code, answer.json["error"]) == (status, error), answer.text
    return answer.json["error_description"]
