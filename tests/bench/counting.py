"""Counts the SQL statements of each kind of request, in one process."""

from collections.abc import Callable
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

from idp.store import revisions
from idp.store.db import db
from idp.web.current import services
from tests.bench import extensions
from tests.bench.senders import InProcess
from tests.bench.traffic import KINDS, Traffic
from tests.builders import API, TOTP_KEY, a_citizen, a_client, a_machine, a_person, a_resource_server
from tests.caller import Caller
from tests.statements import Statements
from tests.walker import InProcess as Pages
from tests.walker import Returned, Walker


def prepare_clients() -> None:
    """Make the clients of `Traffic`."""
    # As those it is compared with; with RS256, for which others have keys of 2048 bits, signing would hide the rest.
    a_client("portal", audiences=[API], metadata={"id_token_signed_response_alg": "ES256"})
    a_machine("nightly-sync")
    a_resource_server("lgsp")
    extensions.prepare()


def prepare_citizen() -> str:
    """Make a citizen without a second factor (an authenticator's code is good once in 30 seconds); the login."""
    person = a_person()
    a_citizen(person)
    return person.phone


def prepare_crowd(size: int) -> list[str]:
    """Make citizens with an authenticator each; their logins.

    Args:
        size: How many, at most a million.
    """
    logins = []
    for number in range(size):
        person = a_person(
            number=f"099190{number:06d}", phone=f"+84900{number:06d}", email=f"d{number}@dan.anlien.example"
        )
        a_citizen(person, totp=TOTP_KEY)
        logins.append(person.phone)
    return logins


def count_statements(client: Caller, issuer: str) -> dict[str, Statements]:
    """The statements of each kind of request, the second time it is made: caches of a process are warm.

    Args:
        client: An application's test client, on an empty database.
        issuer: The application's issuer.
    """
    prepare_clients()
    login = prepare_citizen()
    traffic = Traffic(Walker(issuer, Pages(client), login), InProcess(client))
    traffic.now = lambda: services().clock().timestamp()
    traffic.code_flow()
    counted: dict[str, Statements] = {}
    come_back: list[Returned] = []

    def count(name: str, request: Callable[[], Any]) -> None:
        statements = Statements(db.engine)
        with statements.counted():
            request()
        counted[name] = statements

    def full_flow() -> None:
        client.delete_cookie(services().settings.cookie_name("session"), domain=urlsplit(issuer).hostname)
        count("password sign-in", lambda: come_back.append(traffic.authorization()))
        traffic.redemption(come_back.pop())

    # The look at the number of changes, at most twice a second, is no request's own.
    with patch.object(revisions, "FRESH_SECONDS", 3_600.0):
        for _ in range(2):
            for name, kind in KINDS.items():
                count(name, lambda kind=kind: kind(traffic))
            returned = traffic.authorization()
            count("redemption", lambda returned=returned: traffic.redemption(returned))
            count("full code flow", full_flow)
    return counted
