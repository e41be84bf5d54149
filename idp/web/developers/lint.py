"""How good the registration of one's own application is: a number, and a list of what to mend."""

from flask import Blueprint, url_for
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from werkzeug.wrappers import Response

from idp.operators.rights import Right, may
from idp.store.models import Client
from idp.web.admin.client_lint import where_to_mend
from idp.web.admin.console import the_operator
from idp.web.admin.lint_words import said, score_words
from idp.web.current import services
from idp.web.developers.desk import app_page, of_the_desk, the_application

blueprint = of_the_desk(Blueprint("developers_lint", __name__, url_prefix="/developers/apps/<client_id>"))

_SECRETS = ("developers_secrets.secrets", _l("Khóa bí mật"))


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
        addresses=_where_to_mend(client),
    )


def _where_to_mend(client: Client) -> dict[str, tuple[str, LazyString]]:
    """As in the console, but secrets at the desk for those who may have new ones there."""
    found = where_to_mend(client)
    if may(the_operator().operator, Right.USE_SANDBOX, client):
        found["secrets"] = (url_for(_SECRETS[0], client_id=client.client_id), _SECRETS[1])
    return found
