"""What is known of the provider: kept for a while, asked for again sparingly, never believed from somebody else."""

import pytest

from clients.kit.provider import (
    SECONDS_BETWEEN_KEY_FETCHES,
    SECONDS_TO_KEEP,
    SECONDS_TO_SPARE_IT,
    Provider,
    ProviderUnreachable,
)

ISSUER = "https://id.anlien.example"
METADATA = {
    "issuer": ISSUER,
    "authorization_endpoint": ISSUER + "/a",
    "token_endpoint": ISSUER + "/t",
    "userinfo_endpoint": ISSUER + "/u",
    "jwks_uri": ISSUER + "/jwks",
    "id_token_signing_alg_values_supported": ["none", "HS256", "RS256"],
}


class World:
    def __init__(self) -> None:
        self.now = 1000.0
        self.documents = {
            ISSUER + "/.well-known/openid-configuration": METADATA,
            ISSUER + "/jwks": {"keys": []},
        }
        self.fetched: list[str] = []

    def fetch(self, address):
        self.fetched.append(address)
        if address not in self.documents:
            raise ProviderUnreachable(address)
        return self.documents[address]


@pytest.fixture
def world():
    return World()


@pytest.fixture
def provider(world):
    return Provider(ISSUER, world.fetch, lambda: world.now)


def test_nothing_is_fetched_before_it_is_needed(provider, world):
    assert world.fetched == []
    provider.metadata()
    provider.metadata()
    assert len(world.fetched) == 1


def test_only_signatures_with_public_keys_are_accepted(provider):
    assert provider.metadata()["id_token_signing_alg_values_supported"] == ["RS256"]


@pytest.mark.parametrize(
    "document",
    [
        {**METADATA, "issuer": ISSUER + "/"},
        {**METADATA, "issuer": "https://attacker.example"},
        {name: value for name, value in METADATA.items() if name != "token_endpoint"},
        {**METADATA, "jwks_uri": 7},
        [],
        None,
    ],
    ids=lambda document: str(document)[:40],
)
def test_a_document_that_is_not_the_issuers_own_is_refused(provider, world, document):
    world.documents[ISSUER + "/.well-known/openid-configuration"] = document

    with pytest.raises(ProviderUnreachable):
        provider.metadata()


def test_old_words_are_better_than_none(provider, world):
    provider.metadata()
    world.documents.clear()
    world.now += SECONDS_TO_KEEP + 1

    assert provider.metadata()["issuer"] == ISSUER


def test_a_provider_that_just_failed_is_spared(provider, world):
    world.documents.clear()
    for _visitor in range(5):
        with pytest.raises(ProviderUnreachable):
            provider.metadata()
    assert len(world.fetched) == 1
    world.now += SECONDS_TO_SPARE_IT
    with pytest.raises(ProviderUnreachable):
        provider.metadata()
    assert len(world.fetched) == 2


def test_a_missing_key_is_asked_for_once_in_a_while(provider, world):
    provider.key_set()
    world.fetched.clear()
    for _guess in range(5):
        provider.key_set(force=True)
    assert world.fetched == []
    world.now += SECONDS_BETWEEN_KEY_FETCHES + 1
    provider.key_set(force=True)
    assert world.fetched == [ISSUER + "/jwks"]


def test_keys_are_renewed_after_a_while(provider, world):
    provider.key_set()
    world.now += SECONDS_TO_KEEP + 1
    world.fetched.clear()
    provider.key_set()

    assert ISSUER + "/jwks" in world.fetched
