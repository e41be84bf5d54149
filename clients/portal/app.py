"""The portal's application: read this first."""

from flask import Flask

from clients.kit.application import application
from clients.kit.drafts import Drafts
from clients.kit.settings import Settings, neighbour
from clients.portal import apply, catalogue_pages, dossier_pages, elsewhere_pages
from clients.portal.dossiers import Dossiers
from clients.portal.english import ENGLISH
from clients.portal.sharing import SharingPlatform

SCOPE = "openid ho_ten ngay_sinh do_tuoi gioi_tinh dia_chi dinh_danh lien_he xac_minh lgsp:dossiers.read"


def create_app(settings: Settings) -> Flask:
    """The portal.

    Args:
        settings: How it runs.
    """
    app, database = application(__package__ or "clients.portal", settings, scope=SCOPE, english=ENGLISH)
    app.extensions["drafts"] = Drafts(database)
    app.extensions["dossiers"] = Dossiers(database)
    app.extensions["sharing"] = SharingPlatform(neighbour("lgsp", 8004))
    app.jinja_env.globals["neighbours"] = {
        "health": neighbour("health", 8002),
        "land": neighbour("land", 8003),
    }
    for pages in (catalogue_pages, apply, dossier_pages, elsewhere_pages):
        app.register_blueprint(pages.blueprint)
    return app
