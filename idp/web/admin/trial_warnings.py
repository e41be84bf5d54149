"""What an operator should know about an application after trying it."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _

from idp.oauth.scopes import SCOPES
from idp.store.models import Client


def warnings_about(
    client: Client, tokens: dict[str, Any], claims: dict[str, Any], userinfo: dict[str, Any], scope: str
) -> list[str]:
    """Plain sentences about what was missing, or will hurt later.

    Args:
        client: The application.
        tokens: The token response, without the tokens.
        claims: Of the ID token.
        userinfo: Of UserInfo.
        scope: What was asked for.
    """
    found = [*_about_scopes(tokens, {**claims, **userinfo}, scope), *_about_registration(client)]
    return [str(each) for each in found]


def _about_scopes(tokens: dict[str, Any], known: dict[str, Any], scope: str) -> Iterator[str]:
    granted = str(tokens.get("scope", "")).split()
    for name in scope.split():
        if name not in granted:
            yield _("Phạm vi %(scope)s được xin nhưng không được cấp.", scope=name)
        elif SCOPES.get(name) and not any(claim in known for claim in SCOPES[name]):
            yield _("Phạm vi %(scope)s được cấp nhưng tài khoản này chưa có dữ liệu nào.", scope=name)


def _about_registration(client: Client) -> Iterator[str]:
    registered = client.metadata_
    if (
        not registered.get("backchannel_logout_uri")
        and registered.get("token_endpoint_auth_method") != "none"
    ):
        yield _("Chưa có địa chỉ nhận thông báo đăng xuất: đăng xuất ở nơi khác không đến được ứng dụng này.")
    if not registered.get("post_logout_redirect_uris"):
        yield _("Chưa có địa chỉ quay về sau khi đăng xuất.")
    if not client.require_pkce and client.pkce_exempt_until is not None:
        until = client.pkce_exempt_until.strftime("%d/%m/%Y")
        yield _("Ứng dụng được miễn PKCE đến %(day)s; lần thử này vẫn dùng PKCE.", day=until)
    for name in str(registered.get("scope", "")).split():
        if name != "openid" and name in SCOPES and not (client.scope_policy.get(name) or {}).get("purpose"):
            yield _("Phạm vi %(scope)s chưa ghi mục đích sử dụng.", scope=name)
