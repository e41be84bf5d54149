"""`/_sim`: switches the register's behaviour while it runs, for tests and demonstrations."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from idp.registry.mock.body import Malformed
from idp.registry.mock.person import Life
from idp.registry.mock.register import Register
from idp.registry.mock.simulation import PROFILES, Profile, Simulation, custom


def blueprint(register: Register) -> Blueprint:
    """The control plane of that register."""
    plane = Blueprint("control", __name__, url_prefix="/_sim")

    @plane.before_request
    def only_from_here() -> None:
        """A page on another site must not switch anything in the visitor's browser."""
        origin = request.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc != request.host:
            abort(403)

    @plane.get("/profile")
    def profile() -> Response:
        return jsonify(_described(register.simulation))

    @plane.post("/profile")
    def switch() -> AnyResponse:
        asked = _asked()
        try:
            register.simulation.switch(_profile(asked), str(asked.get("seed", "sim"))[:60])
        except (KeyError, ValueError, TypeError):
            abort(400)
        if request.is_json:
            return jsonify(_described(register.simulation))
        return redirect(url_for("home.page"), 303)

    @plane.post("/life")
    def life() -> AnyResponse:
        asked = _asked()
        try:
            known = register.record_life(str(asked.get("id_no", "")), Life(asked.get("life", "")))
        except (Malformed, ValueError):
            abort(400)
        return jsonify(known=known)

    return plane


def _asked() -> Mapping[str, Any]:
    asked = request.get_json(silent=True) if request.is_json else request.form
    if not isinstance(asked, Mapping):
        abort(400)
    return asked


def _profile(asked: Mapping[str, Any]) -> Profile:
    """A named profile, or one of its own parts. Raises KeyError, ValueError or TypeError."""
    if "profile" in asked:
        return PROFILES[asked["profile"]]
    latency = asked.get("latency", "none")
    latency = latency if isinstance(latency, str) else float(latency)
    return custom(latency, str(asked.get("fault", "")), int(asked.get("share", 10_000)))


def _described(simulation: Simulation) -> dict[str, Any]:
    profile = simulation.profile
    return {
        "profile": profile.name,
        "latency": profile.latency,
        "fault": profile.fault,
        "share": profile.share,
    }
