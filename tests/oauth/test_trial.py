"""The provider that acts as a client: for requests the console makes, and for no others."""

import pytest

from idp.oauth.errors import ClientRefused
from idp.oauth.request import Parameters, ProtocolRequest
from idp.oauth.supported import path_of
from idp.oauth.trial import ActingAs, TrialRequest
from idp.web.current import services
from tests.builders import CLIENT_SECRET, a_client


def test_a_request_of_the_console_is_the_clients(app):
    client = a_client()
    request = TrialRequest(client, path_of("token"), {"grant_type": "authorization_code"})

    assert ActingAs().authenticate(request).client_id == "portal"
    assert request.form == {"grant_type": "authorization_code"}


def test_a_suspended_client_is_refused(app):
    with pytest.raises(ClientRefused):
        ActingAs().authenticate(TrialRequest(a_client(state="suspended"), path_of("token"), {}))


def test_a_request_from_outside_is_refused_whatever_it_brings(app):
    a_client()
    fields = Parameters({"client_id": "portal", "client_secret": CLIENT_SECRET}.items())
    request = ProtocolRequest("POST", path=path_of("token"), parameters=fields, headers={})

    with pytest.raises(ClientRefused):
        ActingAs().authenticate(request)


def test_the_endpoints_for_machines_do_not_use_it(app):
    assert not isinstance(services().provider.client_auth, ActingAs)
    assert isinstance(services().trial_provider.client_auth, ActingAs)


def test_a_code_nobody_gave_is_refused_in_a_trial_too(app):
    fields = {"grant_type": "authorization_code", "code": "x", "code_verifier": "x" * 43}
    answer = services().trial_provider.respond("token", TrialRequest(a_client(), path_of("token"), fields))

    assert (answer.status, answer.body["error"]) == (400, "invalid_grant")
