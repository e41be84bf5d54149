"""A copy of the database takes its place: what came after it is gone, and nobody is suspected for it (F21, F22)."""

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

import requests

from idp.audit.events.oauth import RefreshTokenReused
from idp.config import Settings
from tests.bench.traffic import basic
from tests.builders import a_citizen, a_person
from tests.faults.day import CLIENT
from tests.faults.house import House, SettledHouse
from tests.faults.invariants import Bounds
from tests.faults.record import Record
from tests.faults.scenario import SQLITE, Scenario
from tests.installation import application
from tests.servers import idp
from tests.walker import OverHttp, Returned, Walker

FAMILIES, ROTATIONS = 3, 2


@dataclass
class Found:
    """What somebody met who came back after a copy was put in the place of the database.

    Args:
        refused: What is left of before, by name, and what it was answered.
        was_asked: Whether somebody was asked to agree again, by who that is.
    """

    refused: dict[str, requests.Response] = field(default_factory=dict)
    was_asked: dict[str, bool] = field(default_factory=dict)


def bring_a_latecomer(house: House) -> None:
    """A citizen whom the copy knows, and who agrees to something only after it was made."""
    settings = Settings(
        env="demo", issuer=house.address, data_dir=house.folder, database_url=house.url, port=house.port
    )
    person = a_person()
    with application(settings):
        a_citizen(person)
    house.latecomer = person.phone  # type: ignore[attr-defined]  # for this scenario only


def back_up_and_restore(house: House) -> None:
    """A copy under load, put in the place of the database after families rotated and somebody more agreed."""
    latecomer: str = house.latecomer  # type: ignore[attr-defined]  # brought above
    code = _came_back(house, house.visitor)[0].redemption()
    families = [[_first_token(house)] for _ in range(FAMILIES)]
    with house.broken():
        told = json.loads(
            idp("backup", "create", str(house.folder / "copies"), "--json", environment=house.environment)
        )
        given_after = _tokens(house, code)["refresh_token"]
        for family in families:
            for _ in range(ROTATIONS):
                family.append(_tokens(house, _renewal(family[-1]))["refresh_token"])
        assert _came_back(house, latecomer)[1], "the latecomer had agreed before the copy"
        house.wait_for_flows(4)
        _put_back(house, told["folder"])
    shown = {"the code": code, "a token of after the copy": _renewal(given_after)}
    for number, family in enumerate(families):
        names = ("an older token", *["a newer token"] * ROTATIONS)
        shown |= {
            f"{name} {number}.{place}": _renewal(token)
            for place, (name, token) in enumerate(zip(names, family, strict=True))
        }
    found = Found({name: _asked(house, form) for name, form in shown.items()})
    found.was_asked = {
        "visitor": _came_back(house, house.visitor)[1],
        "latecomer": _came_back(house, latecomer)[1],
    }
    house.found = found  # type: ignore[attr-defined]  # for this scenario only


def _put_back(house: House, copy: str) -> None:
    idp("backup", "verify", copy, environment=house.environment)
    house.server.end()
    house.send_home()
    began = time.monotonic()
    idp("backup", "restore", copy, "--replace", environment=house.environment)
    house.notes.append(f"put back in {time.monotonic() - began:.1f} s")
    house.record = Record(
        broken_from=house.record.broken_from
    )  # what came after the copy is gone, as it should
    house.serve()
    house.begin_the_day()


def _nothing_of_before_is_good(house: House) -> Iterable[str]:
    """What the copy holds as unspent was spent since, or may have been; what came after it was never there."""
    found: Found = house.found  # type: ignore[attr-defined]  # looked at above
    house.notes.append(
        f"a code and {len(found.refused) - 1} refresh tokens of {FAMILIES + 1} families refused"
    )
    for name, answer in found.refused.items():
        if answer.status_code != 400 or answer.json()["error"] != "invalid_grant":
            yield f"{name} was answered {answer.status_code} after the copy was put back"
    if suspected := house.kept().named(RefreshTokenReused.name):
        yield f"{len(suspected)} honest families are suspected of reuse"
    if not found.was_asked["latecomer"]:
        yield "a consent that the copy does not hold was not asked for again"
    if found.was_asked["visitor"]:
        yield "a consent that the copy holds was asked for again"


def _came_back(house: House, login: str) -> tuple[Returned, bool]:
    """How a citizen came back to their application, and whether they were asked to agree."""
    walker = Walker(house.address, OverHttp(), login)
    returned = walker.authorize(CLIENT)
    return returned, any("/consent" in page for page in walker.pages)


def _first_token(house: House) -> str:
    returned, _ = _came_back(house, house.visitor)
    return _tokens(house, returned.redemption())["refresh_token"]


def _asked(house: House, form: dict[str, str]) -> requests.Response:
    return requests.post(f"{house.address}/oauth/token", data=form, headers=basic(CLIENT), timeout=10)


def _tokens(house: House, form: dict[str, str]) -> dict[str, str]:
    answer = _asked(house, form)
    answer.raise_for_status()
    return dict(answer.json())


def _renewal(refresh_token: str) -> dict[str, str]:
    return {"grant_type": "refresh_token", "refresh_token": refresh_token}


SCENARIOS = (
    Scenario("backup under load, and restore", ("F21", "F22"), back_up_and_restore, SQLITE,
             Bounds(breaks_connections=True), _nothing_of_before_is_good, bring_a_latecomer, house=SettledHouse),
)  # fmt: skip
"""Every fault of this kind."""
