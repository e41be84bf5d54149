"""The request builder: an authorization request is put together and sent, and its answer is shown in words.

The answer comes to an address that is good for this one trial. Its tokens are revoked at once, and nothing is kept.
"""

from urllib.parse import urlencode

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from idp.oauth.supported import path_of
from idp.store.models import Client
from idp.web.admin.console import the_operator
from idp.web.admin.scope_forms import scope_titles
from idp.web.admin.trial import asked, carried, may_be_tried
from idp.web.admin.trial_result import answer_parameters, by_scope, result_of, shown
from idp.web.current import services, settings
from idp.web.developers import claim_words
from idp.web.developers.attempt_form import AttemptForm
from idp.web.developers.desk import app_page, of_the_desk, the_application
from idp.web.developers.guide import paragraph_about
from idp.web.developers.token_words import TOKEN_WORDS

blueprint = of_the_desk(
    Blueprint("developers_attempt", __name__, url_prefix="/developers/apps/<client_id>/try")
)
answers = of_the_desk(
    Blueprint("developers_answer", __name__, url_prefix="/developers/apps/<client_id>/try/callback")
)
"""Carries no form token: an answer may come by POST from the provider's page. It is known by its `state`."""

_TAB = "developers_attempt.attempt"


@blueprint.route("", methods=["GET", "POST"])
def attempt(client_id: str) -> Response:
    """Put a request together; then its address, to be looked at and followed."""
    client = the_application(client_id)
    if not _is_open(client):
        return app_page(
            "attempt", client, _TAB, 409 if request.method == "POST" else 200, form=None, sent=None
        )
    form = AttemptForm.of(client)
    if request.method == "GET" or not form.is_good():
        return app_page("attempt", client, _TAB, 422 if form.errors else 200, form=form, sent=None)
    callbacks = request.host_url.rstrip("/") + url_for(".attempt", client_id=client_id) + "/callback"
    trial = services().client_desk.trials.begin(client, the_operator().operator_id, callbacks, form.asks())
    address = f"{settings().issuer}{path_of('authorize')}?{urlencode(carried(client, trial))}"
    return app_page("attempt", client, _TAB, form=form, sent=asked(client, trial), address=address)


@answers.route("/<mark>", methods=["GET", "POST"])
def answer(client_id: str, mark: str) -> Response:
    """The answer: redeemed as the application, shown, and forgotten."""
    client = the_application(client_id)
    if not _is_open(client):
        return redirect(url_for("developers_attempt.attempt", client_id=client_id), 303)
    address = request.host_url.rstrip("/") + url_for(".answer", client_id=client_id, mark=mark)
    came = answer_parameters(dict(request.form if request.method == "POST" else request.args))
    trials = services().client_desk.trials
    trial = trials.take(client, the_operator().operator_id, address, came.get("state", ""))
    if trial is None:
        return app_page("attempt_over", client, _TAB, 410)
    result, sent = result_of(client, trial, came), asked(client, trial)
    trials.record(trial, "done" if result.is_done else result.error[:60], result.released)
    return app_page(
        "attempt_answer",
        client,
        _TAB,
        result=result,
        asked=sent,
        by_scope=by_scope(result, sent["scope"]),
        help=paragraph_about(f"{result.error}: {result.description}") if result.error else None,
        shown=shown,
        words={**claim_words.WORDS, **TOKEN_WORDS},
        scope_titles=scope_titles(),
    )


def _is_open(client: Client) -> bool:
    return client.is_for_test_people and may_be_tried(client)
