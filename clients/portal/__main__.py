"""`python -m clients.portal` starts the portal."""

from clients.kit.serving import serve
from clients.kit.settings import Settings
from clients.portal.app import create_app

settings = Settings.from_environment("portal", 8001)
serve(create_app(settings), settings)
