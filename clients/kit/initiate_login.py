"""Others begin a sign-in here: the provider's list of applications, or a portal (OpenID Connect Core 1.0, 4).

Only the provider this application trusts is gone to, and only pages of this application are come back to: whoever
sends a citizen here decides neither.
"""

from urllib.parse import urlsplit

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clients.kit import problems
from clients.kit.language import language
from clients.kit.oidc import client, redirect_uri, settings
from clients.kit.provider import ProviderUnreachable
from clients.kit.settings import origin
from clients.kit.sign_in import leave_for, safe_path

LONGEST_HINT = 200
blueprint = Blueprint("initiate_login", __name__)


@blueprint.route("/initiate-login", methods=["GET", "POST"])
def start() -> ResponseReturnValue:
    """Sign in at the provider that is named, if it is ours, and go on to the page that is named, if it is ours."""
    asked = request.args if request.method == "GET" else request.form
    if asked.getlist("iss") != [settings().issuer]:
        return problems.show(problems.not_trusted(), "initiate_login_uri: iss is not the provider's issuer")
    wishes = {"ui_locales": language(), "login_hint": _hint(asked.get("login_hint"))}
    given = {name: value for name, value in wishes.items() if value}
    target = own_page(asked.get("target_link_uri"))
    try:
        begun = client().create_authorization_url(redirect_uri(), **given)
        return leave_for(begun, {"target": target, "level": 1, "silent": False, "sub": None})
    except ProviderUnreachable as reason:
        return problems.show(problems.provider_down(), str(reason), retry=target)


def own_page(address: str | None) -> str:
    """The path of a page of this application; its first page for an address anywhere else."""
    try:
        parts = urlsplit(address or "")
        is_ours = origin(address or "") == origin(settings().base_url)
    except ValueError:
        return "/"
    return safe_path(parts._replace(scheme="", netloc="", fragment="").geturl()) if is_ours else "/"


def _hint(text: str | None) -> str | None:
    return text if text and len(text) <= LONGEST_HINT and text.isprintable() else None
