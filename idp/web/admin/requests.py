"""Acts that wait for a second person: the list, one with its difference, and the decision."""

from typing import Any

from flask import Blueprint, abort, flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from idp.operators.change_requests import (
    LONGEST_COMMENT,
    RIGHT_TO_DECIDE,
    Applied,
    Impossible,
    Kind,
    NotDecided,
    Overtaken,
)
from idp.operators.personal_exports import THE_LOG, of_breach
from idp.operators.rights import Right, may
from idp.relying_parties.comparison import SCOPE, differences_of
from idp.store.models import ChangeRequest, Client
from idp.web.admin.actor_names import actor_names
from idp.web.admin.client_forms import PressForm
from idp.web.admin.console import ask_to_confirm, behind_the_door, deny, the_operator
from idp.web.admin.export_words import in_words
from idp.web.admin.member_titles import member_title, plain
from idp.web.admin.request_words import KINDS, STATES, kind_words, not_decided
from idp.web.admin.typed_text import at_most, complain, stripped
from idp.web.current import services

blueprint = behind_the_door(Blueprint("admin_requests", __name__, url_prefix="/admin/requests"))

_PAST = 50
_OF_CLIENTS = (Kind.CLIENT_APPROVAL, Kind.CLIENT_CHANGE)


class DecideForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """What the second person says."""

    comment = TextAreaField(_l("Ý kiến"), [at_most(LONGEST_COMMENT)], filters=[stripped])


@blueprint.get("", strict_slashes=False)
def every() -> str:
    """What waits, and what was decided."""
    desk = services().change_requests
    kind = request.args.get("kind", "")
    kinds = [kind] if kind in KINDS else None
    return render_template(
        "admin/requests/every.html",
        waiting=[_row(each) for each in desk.open(kinds) if may_see(each)],
        past=[_row(each) for each in desk.past(kinds=kinds, most=_PAST) if may_see(each)],
        kinds=KINDS,
        kind=kind,
        states=STATES,
    )


@blueprint.get("/<request_id>")
def view(request_id: str) -> Response:
    """One request: what it would change, and what was said about it."""
    return _page(_the_request(request_id), DecideForm(formdata=None))


@blueprint.post("/<request_id>/decide")
def decide(request_id: str) -> Response:
    """Approve, reject, or ask for more."""
    asked, form = _the_request(request_id), DecideForm()
    page = url_for(".view", request_id=asked.id)
    if not may_decide(asked):
        deny(RIGHT_TO_DECIDE[Kind(asked.kind)], _client_id(asked))
    if (proof := ask_to_confirm(page)) is not None:
        return proof
    decision = request.form.get("decision")
    good = form.validate_on_submit()
    if good and decision in ("reject", "more") and not form.comment.data:
        complain(form.comment, _("Vui lòng ghi lý do: người gửi sẽ đọc."))
        good = False
    if not good or decision not in ("approve", "reject", "more"):
        return _page(asked, form, 422)
    return _decided(asked, form, decision)


@blueprint.post("/<request_id>/withdraw")
def withdraw(request_id: str) -> Response:
    """Take back what one asked for."""
    asked = _the_request(request_id)
    if PressForm().validate_on_submit():
        outcome = services().change_requests.withdraw(asked.id, the_operator().operator_id)
        if isinstance(outcome, NotDecided):
            flash(not_decided(outcome))
        else:
            flash(_("Đã rút lại yêu cầu."))
    return redirect(url_for(".view", request_id=asked.id), 303)


def may_decide(asked: ChangeRequest) -> bool:
    """Whether this page's operator is somebody who decides on such requests, their own aside."""
    return may(the_operator().operator, RIGHT_TO_DECIDE[Kind(asked.kind)])


def may_see(asked: ChangeRequest) -> bool:
    """Whether this page's operator may look at a request: theirs to decide, theirs, of their unit, or to audit."""
    operator = the_operator().operator
    is_of_unit = (
        asked.unit is not None and asked.unit == operator.unit and may(operator, Right.CHANGE_CLIENTS)
    )
    return asked.asked_by == operator.id or may_decide(asked) or is_of_unit or may(operator, Right.SEE_AUDIT)


def _the_request(request_id: str) -> ChangeRequest:
    asked = services().change_requests.find(request_id[:36])
    if asked is None:
        abort(404)
    if not may_see(asked):
        deny(RIGHT_TO_DECIDE[Kind(asked.kind)], _client_id(asked), 404)
    return asked


