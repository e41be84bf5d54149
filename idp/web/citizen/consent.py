"""Before an application learns something: what law gives it is told, what it asks for besides is asked."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import SelectMultipleField

from idp.oauth.authorization_details import Detail
from idp.oauth.consent import Item, decide
from idp.oauth.grants.code_request import CodeRequest
from idp.store.models import BrowserSession, Consent
from idp.store.repositories.pending_authorizations import Pending
from idp.web.authorize import decline
from idp.web.citizen.destination import Destination, destination
from idp.web.citizen.session_cookie import current_session
from idp.web.citizen.sharing import remember, said
from idp.web.current import services
from idp.web.waiting import waiting_grant

blueprint = Blueprint("consent", __name__, url_prefix="/consent")


class ConsentForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """The choices: one box for each thing that may be left out."""

    # Without a label, WTForms would read a catalogue of its own from the disk to translate one, at each request.
    share = SelectMultipleField("", validate_choice=True)


@blueprint.route("", methods=["GET", "POST"])
def ask() -> Response:
    """Tell and ask, or take the answer."""
    (pending, grant), to, session = (
        waiting_grant(request.args.get("request", "")),
        destination(),
        current_session(),
    )
    if session is None or not grant.management.concerns(session.citizen_id):
        return redirect(url_for("authorize.resume", handle=pending.handle), 303)
    before = services().consents.find(session.citizen_id, grant.client.client_id)
    due = _due(grant, before, pending)
    form = ConsentForm()
    form.share.choices = [(item.scope, item.scope) for item in due if item.policy.optional]
    if request.method == "POST" and request.form.get("do") == "deny":
        return decline(pending, grant)
    if request.method == "POST" and form.validate_on_submit():
        return _decided(session, (pending, grant), before, decide(due, form.share.data or []))
    return _page(session, to, due, form, grant.details)


def _due(grant: CodeRequest, before: Consent | None, pending: Pending) -> list[Item]:
    """What is new since the last answer; everything when the application wants to be sure."""
    items = grant.items()
    asked_anew = "consent" in grant.asked.prompts and not (
        before and before.given_at >= pending.first_seen_at
    )
    if before is None or asked_anew or grant.management.begins_anew:
        return items
    return [item for item in items if not item.is_decided(before.decisions.get(item.scope))]


def _decided(
    session: BrowserSession,
    asked: tuple[Pending, CodeRequest],
    before: Consent | None,
    decisions: dict[str, str],
) -> Response:
    pending, grant = asked
    remember(session, pending.client_id, before, decisions, grant.details, management=grant.management)
    if grant.details:
        services().pending.agree_to_details(pending.handle, session.citizen_id)
    return redirect(url_for("authorize.resume", handle=pending.handle), 303)


def _page(
    session: BrowserSession, to: Destination, due: list[Item], form: ConsentForm, details: list[Detail]
) -> Response:
    what = said(session.citizen, due, details)
    page = render_template("citizen/consent/ask.html", to=to, form=form, **what)
    return make_response(page, 422 if form.errors else 200)
