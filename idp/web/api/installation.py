"""Units and announcements in the API."""

from typing import Any, NoReturn
from urllib.parse import quote

from flask import Response, jsonify, make_response, request

from idp.operators.units import NotKept, Wish
from idp.store.models import Banner, Unit
from idp.watching.banners import NotAdded
from idp.web.api.bodies import body
from idp.web.api.door import program
from idp.web.api.matching import matched
from idp.web.api.moments import read_moment
from idp.web.api.paging import after, limit, page
from idp.web.api.problems import refuse
from idp.web.api.reach import sees
from idp.web.current import services
from idp.web.refused_members import note_names
from idp.web.unit_of_work import settle_only

_UNIT_MEMBERS = ("name", "name_en", "kind", "domains")


def list_units() -> Response:
    """The units; a program of one unit sees its own."""
    size = limit()
    seen = [each for each in services().operator_desk.units.all() if sees(each.name)]
    return jsonify(page(after(seen, _unit_mark, size), size, _unit, _unit_mark))


def create_unit() -> Response:
    """One more unit: for programs of the province, as in the console."""
    if not program().acts_for_all:
        refuse(403, "out-of-reach", "A program of one unit makes no other units.")
    wish = _wish(body(_UNIT_MEMBERS, ["name"]), None)
    kept = services().operator_desk.units.add(wish, operator_id=program().id)
    if isinstance(kept, NotKept):
        _not_kept(kept, wish)
    response = make_response(jsonify(_unit(kept)), 201)
    response.headers["Location"] = f"{request.path}/{quote(kept.id)}"
    return response


def change_unit(unit_id: str) -> Response:
    """Change a unit; what names it names it anew."""
    units = services().operator_desk.units
    unit = units.find(unit_id)
    if unit is None or not sees(unit.name):
        refuse(404, "not-found", "There is no such unit.")
    version = matched(unit.version, "unit")
    wish = _wish(body(_UNIT_MEMBERS), unit)
    kept = units.change(unit, wish, version, operator_id=program().id)
    if isinstance(kept, NotKept):
        _not_kept(kept, wish)
    response = jsonify(_unit(kept))
    response.set_etag(str(kept.version))
    return response


def list_banners() -> Response:
    """Announcements that run, come or ran."""
    size = limit()
    return jsonify(
        page(after(services().watch.banners.all(), _banner_mark, size), size, _banner, _banner_mark)
    )


def create_banner() -> Response:
    """Announce something."""
    sent = body(("kind", "vi", "en", "starts_at", "ends_at"), ("kind", "vi", "en", "starts_at", "ends_at"))
    times = [read_moment(sent[name], name) for name in ("starts_at", "ends_at")]
    texts = str(sent["vi"]), str(sent["en"])
    added = services().watch.banners.add(str(sent["kind"]), texts, times[0], times[1], program().id)
    if isinstance(added, NotAdded):
        refuse(422, "bad-banner", f"The announcement cannot be kept: {added.value}.")
    return make_response(jsonify(_banner(added)), 201)


def withdraw_banner(banner_id: str) -> Response:
    """Take an announcement down."""
    banners = services().watch.banners
    banner = banners.find(banner_id)
    if banner is None:
        refuse(404, "not-found", "There is no such announcement.")
    if not banners.withdraw(banner_id, program().id):
        refuse(409, "not-now", "It is over, or was withdrawn before.")
    return jsonify(_banner(banner))


def _not_kept(why: NotKept, wish: Wish) -> NoReturn:
    settle_only(lambda: note_names(program().id, name=wish.name, name_en=wish.name_en))
    refuse(422, "bad-unit", why.value)


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


def _unit(unit: Unit) -> dict[str, Any]:
    return {
        "id": unit.id,
        "name": unit.name,
        "name_en": unit.name_en,
        "kind": unit.kind,
        "domains": list(unit.domains),
        "version": unit.version,
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


def _banner_mark(banner: Banner) -> str:
    return banner.id
