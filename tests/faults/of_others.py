"""Those the provider depends on behave badly: register, mail, applications, clock, keys (F11 to F14, F17)."""

import json
import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import requests
from aiosmtpd.controller import Controller
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from idp.registry.mock.consumers import DEMO_KEY
from idp.registry.mock.simulation import PROFILES
from tests import receivers
from tests.faults.house import CITIZENS, House
from tests.faults.invariants import SECONDS_TO_NORMAL, Bounds
from tests.faults.newcomer import Newcomer
from tests.faults.scenario import SQLITE, Scenario
from tests.servers import free_ports, idp, running
from tests.waiting import lasting, until

JUMPS = (300, -300, 86_400, -86_400, 0)
"""Seconds."""

LONGEST_SIGN_OUT = 1.0
"""Seconds of each step, but for one in twenty. An answer of the application is waited for three times as long."""

MOVED = Path(__file__).parent / "moved_clock"
WELL = Bounds(is_ready=True)


def bring_a_register(house: House) -> None:
    """The mock register, as a program of its own."""
    port = free_ports(1)[0]
    command = [sys.executable, "-m", "idp.registry.mock", "serve", "--port", str(port), "--size", "tiny"]
    address = f"http://localhost:{port}"
    house.stack.enter_context(
        running(command, address=address, log=house.folder / "register.log", environment={})
    )
    house.more_settings |= {"population_url": address, "population_api_key": DEMO_KEY}


def misbehaving_register(house: House) -> None:
    """Somebody registers while the register is in each of its bad moods."""
    address = house.more_settings["population_url"]
    moods = [name for name in PROFILES if name not in ("calm", "real")]
    house.rounds = len(moods)
    with house.broken():
        for mood in moods:
            requests.post(f"{address}/_sim/profile", json={"profile": mood}, timeout=10).raise_for_status()
            answer = Newcomer(house.address, house.record).is_asked_about()
            if answer.status_code >= 400:
                house.record.surprises.append(f"{mood}: {answer.status_code}")
        requests.post(f"{address}/_sim/profile", json={"profile": "calm"}, timeout=10).raise_for_status()
    asked = [each.seconds for each in house.record.during_fault() if each.path == "/register/identity"]
    house.notes.append(f"slowest page that asked the register {max(asked):.1f} s")


def no_downgrade(house: House) -> Iterable[str]:
    """Nobody became a verified citizen by what a bad register said."""
    with closing(sqlite3.connect(house.url.removeprefix("sqlite:///"))) as connection:
        made = connection.execute("SELECT count(*) FROM citizen").fetchone()[0]
    known = CITIZENS + 2  # the visitor, and whoever has an authenticator app
    return [f"{made - known} accounts came of it"] if made > known else []


class Post:
    """A mail server that does as it is told."""

    def __init__(self) -> None:
        self.mood: Callable[[Any], str] = lambda _server: "250 OK"
        self.taken: list[float] = []

    async def handle_DATA(self, server: Any, _session: Any, _envelope: Any) -> str:  # noqa: N802  the names are aiosmtpd's
        self.taken.append(time.monotonic())
        return self.mood(server)


def _hangs(_server: Any) -> str:
    lasting(8)  # the whole server stands still, as one that has no memory left
    return "250 OK"


def _takes_and_hangs_up(server: Any) -> str:
    server.transport.abort()  # the mail was taken, and nobody heard of it
    return "250 OK"


MOODS: tuple[Callable[[Any], str], ...] = (
    lambda _server: "451 try again later",
    lambda _server: "554 refused",
    lambda _server: "999 nonsense",
    _takes_and_hangs_up,
    _hangs,
)


def bring_mail(house: House) -> None:
    """A mail server; every sign-in on a new device writes to the citizen."""
    post = Post()
    controller = Controller(post, hostname="127.0.0.1", port=free_ports(1)[0])
    controller.start()
    house.stack.callback(controller.stop)
    house.more_settings["mail_url"] = f"smtp://127.0.0.1:{controller.port}"
    house.post = post  # type: ignore[attr-defined]  # for this scenario only


def misbehaving_mail(house: House) -> None:
    """Sign-ins go on while the mail server refuses, hangs up, talks nonsense and hangs."""
    post: Post = house.post  # type: ignore[attr-defined]  # brought above
    house.rounds = len(MOODS)
    with house.broken():
        for mood in MOODS:
            post.mood = mood
            house.wait(3)
        post.mood = lambda _server: "250 OK"


def mail_goes_on(house: House) -> Iterable[str]:
    """Mail is sent again once all is well."""
    post: Post = house.post  # type: ignore[attr-defined]  # brought above
    try:
        until(lambda: post.taken[-1] > house.record.mended_at, seconds=SECONDS_TO_NORMAL)
    except AssertionError:
        return ["no mail was sent after the mail server was well again"]
    house.notes.append(f"{len(post.taken)} mails offered")
    return []


