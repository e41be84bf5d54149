"""Signing out here and at the provider, which then tells every other application (RP-Initiated Logout 1.0)."""

import hmac
import secrets

from flask import Blueprint, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from clients.kit.citizen import current_citizen
from clients.kit.language import language
from clients.kit.oidc import client, settings
from clients.kit.provider import ProviderUnreachable
from clients.kit.sessions import start_afresh
from clients.kit.sign_in import no_silent_try_for_now
from clients.kit.tokens import id_token

STATE = "sign_out_state"
blueprint = Blueprint("sign_out", __name__)


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session here at once, whatever the provider does afterwards."""
    hint, state = id_token(), secrets.token_urlsafe(16)
    start_afresh()
    no_silent_try_for_now()
    try:
        there = client().create_logout_url(
            post_logout_redirect_uri=f"{settings().base_url}/signed-out",
            id_token_hint=hint,
            state=state,
            client_id=settings().client_id,
            ui_locales=language(),
        )
    except (ProviderUnreachable, RuntimeError):  # RuntimeError: it has no address for signing out
        return redirect("/signed-out", 303)
    session[STATE] = state
    return redirect(there["url"], 303)


@blueprint.get("/signed-out")
def signed_out() -> ResponseReturnValue:
    """Where the provider sends the browser back to."""
    if current_citizen() is not None:
        return redirect("/", 303)
    expected = session.pop(STATE, "")
    was_everywhere = bool(expected) and hmac.compare_digest(
        expected.encode(), request.args.get("state", "").encode()
    )
    return render_template("kit/signed_out.html", was_everywhere=was_everywhere)
