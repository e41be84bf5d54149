"""The provider as a WSGI application, for any server that speaks it."""

from idp.app import create_app
from idp.config import Settings

application = create_app(Settings.from_environment())
