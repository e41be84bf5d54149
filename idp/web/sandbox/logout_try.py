"""Trying how an application under construction ends a session, for the desk and the API."""

from datetime import timedelta
from enum import Enum, auto

from idp.store.models import Client
from idp.web.current import services
from idp.web.unit_of_work import settle

MOST_TRIALS, PERIOD = 10, timedelta(minutes=10)
"""Of the logout of one application: each posts to somebody's server."""


class Tried(Enum):
    """How a try ended."""

    SENT = auto()
    TOO_OFTEN = auto()
    NO_SESSION = auto()


def try_to_end_session(client: Client) -> Tried:
    """Tell an application that its latest session is over, rightly and wrongly; the coach sees what it answers.

    Args:
        client: In the sandbox.
    """
    if not services().throttle.take(f"coach_logout:{client.client_id}", MOST_TRIALS, PERIOD):
        return Tried.TOO_OFTEN
    send = services().logout_trial.prepare(client)
    if send is None:
        return Tried.NO_SESSION
    settle()  # somebody else's server is waited for
    send()
    return Tried.SENT
