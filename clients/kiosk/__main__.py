"""`python -m clients.kiosk` starts the kiosk."""

from clients.kiosk.app import create_app
from clients.kit.serving import serve
from clients.kit.settings import Settings

settings = Settings.from_environment("kiosk", 8005)
serve(create_app(settings), settings)
