"""Everything that can be found out about an application by asking its own servers, now."""

from flask import Blueprint
from werkzeug.wrappers import Response

from idp.relying_parties.member_checks import CHECKED
from idp.web.admin.client import client_page, the_client
from idp.web.admin.console import behind_the_door
from idp.web.admin.member_check import in_words, look
from idp.web.admin.member_titles import member_title

blueprint = behind_the_door(
    Blueprint("admin_client_checks", __name__, url_prefix="/admin/clients/<client_id>")
)


@blueprint.get("/checks")
def checks(client_id: str) -> Response:
    """What its addresses answer."""
    client = the_client(client_id)
    asked = {member: client.metadata_[member] for member in CHECKED if client.metadata_.get(member)}
    found = [
        (member_title(member), address, in_words(look(member, str(address))))
        for member, address in asked.items()
    ]
    return client_page("checks", client, found=found)
