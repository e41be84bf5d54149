"""`python -m clients.lgsp` starts the data-sharing platform."""

from clients.kit.serving import serve
from clients.kit.settings import Settings
from clients.lgsp.app import create_app

settings = Settings.from_environment("lgsp", 8004)
serve(create_app(settings), settings)