def misbehaving_application(house: House) -> None:
    """The application's sign-out address in every bad mood; sign-outs go on."""
    moods: tuple[receivers.Behaviour, ...] = (
        receivers.is_silent,
        receivers.trickles,
        receivers.never_ends,
        receivers.hangs_up,
        receivers.talks_nonsense,
        receivers.answers(302, Location=f"{house.portal.address}/elsewhere"),
        receivers.answers(500),
    )
    house.rounds = len(moods)
    with house.broken():
        for mood in moods:
            house.portal.behaviour = mood
            house.wait(3)
        house.portal.behaviour = receivers.CONTENT


def _nobody_waits_for_it(house: House) -> Iterable[str]:
    steps = ("/oauth/end-session", "/sign-out")
    during = sorted(each.seconds for each in house.record.during_fault() if each.path.startswith(steps))
    most = during[len(during) * 95 // 100]
    house.notes.append(f"95 % of the steps of a sign-out under {most:.1f} s, the slowest {during[-1]:.1f} s")
    # Not the slowest: three citizens' passwords are hashed on the same cores, application or none.
    if most > LONGEST_SIGN_OUT:
        yield f"a sign-out waits: one step in twenty takes more than {most:.1f} s"
    if any(each.path == "/elsewhere" for each in house.portal.received):
        yield "a redirect was followed"


def bring_a_clock(house: House) -> None:
    """A clock that can be moved, for the provider alone: see `moved_clock/sitecustomize.py`."""
    clock = house.folder / "clock"
    clock.write_text("0")
    before = os.environ.get("PYTHONPATH", "")
    os.environ["MOVED_CLOCK"], os.environ["PYTHONPATH"] = str(clock), f"{MOVED}{os.pathsep}{before}"
    house.stack.callback(lambda: os.environ.update(PYTHONPATH=before))


def move_the_clock(house: House) -> None:
    """Five minutes on and back, a day on and back, under load."""
    house.rounds = len(JUMPS) - 1
    with house.broken():
        for jump in JUMPS:
            (house.folder / "clock").write_text(str(jump))
            house.wait(4)


def _tokens_live_as_long_as_ever(house: House) -> Iterable[str]:
    claims = [json.loads(unpadded(token.split(".")[1])) for token in house.record.id_tokens]
    lives = {each["exp"] - each["iat"] for each in claims}
    issued = [each["iat"] for each in claims]
    if max(issued) - min(issued) < max(JUMPS):
        yield "the clock did not move"
    house.notes.append(f"{len(house.record.id_tokens)} ID tokens, each of which lives {sorted(lives)} s")
    if len(lives) != 1:
        yield f"ID tokens live {sorted(lives)} s"


def rotate_keys(house: House) -> None:
    """New signing keys, while an application verifies with the key set it fetched before."""
    keys = KeySet.import_key_set(requests.get(f"{house.address}/oauth/jwks", timeout=10).json())
    record, failed, seen = house.record, 0, 0
    with house.broken():
        idp("keys", "rotate", environment=house.environment)
        end = time.monotonic() + 12
        while time.monotonic() < end:
            fresh = record.id_tokens[seen:]
            seen += len(fresh)
            failed += sum(not verifies(token, keys) for token in fresh)
            lasting(0.1)
    kids = {json.loads(unpadded(token.split(".")[0]))["kid"] for token in record.id_tokens}
    house.notes.append(f"{seen} tokens under {len(kids)} keys, {failed} of them not verified")
    house.failed_verifications = failed + (len(kids) < 2)  # type: ignore[attr-defined]  # for this scenario only


def _all_verified(house: House) -> Iterable[str]:
    failed: int = house.failed_verifications  # type: ignore[attr-defined]  # counted above
    return [f"{failed} verifications failed, or the key did not change"] if failed else []


def verifies(token: str, keys: KeySet) -> bool:
    """Whether an application that has these keys believes a token."""
    try:
        jwt.decode(token, keys, ["RS256", "ES256", "EdDSA", "PS256"])
    except (JoseError, ValueError):
        return False
    return True


def unpadded(part: str) -> bytes:
    """One part of a token, as it was before it was encoded."""
    from base64 import urlsafe_b64decode

    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


SCENARIOS = (
    Scenario("register in every bad mood", ("F11",), misbehaving_register, SQLITE, WELL, no_downgrade,
             bring_a_register),
    Scenario("mail server refuses, hangs up, talks nonsense, hangs", ("F12",), misbehaving_mail, SQLITE, WELL,
             mail_goes_on, bring_mail),
    Scenario("clock jumps by 5 min and a day, both ways", ("F13",), move_the_clock, SQLITE, WELL,
             _tokens_live_as_long_as_ever, bring_a_clock),
    Scenario("signing keys rotated under traffic", ("F14",), rotate_keys, SQLITE, WELL, _all_verified),
    Scenario("sign-out address of an application in every bad mood", ("F17",), misbehaving_application, SQLITE, WELL,
             _nobody_waits_for_it),
)  # fmt: skip
"""Every fault of this kind."""
