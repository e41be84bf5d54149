"""The secrets of an application: shown once, replaced with an overlap, revoked one by one."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from idp.relying_parties.ending_warnings import DAYS
from idp.relying_parties.endings import HERE, What, endings
from idp.relying_parties.secret_rotation import NewSecret, NotRotated
from idp.relying_parties.secrets import KeptSecret
from idp.web.admin.client import client_page, the_client
from idp.web.admin.client_forms import PressForm, RotateForm
from idp.web.admin.client_list import score_of
from idp.web.admin.console import ask_to_confirm, behind_the_door, the_operator
from idp.web.admin.lint_words import score_words
from idp.web.current import services

blueprint = behind_the_door(Blueprint("admin_secrets", __name__, url_prefix="/admin/clients/<client_id>"))

SOON = DAYS[What.SECRET][0]
"""Days before its end from which one is shown as ending."""


@blueprint.get("/secrets")
def secrets(client_id: str) -> Response:
    """Which secrets work, until when, and which of them are used."""
    client, desk = the_client(client_id), services().client_desk
    live, uses = desk.secrets.live(client), desk.secret_uses.of(client_id)
    now = services().clock()
    today = now.astimezone(HERE).date()
    return client_page(
        "secrets",
        client,
        live=[(secret, *_use(secret, uses, today)) for secret in live],
        form=RotateForm(),
        certificates=[each for each in endings(client, now) if each.what is What.CERTIFICATE],
        today=today,
        uses_secrets=str(client.metadata_.get("token_endpoint_auth_method", "")).startswith("client_secret"),
        lasting=sum(secret.expires_at is None for secret in live),
        soon=SOON,
    )


@blueprint.post("/secrets/rotate")
def rotate(client_id: str) -> Response:
    """Make a new secret; the older ones go on for the overlap."""
    page, form = url_for(".secrets", client_id=the_client(client_id).client_id), RotateForm()
    if (asked := ask_to_confirm(page)) is not None:
        return asked
    if not form.validate_on_submit():
        return redirect(page, 303)
    operator = the_operator()
    outcome = services().client_desk.rotation.rotate(
        client_id, timedelta(days=form.overlap_days.data), operator_id=operator.operator_id
    )
    if not isinstance(outcome, NewSecret):
        flash(_refusal(outcome))
        return redirect(page, 303)
    ends = [each.expires_at for each in outcome.older if each.expires_at is not None]
    content = {
        "client_id": client_id,
        "secret": outcome.secret,
        "old_until": max(ends).isoformat() if ends else None,
    }
    services().operator_desk.sessions.show_once(operator, content)
    return redirect(url_for(".shown_once", client_id=client_id), 303)


@blueprint.post("/secrets/<secret_id>/revoke")
def revoke(client_id: str, secret_id: str) -> Response:
    """End one secret at once."""
    page = url_for(".secrets", client_id=the_client(client_id).client_id)
    if (asked := ask_to_confirm(page)) is not None:
        return asked
    if PressForm().validate_on_submit():
        outcome = services().client_desk.rotation.revoke(
            client_id, secret_id, operator_id=the_operator().operator_id
        )
        flash(_refusal(outcome) if isinstance(outcome, NotRotated) else _("Đã thu hồi khóa."))
    return redirect(page, 303)


@blueprint.get("/secret")
def shown_once(client_id: str) -> Response:
    """A new secret, for the one time it is shown. Coming back shows nothing."""
    client = the_client(client_id)
    content = services().operator_desk.sessions.take_shown_once(the_operator())
    if content is not None and content["client_id"] != client_id:
        content = None
    if content is not None and content.get("old_until"):
        content["old_until"] = datetime.fromisoformat(content["old_until"])
    return client_page(
        "secret_once", client, content=content or {}, score=score_of(client), score_words=score_words
    )


def _use(secret: KeptSecret, uses: Mapping[str, date], today: date) -> tuple[str, bool]:
    """When a secret was last shown, in words; and whether it ends soon."""
    ends_soon = (
        secret.expires_at is not None and (secret.expires_at.astimezone(HERE).date() - today).days <= SOON
    )
    return use_words(secret, uses.get(secret.id), today), ends_soon


def use_words(secret: KeptSecret, last: date | None, today: date) -> str:
    """When a secret was last shown. One an application signs with is never shown.

    Args:
        secret: The secret.
        last: The last day it was shown.
        today: The day in Việt Nam.
    """
    if secret.sealed is not None:
        return str(_("không biết được: ứng dụng ký bằng khóa này chứ không gửi khóa"))
    if last is None:
        return str(_("chưa dùng"))
    return str(_("hôm nay")) if last >= today else f"{last:%d/%m/%Y}"


def _refusal(why: NotRotated) -> str:
    match why:
        case NotRotated.NO_SUCH_CLIENT:
            raise NotFound
        case NotRotated.WITHOUT_SECRETS:
            return str(_("Loại ứng dụng này không có khóa bí mật."))
        case NotRotated.LAST_ONE:
            return str(_("Đây là khóa cuối cùng. Hãy tạo khóa mới trước, hoặc tạm dừng ứng dụng."))
        case NotRotated.OVERTAKEN:
            return str(_("Hồ sơ này vừa được người khác sửa. Vui lòng thử lại."))
