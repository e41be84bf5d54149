"""Searches: in an address, or in a body (RFC 7644, 3.4.2 and 3.4.3)."""

import pytest

from idp.web.scim.questions import SEARCH
from tests.web.scim.conftest import OFFICERS, refusal


def search(directory, path="/Users", **members):
    return directory.call("POST", f"{path}/.search", {"schemas": [SEARCH], **members})


def test_a_search_in_a_body_finds_what_one_in_an_address_finds(directory):
    directory.add()
    directory.add(userName="nam", externalId="hr-18", emails=[{"value": "nam@soyte.example"}])
    wish = {"filter": 'userName eq "nam"', "count": 5}

    asked = search(directory, **wish)
    assert asked.status_code == 200, asked.text
    assert asked.json == directory.get("/Users", **wish).json
    assert [user["userName"] for user in asked.json["Resources"]] == ["nam"]


def test_pages_and_attributes_are_asked_for_in_a_body(directory):
    directory.add()
    directory.add(userName="nam", externalId="hr-18", emails=[{"value": "nam@soyte.example"}])

    page = search(directory, startIndex=2, count=1, attributes=["userName"]).json
    assert (page["startIndex"], page["itemsPerPage"]) == (2, 1)
    assert page["totalResults"] >= 2
    assert set(page["Resources"][0]) <= {"schemas", "id", "userName"}
    without = search(directory, excludedAttributes=["emails", "name"]).json
    assert all("emails" not in user for user in without["Resources"])


@pytest.mark.parametrize(
    ("members", "kind"),
    [
        ({"schemas": ["urn:example:other"]}, "invalidSyntax"),
        ({"schemas": 5}, "invalidSyntax"),
        ({"filter": 5}, "invalidFilter"),
        ({"filter": 'userName zz "x"'}, "invalidFilter"),
        ({"count": True}, "invalidValue"),
        ({"count": 1.5}, "invalidValue"),
        ({"startIndex": "first"}, "invalidValue"),
        ({"attributes": "userName"}, "invalidValue"),
        ({"excludedAttributes": [5]}, "invalidValue"),
        ({"colour": "red"}, "invalidSyntax"),
    ],
)
def test_what_cannot_be_understood_is_refused(directory, members, kind):
    refusal(search(directory, **members), 400, kind)


def test_officers_are_searched_in_a_body(a_directory):
    personnel = a_directory(OFFICERS, "sen:units.all")

    assert search(personnel, "/Officers", filter='externalId eq "cb-1"').json["totalResults"] == 0


def test_a_search_needs_the_right(a_directory):
    refusal(search(a_directory(), "/Users"), 403)
    refusal(search(a_directory(), "/Officers"), 403)
