"""A relying application that does everything right: the health department's sample, asking for what a draft has.

`python -m tests.journeys.small_party`; its settings come from the environment, as those of the samples do.
"""

from clients.health import app
from clients.kit import provider
from clients.kit.serving import serve
from clients.kit.settings import Settings

if __name__ == "__main__":
    app.SCOPE = "openid profile"
    # A journey comes to the new key sooner than an application asks for keys twice.
    provider.SECONDS_BETWEEN_KEY_FETCHES = 0
    settings = Settings.from_environment("health", 8002)
    serve(app.create_app(settings), settings)
