"""How good a registration is, in a number and a list of what to mend."""

from flask import Blueprint, url_for
from flask_babel.speaklater import LazyString
from werkzeug.wrappers import Response

from idp.operators.rights import Right, may
from idp.store.models import Client
from idp.web.admin.actor import the_actor
from idp.web.admin.client import client_page, the_client
from idp.web.admin.console import behind_the_door, the_operator
from idp.web.admin.lint_words import PAGES, said, score_words
from idp.web.current import services

blueprint = behind_the_door(Blueprint("admin_client_lint", __name__, url_prefix="/admin/clients/<client_id>"))

_FOR_READERS = ("overview", "secrets")
_CALLS = "calls"


@blueprint.get("/lint")
def lint(client_id: str) -> Response:
    """What lint finds now."""
    client = the_client(client_id)
    report = services().client_desk.lint.renew(client)
    return client_page(
        "lint",
        client,
        score=report.score,
        band=score_words(report.score),
        broken=said(each.as_document() for each in report.broken),
        addresses=where_to_mend(client),
    )


def where_to_mend(client: Client) -> dict[str, tuple[str, LazyString]]:
    """Where things are mended, of those pages this operator can open."""
    may_edit = services().client_changes.may_edit(client, the_actor(client))
    may_look = may(the_operator().operator, Right.SEE_CALLS, client)
    return {
        page: (url_for(endpoint, client_id=client.client_id), words)
        for page, (endpoint, words) in PAGES.items()
        if (may_look if page == _CALLS else may_edit or page in _FOR_READERS)
    }
