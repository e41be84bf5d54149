"""Every version of a registration: who made it, when and why, what differs, and going back to one."""

from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from idp.relying_parties.comparison import differences_of
from idp.relying_parties.history import Version
from idp.web.admin import editing
from idp.web.admin.actor import the_actor
from idp.web.admin.actor_names import actor_names
from idp.web.admin.client import client_page, the_client
from idp.web.admin.conflict import is_version
from idp.web.admin.console import behind_the_door
from idp.web.admin.member_titles import member_title, plain
from idp.web.admin.versioned_form import VersionedForm
from idp.web.current import services

blueprint = behind_the_door(
    Blueprint("admin_client_history", __name__, url_prefix="/admin/clients/<client_id>/history")
)

_DIGITS = 10


@blueprint.get("", strict_slashes=False)
def every(client_id: str) -> Response:
    """The versions, and what differs between two of them."""
    client = the_client(client_id)
    versions = services().client_changes.history.all(client)
    before, after = _two(versions)
    form = VersionedForm(formdata=None)
    form.fill(client)
    return client_page(
        "history",
        client,
        versions=versions,
        before=before,
        after=after,
        differences=[
            (member_title(each.member), plain(each.before), plain(each.after))
            for each in differences_of(before.document, after.document)
        ],
        names=actor_names(),
        form=form,
    )


@blueprint.post("/<number>/restore")
def restore(client_id: str, number: str) -> Response:
    """Go back to an earlier version, by the same rules as any other change."""
    client, form = the_client(client_id), VersionedForm()
    page = url_for(".every", client_id=client.client_id)
    wanted = int(number) if number.isdecimal() and number.isascii() and len(number) < _DIGITS else 0
    good = form.validate_on_submit() and is_version(wanted) and is_version(form.version.data)
    why = form.why.data or _("Trở về phiên bản %(number)d", number=wanted)
    version = (form.version.data or 0) if good else 0
    outcome = services().client_changes.restore(client, wanted, version, the_actor(client), str(why))
    return editing.tell(client, outcome, page)


def _two(versions: list[Version]) -> tuple[Version, Version]:
    """The two versions to compare: those asked for, else the latest and the one before it."""
    by_number = {version.number: version for version in versions}
    usual = versions[1] if len(versions) > 1 else versions[0], versions[0]
    asked = (by_number.get(request.args.get(name, -1, type=int)) for name in ("before", "after"))
    before, after = (found or default for found, default in zip(asked, usual, strict=True))
    return before, after
