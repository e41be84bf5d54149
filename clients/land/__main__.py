"""`python -m clients.land` starts the land registration office's application."""

from clients.kit.serving import serve
from clients.kit.settings import Settings
from clients.land.app import create_app

settings = Settings.from_environment("land", 8003)
serve(create_app(settings), settings)
