"""Where the account is open, and to whom: devices and sessions, connected applications, "it was not me"."""

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from idp.citizens.sessions import EndReason
from idp.oauth.client import RegisteredClient
from idp.oauth.third_party_login import login_address
from idp.web.citizen.account_words import claim_words
from idp.web.citizen.consent_words import scope_words
from idp.web.citizen.session_cookie import clear_session, set_session
from idp.web.citizen.sign_in_forms import PressForm
from idp.web.citizen.signed_in import ask_to_sign_in, the_session
from idp.web.current import services

blueprint = Blueprint("access", __name__, url_prefix="/account")
blueprint.before_request(ask_to_sign_in)


@blueprint.get("/devices")
def devices() -> str:
    """Where the account is signed in."""
    session = the_session()
    return render_template(
        "citizen/account/devices.html",
        here=session,
        others=[other for other in services().sessions.of(session.citizen_id) if other.id != session.id],
        form=PressForm(),
    )


@blueprint.post("/devices/<session_id>/end")
def end_session(session_id: str) -> Response:
    """Sign out there."""
    if PressForm().validate_on_submit():
        ended = services().sessions.end_one(
            the_session().citizen_id, session_id, EndReason.SIGNED_OUT_ELSEWHERE
        )
        flash(_("Đã đăng xuất khỏi thiết bị đó.") if ended else _("Thiết bị đó đã đăng xuất từ trước."))
    return redirect(url_for(".devices"), 303)


@blueprint.post("/devices/end-others")
def end_others() -> Response:
    """Sign out everywhere but here."""
    if PressForm().validate_on_submit():
        services().sessions.end_others(the_session(), EndReason.SIGNED_OUT_ELSEWHERE)
        flash(_("Đã đăng xuất khỏi các thiết bị khác."))
    return redirect(url_for(".devices"), 303)


@blueprint.get("/applications")
def applications() -> str:
    """What each application was given, and when; and where to go on to, in these and others."""
    session = the_session()
    connected = services().history.connected(session.citizen_id, session.id)
    clients = [client for client in services().clients.all() if client.is_live]
    issuer = services().provider.issuer
    addresses = {client.client_id: login_address(RegisteredClient(client), issuer) for client in clients}
    known = {connection.client.client_id for connection in connected}
    return render_template(
        "citizen/account/applications.html",
        connected=connected,
        others=[each for each in clients if addresses[each.client_id] and each.client_id not in known],
        addresses=addresses,
        claim_words=claim_words,
        scope_words=scope_words,
        form=PressForm(),
    )


@blueprint.post("/applications/<client_id>/disconnect")
def disconnect(client_id: str) -> Response:
    """Take back what an application was given."""
    if PressForm().validate_on_submit():
        done = services().accounts.disconnect(the_session(), client_id)
        if done:
            services().details.forget(the_session().citizen_id)
        flash(_("Đã ngừng kết nối ứng dụng.") if done else _("Ứng dụng đó không còn kết nối."))
    return redirect(url_for(".applications"), 303)


@blueprint.route("/not-me", methods=["GET", "POST"])
def not_me() -> Response:
    """Somebody else signed in: shut them out, then choose another password."""
    form = PressForm()
    if not form.validate_on_submit():
        return make_response(render_template("citizen/account/not_me.html", form=form))
    opened = services().accounts.was_not_me(the_session())
    response = redirect(url_for("password.change"), 303)
    if opened is None:
        clear_session(response)
    else:
        flash(_("Đã đăng xuất khỏi mọi nơi khác. Vui lòng đặt mật khẩu mới ngay bây giờ."))
        set_session(response, opened)
    return response
