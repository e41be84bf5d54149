"""The rest of the installation in the API: units, operators, requests, keys, the audit log, banners, figures."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

from flask import Response, jsonify, make_response, request

from idp.operators.units import NotKept, Wish
from idp.store.models import AuditRecord, Banner, ChangeRequest, Operator, SigningKey, Unit
from idp.store.repositories.audit_search import Place, Wanted
from idp.watching.banners import NotAdded
from idp.web.api.bodies import body
from idp.web.api.clients import told_request
from idp.web.api.door import program
from idp.web.api.paging import after, cursor, limit, page
from idp.web.api.problems import Problem, refuse
from idp.web.current import services

_UNIT_MEMBERS = ("name", "name_en", "kind", "domains")


def list_units() -> Response:
    """The units; a program of one unit sees its own."""
    size = limit()
    seen = [each for each in services().operator_desk.units.all() if _sees(each.name)]
    return jsonify(page(after(seen, _unit_mark, size), size, _unit, _unit_mark))


def create_unit() -> Response:
    """One more unit."""
    sent = body(_UNIT_MEMBERS, ["name"])
    kept = services().operator_desk.units.add(_wish(sent, None), operator_id=program().id)
    if isinstance(kept, NotKept):
        refuse(422, "bad-unit", kept.value)
    response = make_response(jsonify(_unit(kept)), 201)
    response.headers["Location"] = f"{request.path}/{quote(kept.id)}"
    return response


def change_unit(unit_id: str) -> Response:
    """Change a unit; what names it names it anew."""
    units = services().operator_desk.units
    unit = units.find(unit_id)
    if unit is None or not _sees(unit.name):
        refuse(404, "not-found", "There is no such unit.")
    if not request.if_match:
        refuse(428, "no-version", "Send If-Match with the ETag the change was made from.")
    if not request.if_match.contains(str(unit.version)):
        refuse(412, "overtaken", "The unit was changed meanwhile: read it again.")
    kept = units.change(unit, _wish(body(_UNIT_MEMBERS), unit), unit.version, operator_id=program().id)
    if isinstance(kept, NotKept):
        refuse(422, "bad-unit", kept.value)
    response = jsonify(_unit(kept))
    response.set_etag(str(kept.version))
    return response


def list_operators() -> Response:
    """The operators, without what only they should know."""
    size = limit()
    seen = [each for each in services().operator_desk.accounts.all() if _sees(each.unit)]
    return jsonify(page(after(seen, _operator_mark, size), size, _operator, _operator_mark))


def list_requests() -> Response:
    """What waits for a second person."""
    size = limit()
    seen = [each for each in services().change_requests.open() if _sees(each.unit)]
    return jsonify(page(after(seen, _request_mark, size), size, told_request, _request_mark))


def list_keys() -> Response:
    """The signing keys, public parts only."""
    items = [_key(each) for each in services().key_requests.ring()]
    return jsonify({"items": items, "next": None})


def search_audit() -> Response:
    """Events of the audit log, the latest first."""
    size, last = limit(), cursor()
    wanted = Wanted(
        client_id=request.args.get("client_id"),
        citizen_id=request.args.get("citizen_id"),
        operator_id=request.args.get("operator_id"),
        names=tuple(request.args.getlist("name")) or None,
        since=_moment("since"),
        until=_moment("until"),
    )
    found = services().watch.search.page(wanted, most=size + 1, before=_place(last))
    return jsonify(page(found, size, _event, lambda each: [each.at.isoformat(), each.id]))


def list_banners() -> Response:
    """Announcements that run, come or ran."""
    size = limit()
    return jsonify(
        page(after(services().watch.banners.all(), _banner_mark, size), size, _banner, _banner_mark)
    )


def create_banner() -> Response:
    """Announce something."""
    sent = body(("kind", "vi", "en", "starts_at", "ends_at"), ("kind", "vi", "en", "starts_at", "ends_at"))
    times = [_read_moment(sent[name], name) for name in ("starts_at", "ends_at")]
    texts = str(sent["vi"]), str(sent["en"])
    added = services().watch.banners.add(str(sent["kind"]), texts, times[0], times[1], program().id)
    if isinstance(added, NotAdded):
        refuse(422, "bad-banner", f"The announcement cannot be kept: {added.value}.")
    return make_response(jsonify(_banner(added)), 201)


def _sees(unit: str | None) -> bool:
    caller = program()
    return caller.acts_for_all or (bool(caller.unit) and unit == caller.unit)


def _wish(sent: dict[str, Any], unit: Unit | None) -> Wish:
    before = (
        _unit(unit) if unit is not None else {"name": "", "name_en": "", "kind": "department", "domains": []}
    )
    whole = {**before, **{name: value for name, value in sent.items() if value is not None}}
    domains = whole["domains"]
    if not isinstance(domains, list) or not all(isinstance(each, str) for each in domains):
        refuse(422, "bad-unit", "domains must be a list of host names.")
    if not all(isinstance(whole[name] or "", str) for name in ("name", "name_en", "kind")):
        refuse(422, "bad-unit", "name, name_en and kind must be text.")
    return Wish(whole["name"], whole["name_en"] or "", whole["kind"], tuple(domains))


def _moment(name: str) -> datetime | None:
    text = request.args.get(name)
    return None if text is None else _read_moment(text, name)


def _read_moment(text: object, name: str) -> datetime:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        refuse(400, "bad-parameter", f"{name} must be a moment like 2026-11-22T08:00:00+07:00.")
    if found.tzinfo is None:
        refuse(400, "bad-parameter", f"{name} needs a time zone.")
    return found


def _place(last: Any) -> Place | None:
    match last:
        case None:
            return None
        case [str(at), int(number)]:
            return Place(_read_moment(at, "cursor"), number)
        case _:
            raise Problem(400, "bad-parameter", "cursor must be the `next` of an earlier answer.")


def _unit(unit: Unit) -> dict[str, Any]:
    return {
        "id": unit.id,
        "name": unit.name,
        "name_en": unit.name_en,
        "kind": unit.kind,
        "domains": list(unit.domains),
        "version": unit.version,
    }


def _operator(operator: Operator) -> dict[str, Any]:
    names = ("id", "username", "role", "unit", "state")
    return {name: getattr(operator, name) for name in names}


def _key(key: SigningKey) -> dict[str, Any]:
    return {
        "kid": key.kid,
        "algorithm": key.algorithm,
        "state": key.state,
        "created_at": key.created_at.isoformat(),
        "current_since": key.current_since.isoformat() if key.current_since else None,
        "public_jwk": key.public_jwk,
    }


def _event(record: AuditRecord) -> dict[str, Any]:
    return {
        "id": record.id,
        "at": record.at.isoformat(),
        "name": record.name,
        "citizen_id": record.citizen_id,
        "client_id": record.client_id,
        "operator_id": record.operator_id,
        "details": record.details,
    }


def _banner(banner: Banner) -> dict[str, Any]:
    return {
        "id": banner.id,
        "kind": banner.kind,
        "vi": banner.vi,
        "en": banner.en,
        "starts_at": banner.starts_at.isoformat(),
        "ends_at": banner.ends_at.isoformat(),
        "state": services().watch.banners.state_of(banner),
    }


def _unit_mark(unit: Unit) -> str:
    return unit.id


def _operator_mark(operator: Operator) -> str:
    return operator.id


def _request_mark(asked: ChangeRequest) -> str:
    return asked.id


def _banner_mark(banner: Banner) -> str:
    return banner.id
