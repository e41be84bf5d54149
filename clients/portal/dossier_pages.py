"""My dossiers: what I began, what I sent, what the departments hold, and the receipt of each."""

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from clients.kit.citizen import signed_in_citizen
from clients.kit.sign_in import required
from clients.portal.catalogue import catalogue
from clients.portal.current import dossiers, drafts, service_or_404, sharing
from clients.portal.sharing import Silence

blueprint = Blueprint("dossiers", __name__)


@blueprint.get("/dossiers")
@required()
def mine() -> ResponseReturnValue:
    """Everything of mine."""
    citizen, elsewhere = signed_in_citizen(), sharing().dossiers()
    return render_template(
        "dossiers.html",
        services=catalogue().services,
        begun=drafts().of(citizen.sub),
        sent=dossiers().of(citizen.sub),
        elsewhere=[] if isinstance(elsewhere, Silence) else elsewhere,
        silence=elsewhere.value if isinstance(elsewhere, Silence) else None,
    )


@blueprint.get("/dossiers/<code>")
@required()
def receipt(code: str) -> ResponseReturnValue:
    """The receipt of a dossier I sent; of nobody else's."""
    dossier = dossiers().find(signed_in_citizen().sub, code)
    if dossier is None:
        abort(404)
    return render_template("receipt.html", dossier=dossier, service=service_or_404(dossier.service))


@blueprint.post("/services/<service_id>/discard")
@required()
def discard(service_id: str) -> ResponseReturnValue:
    """Forget what I began."""
    drafts().drop(signed_in_citizen().sub, service_or_404(service_id).id)
    return redirect(url_for("dossiers.mine"), 303)
