"""Where the console is, as browsers see it."""

import pytest

from idp.config import Settings
from idp.operators.place import Place


@pytest.mark.parametrize(
    ("issuer", "admin_host", "origin", "host"),
    [
        ("https://id.anlien.example", "", "https://id.anlien.example", "id.anlien.example"),
        ("https://id.anlien.example/sso", "", "https://id.anlien.example", "id.anlien.example"),
        ("http://localhost:8000", "", "http://localhost:8000", "localhost"),
        ("https://id.anlien.example", "Quantri.anlien.example", "https://quantri.anlien.example", None),
    ],
)
def test_passkeys_are_bound_to_the_consoles_host(tmp_path, issuer, admin_host, origin, host):
    place = Place.of(Settings(env="demo", issuer=issuer, admin_host=admin_host, data_dir=tmp_path))

    assert place.origin == origin
    assert place.host == (host or admin_host.lower())
