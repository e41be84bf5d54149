"""The land registration office's application: read this first."""

from flask import Flask

from clients.kit import frontchannel
from clients.kit.application import application
from clients.kit.drafts import Drafts
from clients.kit.settings import Settings, neighbour
from clients.land import change_pages, pages
from clients.land.changes import Changes
from clients.land.english import ENGLISH

SCOPE = "openid ho_ten dinh_danh xac_minh"


def create_app(settings: Settings) -> Flask:
    """The application.

    Args:
        settings: How it runs.
    """
    app, database = application(__package__ or "clients.land", settings, scope=SCOPE, english=ENGLISH)
    app.extensions["drafts"] = Drafts(database)
    app.extensions["changes"] = Changes(database)
    app.jinja_env.globals["portal"] = neighbour("portal", 8001)
    app.register_blueprint(frontchannel.blueprint)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(change_pages.blueprint)
    return app
