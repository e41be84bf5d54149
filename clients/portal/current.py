"""The portal's own services, as its pages reach them."""

from flask import abort, current_app

from clients.kit.drafts import Drafts
from clients.portal.catalogue import Service, catalogue
from clients.portal.dossiers import Dossiers
from clients.portal.sharing import SharingPlatform


def drafts() -> Drafts:
    """What citizens have begun."""
    found: Drafts = current_app.extensions["drafts"]
    return found


def dossiers() -> Dossiers:
    """What citizens have sent."""
    found: Dossiers = current_app.extensions["dossiers"]
    return found


def sharing() -> SharingPlatform:
    """The data-sharing platform."""
    found: SharingPlatform = current_app.extensions["sharing"]
    return found


def service_or_404(service_id: str) -> Service:
    """A service of the catalogue."""
    return catalogue().services.get(service_id) or abort(404)
