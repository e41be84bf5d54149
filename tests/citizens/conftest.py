"""What tests of the citizen's rules begin with."""

import pytest
from flask import Flask

from idp.citizens.entrance import Browser
from idp.services import Services
from idp.web.current import services as running_services

HOME = "198.51.100.7"
ELSEWHERE = "203.0.113.9"


@pytest.fixture
def services(app: Flask) -> Services:
    return running_services()


@pytest.fixture
def at_home() -> Browser:
    return Browser(network=HOME, agent="Firefox · Linux")
