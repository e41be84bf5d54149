"""The secret of a test application: shown once, and made anew when it was lost."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from idp.relying_parties.secret_rotation import NewSecret
from idp.web.admin.client_forms import PressForm
from idp.web.admin.console import ask_to_confirm, the_operator
from idp.web.current import services
from idp.web.developers.desk import app_page, of_the_desk, the_application

blueprint = of_the_desk(Blueprint("developers_secrets", __name__, url_prefix="/developers/apps/<client_id>"))

_TAB = "developers_secrets.secrets"


@blueprint.get("/secrets")
def secrets(client_id: str) -> Response:
    """Whether there is a secret, and how to get another one."""
    client = the_application(client_id)
    return app_page("secrets", client, _TAB, live=services().client_desk.secrets.live(client))


@blueprint.post("/secrets")
def renew(client_id: str) -> Response:
    """Make a new secret; the one before ends at once. Not for an application that citizens use."""
    client = the_application(client_id)
    page = redirect(url_for(".secrets", client_id=client_id), 303)
    if (asked := ask_to_confirm(url_for(".secrets", client_id=client_id))) is not None:
        return asked
    if not client.is_for_test_people or not PressForm().validate_on_submit():
        return page
    operator = the_operator()
    outcome = services().client_desk.rotation.rotate(
        client_id, timedelta(0), operator_id=operator.operator_id
    )
    if not isinstance(outcome, NewSecret):
        flash(_("Không tạo được khóa. Vui lòng thử lại."))
        return page
    content = {"client_id": client_id, "secret": outcome.secret}
    services().operator_desk.sessions.show_once(operator, content)
    return redirect(url_for(".shown_once", client_id=client_id), 303)


@blueprint.get("/secret")
def shown_once(client_id: str) -> Response:
    """A new secret, for the one time it is shown. Coming back shows nothing."""
    client = the_application(client_id)
    content = services().operator_desk.sessions.take_shown_once(the_operator())
    if content is not None and content["client_id"] != client_id:
        content = None
    return app_page("secret_once", client, _TAB, content=content or {})
