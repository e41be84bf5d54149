"""What belongs to the running application and request."""

from typing import cast

from flask import current_app

from idp.config import Settings
from idp.services import EXTENSION, Services


def services() -> Services:
    """The object graph of the running application."""
    return cast("Services", current_app.extensions[EXTENSION])


def settings() -> Settings:
    """The settings of the running application."""
    return services().settings
