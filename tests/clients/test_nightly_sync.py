"""The program without a citizen, against a real platform on this machine."""

import json
import threading
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from clients.kit.settings import Settings
from clients.lgsp.app import create_app
from clients.nightly_sync import sync as module
from clients.nightly_sync.sync import CannotSync, sync
from tests.clients.fake_provider import SECRET

EXAMPLE = (Path(module.__file__).parent / "figures.json").read_text("utf-8")


@pytest.fixture
def platform(provider, tmp_path):
    server = make_server("localhost", 0, lambda *_: [], threaded=True)
    address = f"http://localhost:{server.server_port}"
    server.app = create_app(Settings("lgsp", provider.issuer, "lgsp", "", address, data_dir=tmp_path))
    provider.audience = [address]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield address
    server.shutdown()
    server.server_close()
    thread.join()


def settings(provider, secret=SECRET):
    return Settings("nightly-sync", provider.issuer, "nightly-sync", secret)


def test_it_sends_its_figures(provider, platform):
    assert sync(settings(provider), platform, EXAMPLE) == len(json.loads(EXAMPLE)["figures"])
    assert sync(settings(provider), platform, EXAMPLE) == len(json.loads(EXAMPLE)["figures"])


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda provider: setattr(provider, "audience", ["http://elsewhere"]), "401"),
        (lambda provider: setattr(provider, "is_down", True), "no answer"),
        (lambda provider: provider.secrets.update({"nightly-sync": "another"}), "invalid_client"),
    ],
)
def test_it_says_in_one_sentence_why_not(provider, platform, spoil, sentence):
    spoil(provider)

    with pytest.raises(CannotSync, match=sentence) as told:
        sync(settings(provider), platform, EXAMPLE)
    assert SECRET not in str(told.value)


@pytest.mark.parametrize("figures", ["", "[", '{"figures": []}'])
def test_bad_figures_are_not_taken(provider, platform, figures):
    with pytest.raises(CannotSync):
        sync(settings(provider), platform, figures)
