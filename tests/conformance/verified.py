"""A citizen whose identity was verified, an application that asks about it, and the schemas of both sides."""

import json
from pathlib import Path

import jsonschema

from idp.store.db import db
from idp.web.current import services
from tests.builders import a_citizen, a_person
from tests.relying_party import a_portal, agree

SCHEMAS = Path(__file__).parent / "schemas"
ANSWER = json.loads((SCHEMAS / "verified_claims.json").read_text("utf-8"))
REQUEST = json.loads((SCHEMAS / "verified_claims_request.json").read_text("utf-8"))

SCOPES = "openid profile xac_minh ngay_sinh do_tuoi cu_tru address"
TRUST = {"trust_framework": None}
HOME = {"detail": "1 Hoa Sen", "ward": "Phường Sen Hồng", "province_code": "98", "ward_code": "98001"}


def a_verified_citizen():
    citizen = a_citizen(verification_id="xm-2026-1")
    return with_identity(citizen, reference="MYC-7", permanent_address=HOME)


def an_asking_portal(client, citizen):
    """The portal in a citizen's browser, registered for all of it; the citizen has agreed."""
    party = a_portal(client, citizen, SCOPES)
    agree(citizen.id, scopes=SCOPES)
    return party


def assured_as(client, assurance, **members):
    return an_asking_portal(client, with_identity(a_citizen(a_person(), assurance=assurance), **members))


def with_identity(citizen, **members):
    seal = services().sealer
    identity = seal.open_json(citizen.identity_sealed, "citizen.identity_sealed")
    citizen.identity_sealed = seal.seal_json({**identity, **members}, "citizen.identity_sealed")
    db.session.commit()
    return citizen


def userinfo(portal, asked, scope="openid"):
    tokens = portal.tokens(scope=scope, claims=json.dumps({"userinfo": {"verified_claims": asked}}))
    answer = portal.userinfo(tokens["access_token"])
    assert answer.status_code == 200
    return answer.json


def told_inside(portal, asked):
    """The answer to a request that is good by the schema, good by the schema itself."""
    jsonschema.validate(asked, REQUEST)
    answer = userinfo(portal, asked)
    check(answer)
    return answer["verified_claims"]


def check(answer):
    jsonschema.validate({"verified_claims": answer["verified_claims"]}, ANSWER)


def check_if_there(answer):
    if "verified_claims" in answer:
        check(answer)
