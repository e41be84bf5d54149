"""The npm library openid-client, unmodified, signs a citizen in by discovery (issue section 10)."""

import json
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.builders import CLIENT_SECRET, REDIRECT_URI, SIGNED_OUT_URI
from tests.races.stage import Stage

LIBRARY = Path(__file__).parent / "openid_client"


@pytest.fixture
def stage(engine, tmp_path):
    with Stage(engine.fresh(tmp_path), tmp_path) as prepared:
        yield prepared


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_openid_client_signs_a_citizen_in(stage):
    assert (LIBRARY / "node_modules" / "openid-client").is_dir(), "./test installs openid-client"
    arguments = [stage.address, "portal", CLIENT_SECRET, REDIRECT_URI, SIGNED_OUT_URI]
    with subprocess.Popen(
        ["node", "sign_in.mjs", *arguments],
        cwd=LIBRARY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as library:
        address = json.loads(library.stdout.readline())["authorize"]
        returned = stage.walker.follow(address, REDIRECT_URI)
        said, complaints = library.communicate(returned + "\n", timeout=60)
    assert library.returncode == 0, complaints
    result = json.loads(said)

    assert result["claims"]["iss"] == stage.address
    assert result["person"]["sub"] == result["claims"]["sub"]
    assert result["person"]["name"]
    assert result["renewed"] == result["claims"]["sub"]
    assert result["refused"] == "invalid_grant"
    assert parse_qs(urlsplit(result["signOut"]).query)["state"] == ["good-bye"]
