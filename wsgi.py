"""The provider as a WSGI application, for any server that speaks it."""

from idp.app import create_app
from idp.config import Settings
from idp.hashing import passwords_of, turnstile_of

_settings = Settings.from_environment()
application = create_app(_settings, passwords=passwords_of(_settings), turnstile=turnstile_of(_settings))
