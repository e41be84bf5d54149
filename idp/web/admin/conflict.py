"""Two people edited the same registration: both versions side by side, and neither is lost.

The page carries the form that was sent, as it was sent, and asks for each member whose value to keep. What is sent
back is read by the same form again: nothing can be changed here that the form could not change.
"""

from dataclasses import dataclass
from typing import Any

from flask import make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from idp.relying_parties.comparison import Clash, clashes, merged
from idp.relying_parties.history import Version
from idp.store.models import Client
from idp.web.admin.actor_names import actor_names
from idp.web.admin.member_titles import member_title, plain
from idp.web.current import services

OVER = "merged_from"
"""The field that says over which version the answer of this page was given."""

_KEEP = "keep-"
_OWN_FIELDS = (OVER, "csrf_token")
_MOST = 2**31


@dataclass(frozen=True)
class Row:
    """One member, as the page shows it."""

    name: str
    title: str
    base: str
    mine: str
    theirs: str
    choice: str | None


def is_version(number: Any) -> bool:
    """Whether something can be the number of a version."""
    return isinstance(number, int) and 0 < number < _MOST


def is_answer() -> bool:
    """Whether this request answers the page of a conflict."""
    return OVER in request.form


def answered_version() -> int | None:
    """The version the page of the conflict showed as theirs."""
    return request.form.get(OVER, type=int)


def page(client: Client, base: Any, changes: dict[str, Any], *, is_unanswered: bool = False) -> Response:
    """The page of a conflict.

    Args:
        client: As it is now.
        base: The version both began from, as it was sent.
        changes: The members I want to change.
        is_unanswered: Whether a choice was left open.
    """
    begun, found = _clashes(client, base, changes)
    posted = [(name, value) for name, value in request.form.items(multi=True) if _is_of_the_form(name)]
    body = render_template(
        "admin/client/conflict.html",
        client=client,
        rows=[_row(clash) for clash in found],
        posted=posted,
        over=(OVER, client.version),
        theirs=services().client_changes.history.all(client)[0],
        begun=begun,
        names=actor_names(),
        form=FlaskForm(formdata=None),
        problem=_("Vui lòng chọn cho từng mục mà cả hai người đã sửa.") if is_unanswered else None,
        choices=(("mine", _l("Giữ nội dung của tôi")), ("theirs", _l("Giữ nội dung vừa lưu"))),
    )
    return make_response(body, 422 if is_unanswered else 409)


def chosen(client: Client, base: Any, changes: dict[str, Any]) -> dict[str, Any] | None:
    """The members to save by the answer; None while a choice is open."""
    _begun, found = _clashes(client, base, changes)
    said = {clash.member: request.form.get(f"{_KEEP}{clash.member}") for clash in found}
    if not set(said.values()) <= {"mine", "theirs"}:
        return None
    mine = frozenset(member for member, choice in said.items() if choice == "mine")
    return merged(services().client_changes.history.document(client), found, mine)


def _clashes(client: Client, base: Any, changes: dict[str, Any]) -> tuple[Version, list[Clash]]:
    history = services().client_changes.history
    begun = (history.at(client, base) if is_version(base) else None) or history.now(client)
    mine = {**begun.document, **changes}
    return begun, clashes(begun.document, mine, history.document(client))


def _row(clash: Clash) -> Row:
    asked = request.form.get(f"{_KEEP}{clash.member}")
    choice = asked if asked in ("mine", "theirs") else clash.usual
    texts = plain(clash.base), plain(clash.mine), plain(clash.theirs)
    return Row(clash.member, member_title(clash.member), *texts, choice)


def _is_of_the_form(name: str) -> bool:
    return name not in _OWN_FIELDS and not name.startswith(_KEEP)
