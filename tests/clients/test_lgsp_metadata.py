"""The sample resource server says what it is, and a refusal says where (RFC 9728)."""

import re
from urllib.parse import urlsplit

import pytest

from clients.kit.settings import Settings
from clients.lgsp.app import DOSSIERS, SYNC, create_app, metadata_address

WELL_KNOWN = "/.well-known/oauth-protected-resource"


@pytest.mark.parametrize(
    ("base_url", "place"),
    [("http://localhost:8004", WELL_KNOWN), ("https://lgsp.example/v1/data", f"{WELL_KNOWN}/v1/data")],
)
def test_3_the_metadata_stand_between_host_and_path(provider, tmp_path, base_url, place):
    platform = create_app(
        Settings("lgsp", provider.issuer, "lgsp", "", base_url, data_dir=tmp_path)
    ).test_client()

    described = platform.get(place).json

    assert urlsplit(metadata_address(base_url)).path == place
    assert described["resource"] == base_url
    assert described["authorization_servers"] == [provider.issuer]
    assert described["scopes_supported"] == [DOSSIERS, SYNC]
    assert described["bearer_methods_supported"] == ["header"]
    assert described["resource_name"]


def test_5_1_a_refusal_names_them(provider, tmp_path):
    base_url = "http://localhost:8004"
    platform = create_app(
        Settings("lgsp", provider.issuer, "lgsp", "", base_url, data_dir=tmp_path)
    ).test_client()

    for headers in ({}, {"Authorization": "Bearer x"}):
        answer = platform.get("/api/dossiers", headers=headers)
        (address,) = re.findall(r'resource_metadata="([^"]+)"', answer.headers["WWW-Authenticate"])
        assert (answer.status_code, address) == (401, base_url + WELL_KNOWN)
        assert platform.get(urlsplit(address).path).json["resource"] == base_url
