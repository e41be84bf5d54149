"""Fetching before a code is issued: nothing is locked while a register is asked."""

from idp.store.db import db
from idp.store.models import Citizen
from idp.web.current import services
from tests.builders import a_citizen, a_client, a_person
from tests.relying_party import RelyingParty, signed_in

HANG = "098187000122"
LAW = {"to_chuc": {"legal_basis": "law", "legal_reference": "Luật Doanh nghiệp"}}


def _portal(client):
    a_client(scopes=("openid", "to_chuc"), scope_policy=LAW)
    session = signed_in(client, a_citizen(a_person(number=HANG)))
    services().consents.keep(session.citizen_id, "portal", {"openid": "consent", "to_chuc": "law"})
    db.session.commit()
    return RelyingParty(client, scope="openid to_chuc")


def test_no_transaction_is_open_while_the_register_is_asked(app, client, clock, monkeypatch):
    portal, open_ones = _portal(client), []
    clock.advance(minutes=2)  # the session's last use is written at the beginning of the request
    ask = services().register.organisations

    def watched(*args, **kwargs):
        open_ones.append(db.session().in_transaction())
        return ask(*args, **kwargs)

    monkeypatch.setattr(services().register, "organisations", watched)

    assert portal.code()
    assert open_ones == [False]


def test_a_silent_request_fetches_too(app, client):
    portal = _portal(client)

    told = portal.userinfo(portal.tokens(prompt="none")["access_token"]).json

    assert len(told["vn_org"]) == 2


def test_who_is_not_verified_signs_in_all_the_same(app, client):
    portal = _portal(client)
    citizen = db.session.query(Citizen).one()
    citizen.identity_sealed = None
    db.session.commit()

    assert portal.userinfo(portal.tokens()["access_token"]).json.keys() == {"sub"}
