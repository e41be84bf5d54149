"""Two and three registrations side by side."""

from idp.relying_parties.comparison import Difference, clashes, differences_of, flat, merged, unflat

BASE = {
    "client_id": "portal",
    "client_name": "Cổng",
    "client_name#vi": "Cổng",
    "kind": "web",
    "unit": "Sở A",
    "scope": "openid phone",
    "scope_policy": {"phone": {"legal_basis": "consent"}},
}


def test_each_scope_is_compared_with_its_ground():
    assert flat(BASE) == {
        "client_name": "Cổng",
        "unit": "Sở A",
        "scope.openid": {},
        "scope.phone": {"legal_basis": "consent"},
    }


def test_flat_and_back_is_the_same():
    again = unflat(flat(BASE))

    assert again == {name: BASE[name] for name in ("client_name", "unit", "scope", "scope_policy")}


def test_differences_name_what_came_and_what_went():
    after = {**BASE, "unit": None, "client_name": "Cổng mới", "scope": "openid", "scope_policy": None}

    assert differences_of(BASE, after) == [
        Difference("client_name", "Cổng", "Cổng mới"),
        Difference("unit", "Sở A", None),
        Difference("scope.phone", {"legal_basis": "consent"}, None),
    ]


def test_what_both_changed_has_no_usual_choice():
    mine = {**BASE, "unit": "Sở B", "client_name": "Tên của tôi"}
    theirs = {**BASE, "unit": "Sở C", "scope": "openid phone email"}
    found = {clash.member: clash for clash in clashes(BASE, mine, theirs)}

    assert {name: clash.usual for name, clash in found.items()} == {
        "client_name": "mine",
        "unit": None,
        "scope.email": "theirs",
    }
    assert (found["unit"].base, found["unit"].mine, found["unit"].theirs) == ("Sở A", "Sở B", "Sở C")


def test_what_both_changed_alike_is_no_clash():
    both = {**BASE, "unit": "Sở B"}

    assert clashes(BASE, both, both) == []


def test_merging_loses_nothing_of_either():
    mine = {**BASE, "client_name": "Tên của tôi", "scope": "openid", "scope_policy": {}}
    theirs = {**BASE, "unit": "Sở C", "policy_uri": "https://a.example/p"}
    found = clashes(BASE, mine, theirs)
    saved = merged(theirs, found, frozenset({"client_name", "scope.phone"}))

    assert saved == {
        "client_name": "Tên của tôi",
        "unit": "Sở C",
        "policy_uri": "https://a.example/p",
        "scope": "openid",
        "scope_policy": None,
    }


def test_nothing_of_mine_is_chosen_by_a_name_that_is_no_clash():
    theirs = {**BASE, "unit": "Sở C"}

    assert merged(theirs, clashes(BASE, BASE, theirs), frozenset({"secrets", "state"}))["unit"] == "Sở C"
