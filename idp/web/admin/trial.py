"""Trying an application: a real authorization request, a real sign-in, and the answer shown to the operator.

The console sends the browser to the authorization endpoint as the application would, gets the code at an address of
its own, redeems it as that application, and asks UserInfo. Nothing is kept: the tokens are revoked at once.
"""

from urllib.parse import urlencode

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from idp.oauth.client import RegisteredClient
from idp.oauth.request_sources import must_push, must_sign
from idp.oauth.supported import path_of
from idp.relying_parties.trials import Trial
from idp.store.models import Client
from idp.web.admin.client import client_page, the_client
from idp.web.admin.client_forms import PressForm
from idp.web.admin.console import behind_the_door, the_operator
from idp.web.admin.scope_forms import scope_titles
from idp.web.admin.trial_result import answer_parameters, as_client, by_scope, result_of, shown
from idp.web.admin.trial_warnings import warnings_about
from idp.web.current import services, settings

blueprint = behind_the_door(Blueprint("admin_trial", __name__, url_prefix="/admin/clients/<client_id>/trial"))


@blueprint.post("")
def start(client_id: str) -> Response:
    """Send this browser to sign in to the application."""
    client = the_client(client_id)
    if not PressForm().validate_on_submit() or not may_be_tried(client):
        return redirect(url_for("admin_client.overview", client_id=client_id), 303)
    callbacks = request.host_url.rstrip("/") + url_for(".start", client_id=client_id) + "/callback"
    trial = services().client_desk.trials.begin(client, the_operator().operator_id, callbacks)
    return redirect(f"{settings().issuer}{path_of('authorize')}?{urlencode(carried(client, trial))}", 303)


@blueprint.get("/callback/<mark>")
def callback(client_id: str, mark: str) -> Response:
    """The answer: redeem it as the application, and show what came."""
    client = the_client(client_id)
    address = request.host_url.rstrip("/") + url_for(".callback", client_id=client_id, mark=mark)
    trials = services().client_desk.trials
    answered = answer_parameters(dict(request.args))
    trial = trials.take(client, the_operator().operator_id, address, answered.get("state", ""))
    if trial is None:
        return client_page("trial_over", client, 410)
    result = result_of(client, trial, answered)
    trials.record(trial, "done" if result.is_done else result.error[:60], result.released)
    request_sent = asked(client, trial)
    warnings = (
        warnings_about(client, result.tokens, result.claims, result.userinfo, request_sent["scope"])
        if result.is_done
        else []
    )
    return client_page(
        "trial",
        client,
        result=result,
        asked=request_sent,
        by_scope=by_scope(result, request_sent["scope"]),
        warnings=warnings,
        shown=shown,
        scope_titles=scope_titles(),
    )


def may_be_tried(client: Client) -> bool:
    """Whether citizens sign in to an application, and may do so now."""
    return client.is_usable and "code" in client.metadata_.get("response_types", [])


def asked(client: Client, trial: Trial) -> dict[str, str]:
    """The authorization request: everything the application may ask for, and what this trial asks besides."""
    return {
        "response_type": "code",
        "client_id": client.client_id,
        "redirect_uri": trial.redirect_uri,
        "scope": str(client.metadata_.get("scope", "openid")),
        "state": trial.state,
        "nonce": trial.nonce,
        "code_challenge": trial.challenge,
        "code_challenge_method": "S256",
        **trial.asks,
    }


def carried(client: Client, trial: Trial) -> dict[str, str]:
    """What the browser carries of the request: a reference to it, where the application has to push or sign."""
    request_sent, registered = asked(client, trial), RegisteredClient(client)
    if must_push(registered) or must_sign(registered):
        answer = as_client(client, "pushed_authorization", request_sent)
        if answer.status == 201 and not isinstance(answer.body, str):
            return {"client_id": client.client_id, "request_uri": str(answer.body["request_uri"])}
    return request_sent
