"""The token decoder: a page whose script reads a token in the browser. Nothing that is typed there is ever sent."""

from flask import Blueprint, render_template

from idp.web.developers.claim_words import WORDS
from idp.web.developers.desk import for_everybody
from idp.web.developers.token_words import TOKEN_WORDS

blueprint = for_everybody(Blueprint("developers_decoder", __name__, url_prefix="/developers/decode"))


@blueprint.get("", strict_slashes=False)
def decode() -> str:
    """The page. Its form has no address, and its field no name."""
    return render_template("developers/decode.html", words={**WORDS, **TOKEN_WORDS})
