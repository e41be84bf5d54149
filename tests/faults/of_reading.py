"""The database may be read and takes no writes: what was given before goes on being believed (F7)."""

import threading
from collections.abc import Iterable

import requests
from joserfc.jwk import KeySet

from tests.bench.traffic import basic
from tests.faults.application import CLIENT, SCOPE, Application
from tests.faults.house import House
from tests.faults.invariants import Bounds
from tests.faults.of_others import verifies
from tests.faults.record import Watched
from tests.faults.scenario import Scenario
from tests.walker import OverHttp, Walker

SECONDS_LASTING = 8.0


class Reading(House):
    """A house with a visitor who is signed in all the while."""

    believed = ""
    """What became of the visitor's tokens meanwhile, where they were not believed."""


def make_read_only(house: Reading) -> None:
    """It takes no more writes, as a standby or a database whose operator protects it."""
    returned = Walker(house.address, OverHttp(), house.visitor).authorize(CLIENT, scope=SCOPE)
    tokens = Application(house.address, house.record, threading.Event()).spend(
        "code", returned.code, returned.redemption()
    )
    with house.broken():
        house.cluster.execute("ALTER SYSTEM SET default_transaction_read_only = on")
        house.cluster.execute("SELECT pg_reload_conf()")
        try:
            house.wait(SECONDS_LASTING / 2)
            _show(house, tokens["id_token"], tokens["access_token"])
            house.wait(SECONDS_LASTING / 2)
        finally:
            house.mending()
            with house.cluster.administered() as connection:
                connection.execute("SET default_transaction_read_only = off")
                connection.execute("ALTER SYSTEM RESET default_transaction_read_only")
                connection.execute("SELECT pg_reload_conf()")


def _show(house: Reading, id_token: str, access_token: str) -> None:
    """The visitor's tokens to whoever has the published keys, and to the provider itself."""
    keys = KeySet.import_key_set(requests.get(f"{house.address}/oauth/jwks", timeout=10).json())
    if not (verifies(id_token, keys) and verifies(access_token, keys)):
        house.believed = "a token of before does not verify with the keys"
    asker = Watched(house.record)
    whether = asker.post(
        f"{house.address}/oauth/introspect", data={"token": access_token}, headers=basic(CLIENT)
    )
    if whether.status_code != 200 or not whether.json()["active"]:
        house.believed = "introspection does not say that a token of before is good"
    bearer = {"Authorization": f"Bearer {access_token}"}
    who = asker.get(f"{house.address}/oauth/userinfo", headers=bearer)
    house.notes.append(f"meanwhile introspection {whether.status_code}, UserInfo {who.status_code}")


def _tokens_are_believed(house: Reading) -> Iterable[str]:
    return [house.believed] if house.believed else []


SCENARIOS = (
    Scenario(f"database read-only for {SECONDS_LASTING:.0f} s", ("F7",), make_read_only, bounds=Bounds(is_unready=True),
             besides=_tokens_are_believed, house=Reading),
)  # fmt: skip
"""Every fault of this kind."""
