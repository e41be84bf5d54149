"""Contacts of applications: what a contact may say."""

import pytest

from idp.relying_parties.metadata import Metadata, parse


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("an@soyte.example", {"email": "an@soyte.example"}),
        ({"name": " Lê An ", "phone": "0296 3123 456"}, {"name": "Lê An", "phone": "0296 3123 456"}),
    ],
)
def test_a_contact_is_an_object_or_an_address(sent, kept):
    read = parse({"technical_contact": sent})

    assert isinstance(read, Metadata)
    assert read.written()["technical_contact"] == kept


@pytest.mark.parametrize(
    "sent",
    [
        "nobody",
        {"email": "a b@c"},
        {"email": "a@b\r\nBcc: c@d"},
        {"phone": "<script>"},
        {"name": "x" * 121},
        5,
    ],
)
def test_what_is_none_is_refused(sent):
    assert not isinstance(parse({"legal_contact": sent}), Metadata)
