"""What kind of application a registration is follows from its members."""

import pytest

from idp.relying_parties.kinds import kind_from, kind_of
from idp.relying_parties.outcomes import Registered, Rejected
from idp.web.current import services
from tests.builders import a_client, a_machine
from tests.conformance.elsewhere import KIOSK

PLAIN = {"profile": "plain", "grant_types": None, "application_type": "web", "auth_method": None}


@pytest.mark.parametrize(
    ("members", "kind"),
    [
        ({}, "web"),
        ({"auth_method": "none"}, "spa"),
        ({"application_type": "native", "auth_method": "none"}, "native"),
        ({"profile": "machine"}, "machine"),
        ({"profile": "fapi2_signed"}, "high_security"),
        ({"grant_types": []}, "resource"),
        ({"grant_types": ["urn:ietf:params:oauth:grant-type:device_code"], "auth_method": "none"}, "kiosk"),
    ],
)
def test_the_kind_follows(members, kind):
    assert kind_from(**{**PLAIN, **members}) == kind


def test_rows_from_before_have_a_kind_too(app):
    assert kind_of(a_client()) == "web"
    assert kind_of(a_machine()) == "machine"
    assert kind_of(a_client("kiosk", metadata=KIOSK)) == "kiosk"


def test_it_is_kept_and_follows_a_change(app):
    registrations = services().client_desk.registrations
    made = registrations.register({"redirect_uris": ["https://a.example/cb"]})
    assert isinstance(made, Registered)
    assert made.client.kind == "web"
    changed = registrations.change(made.client, {"token_endpoint_auth_method": "none"}, 1)

    assert changed.client.kind == "spa"


def test_a_kind_that_does_not_follow_is_refused(app):
    document = {"redirect_uris": ["https://a.example/cb"], "kind": "machine"}
    outcome = services().client_desk.registrations.register(document)

    assert isinstance(outcome, Rejected)
    assert [fault.member for fault in outcome.faults] == ["kind"]
