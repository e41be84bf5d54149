"""Permissions to register applications, in the API: people give them, programs see them and take them back."""

import pytest

from idp.operators.machine_rights import ALL_UNITS
from idp.relying_parties.invitations import Issued, Wish
from idp.store.db import db
from idp.store.models import AuditRecord, InitialAccessToken
from idp.web.current import services
from tests.registrant import register
from tests.web.api.testing import problem

PATH = "/registration-tokens"


@pytest.fixture
def given(api) -> Issued:
    """One that a person gave."""
    wish = Wish(scopes=("email",), redirect_hosts=("phong.example",), uses=2, note="Phòng CNTT, cổng mới")
    issued = services().client_desk.invitations.issue(wish, operator_id=None)
    assert isinstance(issued, Issued), issued
    db.session.commit()
    return issued


def test_one_is_told_without_its_token(api, given):
    (told,) = api.get(PATH).json["items"]

    assert (told["state"], told["uses_left"], told["scopes"]) == ("open", 2, ["openid", "email"])
    assert given.token not in api.get(PATH).text


def test_it_is_taken_back_once(api, given):
    path = f"{PATH}/{given.invitation.id}/revoke"

    taken = api.call("POST", path, {})

    assert (taken.status_code, taken.json["state"]) == (200, "revoked")
    problem(api.call("POST", path, {}), 409, "not-now")
    problem(api.call("POST", f"{PATH}/nothing/revoke", {}), 404, "not-found")
    assert register(token=given.token).status_code == 401
    names = [each.name for each in db.session.query(AuditRecord).order_by(AuditRecord.id)]
    assert names.count("client.invitation_revoked") == 1


def test_no_program_gives_one(api):
    assert api.call("POST", PATH, {"note": "x"}).status_code == 405
    assert db.session.query(InitialAccessToken).count() == 0


def test_it_takes_its_scope_and_every_unit(a_program):
    for scopes in (["sen:clients.write", ALL_UNITS], ["sen:registration.write"]):
        problem(a_program(*scopes).get(PATH), 403, "insufficient-scope")