def _decided(asked: ChangeRequest, form: DecideForm, decision: str) -> Response:
    desk, by, comment = services().change_requests, the_operator().operator_id, form.comment.data or ""
    outcome: object
    if decision == "approve":
        outcome = desk.approve(asked.id, by, comment)
    else:
        act = desk.reject if decision == "reject" else desk.want_more
        outcome = act(asked.id, by, comment)
    match outcome:
        case NotDecided.OWN:
            return _page(asked, form, 403, not_decided(NotDecided.OWN))
        case NotDecided():
            return _page(asked, form, 409, not_decided(outcome))
        case Overtaken():
            return _page(asked, form, 409, _overtaken_words())
        case Impossible(reasons):
            said = str(_("Không làm được nữa: %(reasons)s", reasons=" ".join(reasons)))
            return _page(asked, form, 409, said)
        case Applied():
            flash(_("Đã duyệt và thực hiện."))
        case _:
            flash(_("Đã gửi ý kiến cho người yêu cầu."))
    return redirect(url_for(".view", request_id=asked.id), 303)


def _overtaken_words() -> str:
    return str(
        _(
            "Nội dung đã thay đổi từ khi yêu cầu được gửi, nên không thực hiện được. Hãy yêu cầu bổ sung để người "
            "gửi làm lại từ phiên bản hiện nay."
        )
    )


def _page(asked: ChangeRequest, form: DecideForm, status: int = 200, problem: str | None = None) -> Response:
    desk = services()
    requests, is_own = desk.change_requests, asked.asked_by == the_operator().operator_id
    earlier = [
        each
        for each in requests.past(kinds=[asked.kind], subject=asked.subject, most=6)
        if each.id != asked.id
    ]
    page = render_template(
        "admin/requests/view.html",
        asked=asked,
        row=_row(asked),
        differences=_differences(asked),
        is_new=not asked.before,
        since_last=_since_last(asked, earlier),
        comments=[(_name(said["by"]), said["at"], said["text"]) for said in asked.comments],
        earlier=[_row(each) for each in earlier],
        is_open=requests.is_open(asked),
        is_own=is_own,
        may_decide=may_decide(asked) and not is_own,
        is_fresh=desk.operator_desk.sessions.is_fresh(the_operator()),
        form=form,
        press=PressForm(formdata=None),
        problem=problem,
        states=STATES,
    )
    return make_response(page, status)


def _differences(asked: ChangeRequest) -> list[tuple[str, str, str]]:
    if asked.kind == Kind.PERSONAL_EXPORT:
        return [(title, "", said) for title, said in in_words(asked.after or {})]
    return _told(asked.before or {}, asked.after or {})


def _since_last(asked: ChangeRequest, earlier: list[ChangeRequest]) -> list[tuple[str, str, str]] | None:
    """What a draft says otherwise than when it was asked for before; None where it never was."""
    before = [each for each in earlier if each.asked_at < asked.asked_at]
    if asked.kind != Kind.CLIENT_APPROVAL or not before:
        return None
    last = max(before, key=lambda each: each.asked_at)
    return _told(last.after or {}, asked.after or {})


def _told(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str, str]]:
    found = differences_of(before, after)
    return [
        (member_title(each.member), plain(each.before), plain(each.after))
        for each in sorted(found, key=lambda each: _weight(each.member))
    ]


def _weight(member: str) -> int:
    """Where a member stands on the page: what is learnt about citizens first, then where it goes, then the rest."""
    if member.startswith(SCOPE):
        return 0 if member != f"{SCOPE}openid" else 3
    return 1 if member.endswith(("_uri", "_uris")) else 2


def _row(asked: ChangeRequest) -> dict[str, Any]:
    client = _client(asked.subject) if asked.kind in _OF_CLIENTS else None
    return {
        "id": asked.id,
        "kind": kind_words(asked.kind),
        "subject": client.name if client else _subject(asked),
        "client_id": client.client_id if client else None,
        "unit": asked.unit,
        "asked_by": _name(asked.asked_by),
        "asked_at": asked.asked_at,
        "expires_at": asked.expires_at,
        "decided_by": _name(asked.decided_by) if asked.decided_by else None,
        "decided_at": asked.decided_at,
        "reason": asked.reason,
        "state": STATES[services().change_requests.state_of(asked)],
    }


def _subject(asked: ChangeRequest) -> str:
    if asked.kind == Kind.PERSONAL_EXPORT:
        return _exported(asked.subject)
    return _name(asked.subject) if asked.kind == Kind.OPERATOR_ROLE else asked.subject


def _exported(subject: str) -> str:
    if subject == THE_LOG:
        return str(_("Nhật ký"))
    breach = services().watch.breaches.find(subject.removeprefix(of_breach("")))
    return breach.title if breach else subject


def _name(operator_id: str) -> str:
    return actor_names().get(operator_id, operator_id)


def _client(client_id: str) -> Client | None:
    if "clients_by_id" not in g:
        g.clients_by_id = {each.client_id: each for each in services().clients.all()}
    found: Client | None = g.clients_by_id.get(client_id)
    return found


def _client_id(asked: ChangeRequest) -> str | None:
    return asked.subject if asked.kind in _OF_CLIENTS else None
