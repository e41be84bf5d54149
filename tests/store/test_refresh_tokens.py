"""Refresh tokens in the database."""

import uuid

import pytest
from sqlalchemy import func, select

from idp.store.db import db
from idp.store.models import RefreshToken
from idp.web.current import services
from tests.builders import a_citizen, a_client


@pytest.fixture
def tokens(app):
    return services().provider.outside.refresh_tokens


@pytest.fixture
def authorization_id(app, clock):
    a_client()
    made = str(uuid.uuid4())
    services().authorizations.add(
        "a code",
        id=made,
        client_id="portal",
        citizen_id=a_citizen().id,
        session_id=None,
        code_expires_at=clock(),
        redirect_uri="https://portal.example/",
        redirect_uri_sent=True,
        scope="openid offline_access",
        requested_claims={},
        acr="1",
        methods=["pwd"],
        authenticated_at=clock(),
        created_at=clock(),
    )
    return made


def test_a_token_is_found_with_what_it_stands_on(tokens, authorization_id):
    found = tokens.find(tokens.issue(authorization_id, services().clock()))

    assert found.token.used_at is None
    assert found.standing.authorization.id == authorization_id
    assert found.standing.client.client_id == "portal"
    assert found.standing.session_ended


def test_an_unknown_token_is_not_found(tokens):
    assert tokens.find("unknown") is None


def test_a_token_rotates_once(tokens, authorization_id, clock):
    token = tokens.issue(authorization_id, clock())

    following = tokens.rotate(token, authorization_id, clock())

    assert following != token
    assert tokens.rotate(token, authorization_id, clock()) is None
    assert db.session.scalar(select(func.count()).select_from(RefreshToken)) == 2


def test_the_successor_is_told_again_until_it_is_used(tokens, authorization_id, clock):
    token = tokens.issue(authorization_id, clock())
    following = tokens.rotate(token, authorization_id, clock())

    assert tokens.successor(token) == following
    tokens.rotate(following, authorization_id, clock())
    assert tokens.successor(token) is None


def test_a_token_without_successor_has_none(tokens, authorization_id, clock):
    assert tokens.successor(tokens.issue(authorization_id, clock())) is None


def test_a_token_ends_when_unused_or_with_its_family(tokens, authorization_id, clock, settings):
    began = clock()
    assert (
        tokens.find(tokens.issue(authorization_id, began)).token.expires_at
        == began + settings.refresh_token_idle
    )
    clock.advance(days=20)
    late = tokens.find(tokens.issue(authorization_id, began)).token
    assert late.expires_at == began + settings.refresh_token_lifetime
