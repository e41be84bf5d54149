"""The table of errors has every error the protocol gives, and no other."""

import ast
from pathlib import Path

import authlib.oauth2.rfc6749 as authlib
from authlib.oauth2.rfc6749 import OAuth2Error

import idp.oauth
from idp.oauth.scopes import CLAIMS
from idp.web.developers import claim_words, fault_words
from idp.web.developers.error_table import error_rows
from idp.web.developers.error_words import ADVICE, CAUSES
from idp.web.sandbox import people_words


def test_every_error_of_the_protocol_has_its_row_and_its_advice():
    rows = {row.code for row in error_rows()}

    assert rows >= {"invalid_grant", "invalid_client", "login_required", "use_dpop_nonce"}
    assert rows == set(ADVICE)


def test_every_error_that_is_raised_by_name_is_among_them():
    rows = {row.code for row in error_rows()}
    raised = set()
    for path in Path(idp.oauth.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(node, "id", None) or getattr(node, "attr", None)
            kind = getattr(authlib, str(name), None)
            if isinstance(kind, type) and issubclass(kind, OAuth2Error) and kind.error:
                raised.add(kind.error)

    assert raised
    assert raised <= rows


def test_descriptions_are_those_that_are_sent():
    [grant] = [row for row in error_rows() if row.code == "invalid_grant"]

    assert any("expired, used, revoked" in text for text in grant.descriptions)
    assert 401 in next(row.statuses for row in error_rows() if row.code == "invalid_client")


def test_anchors_are_unique():
    anchors = [cause.anchor for cause in CAUSES]

    assert len(anchors) == len(set(anchors))
    assert not set(anchors) & {f"error-{code}" for code in ADVICE}


def test_every_claim_every_fault_and_every_person_is_explained(app):
    from idp.oauth.faults import Fault
    from idp.web.current import services

    assert set(claim_words.WORDS) == set(CLAIMS)
    assert set(fault_words.WORDS) == set(Fault)
    assert set(people_words.WORDS) == {each.key for each in services().sandbox.people.all()}


def test_the_page_shows_every_row_under_an_anchor(client):
    page = client.get("/developers/guide/errors").text

    assert [row.code for row in error_rows() if f'id="error-{row.code}"' not in page] == []
