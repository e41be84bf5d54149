"""The provider's own front page, and the pages every footer links to."""

from flask import Blueprint, render_template

from idp.web.current import settings

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def start() -> str:
    """What this place is, and the two ways on: sign in, or create an account."""
    return render_template("citizen/home/start.html")


@blueprint.get("/help")
def help_page() -> str:
    """How to get help, and how to tell the real page from a false one."""
    return render_template("citizen/home/help.html", issuer=settings().issuer)


@blueprint.get("/privacy")
def privacy() -> str:
    """What is processed, on what legal ground, and a citizen's rights."""
    return render_template("citizen/home/privacy.html")


@blueprint.get("/accessibility")
def accessibility() -> str:
    """How these pages can be used, and whom to tell when one cannot."""
    return render_template("citizen/home/accessibility.html")
