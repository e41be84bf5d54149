"""Addresses are written as by werkzeug's own routes; what writes them is made when the first one is asked for."""

import pytest
from werkzeug.routing import Map, Rule

from idp.web.late_rule import LateRule

ASKED = [
    {"endpoint": "unit", "values": {"name": "Phường An Liên", "number": 3}},
    {"endpoint": "unit", "values": {"name": "x", "number": 3, "page": "2", "rule": "a&b"}},
    {"endpoint": "first", "values": {}},
    {"endpoint": "first", "values": {"self": "1"}},
]


def addresses(kind: type[Rule]) -> Map:
    return Map(
        [
            kind("/units/<name>/<int:number>", endpoint="unit"),
            kind("/units/", defaults={"number": 1}, endpoint="first"),
        ]
    )


@pytest.mark.parametrize("asked", ASKED)
def test_an_address_is_the_one_werkzeug_writes(asked):
    late, usual = (addresses(kind).bind("id.example") for kind in (LateRule, Rule))

    assert [late.build(**asked), late.build(**asked)] == [usual.build(**asked)] * 2


def test_what_writes_addresses_is_made_at_the_first_one_and_kept():
    known = addresses(LateRule)
    rule = next(known.iter_rules("unit"))
    before = rule._build_unknown

    known.bind("id.example").build("unit", {"name": "x", "number": 1})
    kept = rule._build_unknown
    known.bind("id.example").build("unit", {"name": "y", "number": 2})

    assert before is not kept
    assert rule._build_unknown is kept


def test_the_provider_uses_it(app):
    assert {type(rule) for rule in app.url_map.iter_rules()} == {LateRule}
