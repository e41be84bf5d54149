"""Lists of addresses in a form."""

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from idp.relying_parties.redirect_uris import Verdict
from idp.web.admin.address_list import (
    MOST_ADDRESSES,
    add_line,
    addresses,
    findings,
    mark_refused,
    show_addresses,
    typed_addresses,
)


class AddressForm(Form):
    uris = addresses("Địa chỉ")


@pytest.fixture
def typed(app):
    def build(*lines):
        form = AddressForm(MultiDict({f"uris-{number}": line for number, line in enumerate(lines)}))
        form.validate()
        return form.uris

    with app.test_request_context():
        yield build


def test_empty_lines_are_left_out(typed):
    assert typed_addresses(typed(" https://a.example/cb ", "", "https://b.example/cb")) == [
        "https://a.example/cb",
        "https://b.example/cb",
    ]


def test_a_line_is_added_when_the_others_are_full(typed):
    field = typed("https://a.example/cb")
    add_line(field)
    add_line(field)

    assert [entry.data for entry in field.entries] == ["https://a.example/cb", ""]


def test_there_is_an_end_to_adding_lines(typed):
    field = typed(*[f"https://a.example/{number}" for number in range(MOST_ADDRESSES)])
    add_line(field)

    assert len(field.entries) == MOST_ADDRESSES


def test_refusals_stand_beside_their_address(typed):
    field = typed("https://a.example/cb", "http://b.example/cb")

    assert not mark_refused(field, is_native=False)
    assert [len(entry.errors) for entry in field.entries] == [0, 1]
    assert "https" in field.entries[1].errors[0]


def test_good_and_empty_lines_pass(typed):
    assert mark_refused(typed("https://a.example/cb", ""), is_native=False)


def test_known_addresses_are_shown_and_an_empty_line_when_there_are_none(typed):
    field = typed("x")
    show_addresses(field, ["https://a.example/cb", "https://b.example/cb"])
    assert [entry.data for entry in field.entries] == ["https://a.example/cb", "https://b.example/cb"]
    show_addresses(field, [])
    assert [entry.data for entry in field.entries] == [""]


def test_an_empty_line_has_no_findings():
    assert findings("", is_native=False) == ()
    assert findings(None, is_native=False) == ()
    assert findings("x", is_native=False)[0].verdict is Verdict.NO
