"""The examples of `docs/integrating/`, run as they stand there against a real provider."""

import os
import secrets
import shutil
import subprocess
import sys
from typing import Any

import pytest
from joserfc.jwk import RSAKey

from idp.relying_parties.registration import Registered
from idp.store.db import db
from idp.web.current import services
from tests.architecture.source import ROOT
from tests.builders import API, CLIENT_SECRET, REDIRECT_URI
from tests.engines import ENGINES, workshop
from tests.installation import application
from tests.journeys.node import LIBRARIES, program
from tests.pages import ids_in
from tests.races.stage import Stage
from tests.servers import free_ports, running

EXAMPLES = ROOT / "docs" / "integrating" / "examples"
KEY = RSAKey.generate_key(2048)


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    folder = tmp_path_factory.mktemp("examples")
    with Stage(ENGINES["sqlite"](workshop()).fresh(folder), folder) as prepared:
        yield prepared


def register(stage: Stage, client_id: str, **members: Any) -> None:
    with application(stage.settings()):
        outcome = services().client_desk.registrations.register(
            {"client_id": client_id, "client_name": "Thư viện tỉnh", "scope": "openid profile", **members}
        )
        assert isinstance(outcome, Registered), outcome
        db.session.commit()


def test_the_web_application_signs_a_citizen_in_and_out(stage, tmp_path):
    [port] = free_ports(1)
    own = f"http://localhost:{port}"
    register(
        stage,
        "library",
        client_secret=CLIENT_SECRET,
        redirect_uris=[f"{own}/callback"],
        post_logout_redirect_uris=[f"{own}/"],
    )
    told = {
        "ISSUER": stage.address,
        "CLIENT_ID": "library",
        "CLIENT_SECRET": CLIENT_SECRET,
        "SESSION_KEY": secrets.token_hex(32),
    }
    command = [sys.executable, "-m", "flask", "--app", EXAMPLES / "web.py", "run", "--port", str(port)]
    with running(command, address=own, log=tmp_path / "web.log", environment=told):
        home = stage.walker.arrive(stage.walker.road.get(f"{own}/sign-in"))
        if "consent-allow" in ids_in(home.text):
            home = stage.walker.press(home, "consent-allow")
        out = stage.walker.arrive(stage.walker.road.get(f"{own}/sign-out"))

    assert "who" in ids_in(home.text)
    assert out.url.startswith((own, stage.address))


def test_the_machine_gets_a_token_by_its_key(stage, tmp_path):
    register(
        stage,
        "machine",
        profile="machine",
        scope="lgsp:sync",
        audiences=[API],
        token_endpoint_auth_method="private_key_jwt",
        jwks={"keys": [{**KEY.as_dict(private=False), "use": "sig"}]},
    )
    key = tmp_path / "key.pem"
    key.write_bytes(KEY.as_pem(private=True))

    done = subprocess.run(
        [sys.executable, EXAMPLES / "machine.py"],
        env={**os.environ, "ISSUER": stage.address, "CLIENT_ID": "machine", "KEY_FILE": str(key)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.stdout.split() == ["Bearer", "lgsp:sync"], done.stderr


def test_the_single_page_application_has_tokens_bound_to_its_key(stage):
    register(
        stage,
        "page",
        redirect_uris=[REDIRECT_URI],
        token_endpoint_auth_method="none",
        dpop_bound_access_tokens=True,
    )
    # Modules are found beside the file that asks for them.
    beside = LIBRARIES / "node_modules" / "single_page_example.mjs"
    shutil.copyfile(EXAMPLES / "single_page.mjs", beside)

    with program("single_page.mjs") as page:
        page.say(example=str(beside), issuer=stage.address, clientId="page", redirectUri=REDIRECT_URI)
        page.say(returned=stage.walker.follow(page.hear()["authorize"], REDIRECT_URI))
        person = page.hear()["person"]

    assert person["name"]


def test_what_the_pages_show_is_what_was_run():
    for page in sorted((ROOT / "docs" / "integrating").glob("*.md")):
        text = page.read_text("utf-8")
        for example in sorted(EXAMPLES.iterdir()):
            if f"examples/{example.name}" in text:
                assert example.read_text("utf-8").strip() in text, f"{page.name} shows another {example.name}"
