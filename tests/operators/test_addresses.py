"""Mail addresses of operators."""

import pytest

from idp.operators.addresses import read_address
from idp.web.current import services
from tests.staff import an_operator


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Lan@So.Example ", "lan@so.example"),
        ("lan+x@so.example", "lan+x@so.example"),
        ("", None),
        ("lan", None),
        ("lan@", None),
        ("@so.example", None),
        ("lân@so.example", None),
        ("lan@so.example\nbcc@evil.example", None),
        ("lan@so.example, evil@evil.example", None),
        ("x" * 250 + "@so.example", None),
        ("lan@so.example\0", None),
    ],
)
def test_an_address_has_one_spelling(typed, kept):
    assert read_address(typed) == kept


def test_an_address_is_kept_sealed_and_found_by_its_index(app, personal):
    personal.learn("lan@so.example")
    addresses = services().operator_desk.addresses
    lan = an_operator("lan", address="lan@so.example")

    assert addresses.of(lan) == "lan@so.example"
    assert b"lan@" not in lan.email_sealed
    assert lan.email_digest == addresses.index("lan@so.example") != addresses.index("lan@so.exampl")
    assert addresses.of(an_operator("minh")) is None
