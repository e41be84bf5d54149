"""One DPoP proof from sixteen threads at two processes counts once, and still once after they were killed."""

import socket
import time
from collections import Counter
from functools import partial
from urllib.parse import urlsplit

import pytest
import requests

from tests.bench.traffic import basic
from tests.dpop import Holder
from tests.races.stage import Stage, all_at_once

RACERS = 16


@pytest.mark.timeout(300)
def test_one_proof_counts_once(own_stage):
    stage = own_stage
    holder = Holder()
    token = _bound_token(stage, holder)
    proof = _proof(holder, "GET", f"{stage.address}/oauth/userinfo", token)

    answers = all_at_once(_racers(stage, token, proof))

    assert Counter(answer.status_code for answer in answers) == {200: 1, 401: RACERS - 1}
    assert {answer.json()["error"] for answer in answers if answer.status_code == 401} == {
        "invalid_dpop_proof"
    }

    _the_real_server_shows_two_headers_and_a_date(stage, holder, token)

    stage.kill()
    stage.start_again()
    assert _ask(stage, token, proof, requests.Session()).status_code == 401
    fresh = _proof(holder, "GET", f"{stage.address}/oauth/userinfo", token)
    assert _ask(stage, token, fresh, requests.Session()).status_code == 200


def _the_real_server_shows_two_headers_and_a_date(stage: Stage, holder: Holder, token: str) -> None:
    address = f"{stage.address}/oauth/userinfo"

    for joined in (False, True):
        proofs = [_proof(holder, "GET", address, token) for _ in range(2)]
        lines = [f"DPoP: {', '.join(proofs)}"] if joined else [f"DPoP: {each}" for each in proofs]
        assert _raw(stage, token, lines).startswith(b"HTTP/1.1 401")
    answer = _raw(stage, token, [f"DPoP: {_proof(holder, 'GET', address, token)}"])

    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.lower().count(b"\r\ndate: ") == 1


def _bound_token(stage: Stage, holder: Holder) -> str:
    proof = _proof(holder, "POST", f"{stage.address}/oauth/token")
    answer = requests.post(
        f"{stage.address}/oauth/token",
        data=stage.codes(1)[0].redemption(),
        headers={**basic("portal"), "DPoP": proof},
        timeout=60,
    )
    assert answer.json()["token_type"] == "DPoP", answer.text
    return str(answer.json()["access_token"])


def _proof(holder: Holder, method: str, address: str, token: str | None = None) -> str:
    return holder.proof(method, address, token, iat=int(time.time()))


def _ask(stage: Stage, token: str, proof: str, session: requests.Session) -> requests.Response:
    headers = {"Authorization": f"DPoP {token}", "DPoP": proof}
    return session.get(f"{stage.address}/oauth/userinfo", headers=headers, timeout=60)


def _racers(stage: Stage, token: str, proof: str) -> list[partial[requests.Response]]:
    racers = []
    for _ in range(RACERS):
        session = requests.Session()
        session.get(f"{stage.address}/healthz", timeout=60)
        racers.append(partial(_ask, stage, token, proof, session))
    return racers


def _raw(stage: Stage, token: str, lines: list[str]) -> bytes:
    """The answer to a request as it is written here, header by header."""
    place = urlsplit(stage.address)
    head = ["GET /oauth/userinfo HTTP/1.1", f"Host: {place.netloc}", f"Authorization: DPoP {token}", *lines]
    with socket.create_connection((place.hostname or "", place.port or 80), 60) as connection:
        connection.sendall(("\r\n".join([*head, "Connection: close", "", ""])).encode())
        return b"".join(iter(partial(connection.recv, 65_536), b""))
