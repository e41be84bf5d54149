"""Registrations as documents, and what differs between two."""

from idp.relying_parties.document import differences, document_of
from tests.builders import a_client


def test_a_document_has_the_standard_names_and_no_secret(app):
    document = document_of(a_client())

    assert document["client_id"] == "portal"
    assert document["client_name"] == document["client_name#vi"] == "Cổng dịch vụ công An Liên"
    assert document["token_endpoint_auth_method"] == "client_secret_basic"
    assert document["require_pkce"] is True
    assert "secrets" not in document
    assert "digest" not in str(document)


def test_only_what_differs_is_told():
    before, after = {"a": 1, "b": [1], "gone": "x"}, {"a": 1, "b": [2], "new": True}

    assert differences(before, after) == (
        ("b", "gone", "new"),
        ("[1]", '"x"', "null"),
        ("[2]", "null", "true"),
    )


def test_grounds_are_told_scope_by_scope():
    before = {"scope_policy": {"phone": {"legal_basis": "law"}, "email": {"legal_basis": "law"}}}
    after = {"scope_policy": {"phone": {"legal_basis": "consent"}, "email": {"legal_basis": "law"}}}

    assert differences(before, after) == (
        ("scope_policy.phone",),
        ('{"legal_basis": "law"}',),
        ('{"legal_basis": "consent"}',),
    )


def test_a_secret_is_never_told():
    assert differences({}, {"client_secret": "x" * 32}) == ((), (), ())
