"""`python -m clients.health` starts the health department's application."""

from clients.health.app import create_app
from clients.kit.serving import serve
from clients.kit.settings import Settings

settings = Settings.from_environment("health", 8002)
serve(create_app(settings), settings)
