"""The health department's application: read this first."""

from flask import Flask

from clients.health import pages
from clients.health.english import ENGLISH
from clients.health.records import Records
from clients.kit.application import application
from clients.kit.drafts import Drafts
from clients.kit.settings import Settings, neighbour

SCOPE = "openid ho_ten ngay_sinh gioi_tinh lien_he xac_minh"


def create_app(settings: Settings) -> Flask:
    """The application.

    Args:
        settings: How it runs.
    """
    app, database = application(__package__ or "clients.health", settings, scope=SCOPE, english=ENGLISH)
    app.extensions["records"] = Records(database)
    app.extensions["drafts"] = Drafts(database)
    app.jinja_env.globals["portal"] = neighbour("portal", 8001)
    app.register_blueprint(pages.blueprint)
    return app
