"""The messages page: mail and SMS of the demonstration, which go nowhere else. There is none in production."""

from flask import Blueprint, abort, render_template, request

from idp.web.current import services, settings

blueprint = Blueprint("messages", __name__)

_LONGEST_FILTER = 320


@blueprint.get("/messages")
def inbox() -> str:
    """Every message, newest first, or those to one recipient."""
    if not settings().is_demo:
        abort(404)
    recipient = request.args.get("to", "").strip()[:_LONGEST_FILTER]
    found = services().messages.list()
    shown = [message for message in found if recipient in ("", message.to)]
    recipients = sorted({message.to for message in found})
    return render_template(
        "citizen/messages/inbox.html", messages=shown, recipients=recipients, recipient=recipient
    )
