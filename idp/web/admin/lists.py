"""Lists of the console as tables for a spreadsheet: what one may see, no more."""

from collections.abc import Iterable, Iterator
from itertools import chain

from flask import Blueprint
from werkzeug.wrappers import Response

from idp.audit.events.watching import ListExported
from idp.store.models import Client
from idp.web.admin.console import behind_the_door, seen, the_operator
from idp.web.admin.csv_table import csv_line
from idp.web.current import services
from idp.web.downloads import sent_in_pieces

blueprint = behind_the_door(Blueprint("admin_lists", __name__, url_prefix="/admin/lists"))

_COLUMNS = ("client_id", "name", "name_en", "unit", "state", "profile", "kind", "created_at", "updated_at")


@blueprint.get("/clients.csv")
def clients() -> Response:
    """The applications, with the scopes each is registered for."""
    found = seen(services().clients.all())
    services().audit.record(ListExported(what="clients", operator_id=the_operator().operator_id))
    return sent_in_pieces(_lines(found), "clients.csv", "text/csv")


def _lines(found: Iterable[Client]) -> Iterator[str]:
    rows = [[*(getattr(client, column) for column in _COLUMNS), _scopes(client)] for client in found]
    return (csv_line(row) for row in chain([[*_COLUMNS, "scopes"]], rows))


def _scopes(client: Client) -> str:
    return str(client.metadata_.get("scope") or "")
