"""How good the registration of one's own application is: a number, and a list of what to mend."""

from flask import Blueprint, url_for
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from werkzeug.wrappers import Response

from idp.web.admin.lint_words import said, score_words
from idp.web.current import services
from idp.web.developers.desk import app_page, of_the_desk, the_application

blueprint = of_the_desk(Blueprint("developers_lint", __name__, url_prefix="/developers/apps/<client_id>"))

_EDIT = ("developers_app.edit", _l("Sửa đăng ký"))
_PAGES: dict[str, tuple[str, LazyString]] = {
    "edit": _EDIT,
    "connection": _EDIT,
    "data": _EDIT,
    "overview": ("admin_client.overview", _l("Mở ở trang quản trị")),
    "secrets": ("developers_secrets.secrets", _l("Khóa bí mật")),
    "calls": ("developers_calls.calls", _l("Các lần gọi")),
}


@blueprint.get("/lint")
def lint(client_id: str) -> Response:
    """What lint finds now."""
    client = the_application(client_id)
    report = services().client_desk.lint.renew(client)
    return app_page(
        "lint",
        client,
        "developers_lint.lint",
        score=report.score,
        band=score_words(report.score),
        broken=said(each.as_document() for each in report.broken),
        addresses={
            page: (url_for(endpoint, client_id=client_id), words)
            for page, (endpoint, words) in _PAGES.items()
        },
    )
