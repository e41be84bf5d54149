"""The high-security profile on the page of an application."""

import pytest
from joserfc.jwk import ECKey

from idp.relying_parties.profile_check import UNKNOWN_KEYS
from idp.relying_parties.profile_rules import RULES
from idp.store.db import db
from idp.store.models import AuditRecord, Client
from idp.web.admin.profile_words import _WORDS
from tests.builders import a_client

KEY = {"keys": [ECKey.generate_key("P-256").as_dict(private=False)]}


@pytest.mark.parametrize(
    ("language", "said"), [("vi", "Ứng dụng phải tự chứng minh"), ("en", "proves itself by a key")]
)
def test_what_stands_in_the_way_is_shown(console, language, said):
    a_client()
    page = console.get(f"/admin/clients/portal?lang={language}").text

    assert said in page
    assert "token_endpoint_auth_method" in page
    assert 'id="strict-on"' not in page


def test_an_application_is_switched_over(console, lan):
    metadata = {"token_endpoint_auth_method": "private_key_jwt", "jwks": KEY}
    a_client(secret=None, metadata=metadata, scope_policy={})
    page = console.get("/admin/clients/portal")
    assert "dpop_bound_access_tokens" in page.text

    answer = console.submit(page, form="strict-on")

    assert "từ nay theo hồ sơ bảo mật cao" in console.get(answer.location).text
    db.session.expire_all()
    kept = db.session.get(Client, "portal")
    assert (kept.profile, kept.metadata_["dpop_bound_access_tokens"]) == ("fapi2", True)
    (record,) = db.session.query(AuditRecord).filter_by(name="client.changed")
    assert record.operator_id == lan.operator_id
    assert "profile" in record.details["members"]
    assert 'id="strict-on"' not in console.get("/admin/clients/portal").text


def test_what_has_changed_in_the_meantime_is_not_switched(console):
    client = a_client(secret=None, metadata={"token_endpoint_auth_method": "private_key_jwt", "jwks": KEY})
    page = console.get("/admin/clients/portal")
    client = db.session.get(Client, "portal")
    client.metadata_ = {**client.metadata_, "id_token_signed_response_alg": "RS256"}
    db.session.commit()

    answer = console.submit(page, form="strict-on")

    assert "Chưa chuyển được" in console.get(answer.location).text
    assert db.session.get(Client, "portal").profile == "plain"


def test_every_rule_has_its_words():
    assert set(_WORDS) == {rule.id for rule in RULES} | {UNKNOWN_KEYS}


@pytest.mark.parametrize(("language", "said"), [("vi", "Chưa kiểm tra được"), ("en", "Could not be checked")])
def test_keys_that_cannot_be_fetched_are_shown_so_and_stand_in_nobodys_way(console, language, said):
    members = {"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": "https://169.254.169.254/jwks"}
    a_client(secret=None, metadata=members)
    page = console.get(f"/admin/clients/portal?lang={language}")

    assert page.status_code == 200
    assert said in page.text
    assert 'id="strict-on"' in page.text


def test_its_connection_is_saved_as_it_is(console):
    keys = {"token_endpoint_auth_method": "private_key_jwt", "jwks": KEY, "dpop_bound_access_tokens": True}
    a_client(secret=None, metadata={**keys, "require_pushed_authorization_requests": True}, profile="fapi2")

    answer = console.submit(console.get("/admin/clients/portal/connection"), form="connection", do="save")

    assert answer.status_code == 303, answer.text
    assert db.session.get(Client, "portal").metadata_["id_token_signed_response_alg"] == "ES256"
