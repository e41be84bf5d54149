"""Rich authorization requests of the tests: one dossier that an application wants to submit (RFC 9396)."""

import json

from tests.builders import API
from tests.relying_party import a_portal, agree, path_of, read_answer

HEALTH = "https://api.syt.anlien.example/v1"
SERVER_SECRET = "a-secret-of-a-resource-server-0123456789abcd"
SCOPES = "openid email offline_access lgsp:dossiers.read"
DETAIL = {
    "type": "nop_ho_so",
    "procedure": "Cấp lại sổ tiêm chủng điện tử",
    "dossier_code": "SYT-12AB-1",
    "locations": [API],
    "actions": ["submit"],
    "unit": "Sở Y tế",
}
ANOTHER = {**DETAIL, "dossier_code": "DD-77FF-2", "unit": "Văn phòng Đăng ký đất đai"}


def written(*details, **changed):
    members = [{**each, **changed} for each in details or (DETAIL,)]
    return json.dumps(
        [{name: value for name, value in each.items() if value is not None} for each in members]
    )


def a_submitting_portal(caller, citizen):
    """The portal, registered for the type; the citizen has agreed to all of its scopes."""
    types = {"authorization_details_types": ["nop_ho_so"]}
    party = a_portal(caller, citizen, SCOPES, audiences=[API, HEALTH], metadata=types)
    agree(citizen.id, scopes=SCOPES)
    party.scope = SCOPES
    return party


def page_of(portal, **changed):
    waits = portal.ask(**{"authorization_details": written(), **changed})
    assert path_of(waits) == "/consent", waits.location
    return portal.caller.get(waits.location)


def press(portal, page, do="allow"):
    answer = portal.caller.submit(page, do=do)
    assert answer.status_code in (302, 303), answer.text
    return portal.caller.get(answer.location) if do == "allow" else answer


def tokens_of(portal, **changed):
    code = read_answer(press(portal, page_of(portal, **changed)))["code"]
    answered = portal.redeem(code)
    assert answered.status_code == 200, answered.text
    return answered.json


def in_token(portal, tokens):
    return portal.claims(tokens["access_token"]).get("authorization_details")
