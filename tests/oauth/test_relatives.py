"""Other people in claims: named for one application only, or not at all."""

from datetime import date

import pytest

from idp.oauth.claims import Telling, released
from idp.oauth.relatives import with_references

HOUSEHOLD = {"relation_to_head": "head", "members": [{"reference": "inner", "relation_to_head": "child"}]}
REPRESENTED = [{"reference": "inner", "relation": "me"}]


def _refer(reference):
    return f"outer of {reference}"


def test_an_application_reads_its_own_reference():
    assert with_references("vn_household", HOUSEHOLD, _refer) == {
        "relation_to_head": "head",
        "members": [{"sub": "outer of inner", "relation_to_head": "child"}],
    }
    assert with_references("vn_on_behalf_of", REPRESENTED, _refer) == [
        {"sub": "outer of inner", "relation": "me"}
    ]


@pytest.mark.parametrize("refer", [None, _refer])
@pytest.mark.parametrize(("name", "value"), [("vn_household", HOUSEHOLD), ("vn_on_behalf_of", REPRESENTED)])
def test_the_inner_reference_is_never_released(name, value, refer):
    told = released({name: value}, [name], Telling(today=date(2026, 11, 2), refer=refer))

    assert '"reference"' not in str(told).replace("'", '"')
    assert ("outer of inner" in str(told)) == (refer is not None)


def test_what_was_known_stays_as_it_was():
    with_references("vn_household", HOUSEHOLD, _refer)

    assert HOUSEHOLD["members"][0]["reference"] == "inner"


def test_claims_about_nobody_else_stay_as_they_are():
    assert with_references("name", "Trần Thị Bảy", _refer) == "Trần Thị Bảy"
    assert with_references("vn_org", [{"id": "1"}], _refer) == [{"id": "1"}]
    assert with_references("vn_household", "x", _refer) == "x"
