"""Software statements (RFC 7591, 2.3 and 3.1.1)."""

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

from idp.relying_parties.software_statements import SoftwareStatements
from idp.variables import ConfigurationError
from tests.installation import changed
from tests.moments import START
from tests.registrant import ISSUER_OF_STATEMENTS, invitation, refused, register, registered, statement

KEY = ECKey.generate_key("P-256", {"kid": "one"})
OTHER = ECKey.generate_key("P-256", {"kid": "one"})
SHARED = OctKey.import_key(str(KEY.as_dict(private=False)["x"]))
NOW = int(START.timestamp())


@pytest.fixture
def settings(settings):
    keys = {"keys": [KEY.as_dict(private=False)]}
    return changed(settings, software_statement_issuers={ISSUER_OF_STATEMENTS: keys})


def test_what_a_statement_says_wins_over_what_stands_beside_it(app):
    signed = statement(KEY, client_name="Thư viện quốc gia", software_id="lib-1")
    told = registered(client_name="Another", software_id="other", software_statement=signed).information

    assert (told["client_name"], told["software_id"]) == ("Thư viện quốc gia", "lib-1")
    assert told["client_name#en"] == "Provincial library"


def test_a_statement_is_told_again_as_it_was_sent(app):
    signed = statement(KEY, software_id="lib-1")
    mine = registered(software_statement=signed)

    assert mine.information["software_statement"] == signed
    assert mine.read().json["software_statement"] == signed


def test_a_redirect_uri_may_come_in_the_statement_alone(app):
    signed = statement(KEY, redirect_uris=["https://library.example/cb"])
    told = registered(redirect_uris=None, software_statement=signed).information

    assert told["redirect_uris"] == ["https://library.example/cb"]


def test_claims_that_are_no_metadata_are_passed_over(app):
    signed = statement(KEY, sub="x", jti="y", exp=NOW + 60, client_id="mine", client_secret="z" * 40)
    told = registered(software_statement=signed).information

    assert not {"iss", "sub", "jti", "exp"} & set(told)
    assert told["client_id"] != "mine"


def test_a_statement_is_held_to_what_was_permitted_and_to_what_is_ours(app):
    token = invitation()

    assert "scope goes beyond" in refused(
        register(token=token, software_statement=statement(KEY, scope="openid lien_he"))
    )
    assert "minimum_level is decided by the provider" in refused(
        register(token=token, software_statement=statement(KEY, minimum_level=2))
    )
    assert "redirect_uris is not an address" in refused(
        register(token=token, software_statement=statement(KEY, redirect_uris=["http://a.example"])),
        "invalid_redirect_uri",
    )


def test_a_statement_replaces_no_permission(app):
    assert register(software_statement=statement(KEY)).status_code == 401


def test_an_issuer_that_is_not_trusted_is_not_approved(app):
    for claims in ({"iss": "https://elsewhere.example"}, {"iss": None}, {"iss": 7}):
        said = refused(
            register(token=invitation(), software_statement=statement(KEY, **claims)),
            "unapproved_software_statement",
        )
        assert "trusted" in said


WRONG = {
    "no text": lambda: 7,
    "empty": lambda: "",
    "no JWT": lambda: "a statement",
    "no object": lambda: "eyJhbGciOiJFUzI1NiJ9.W10.AAAA",
    "too long": lambda: statement(KEY, client_name="x" * 20_000),
    "another's signature": lambda: statement(OTHER),
    "no signature": lambda: statement(KEY).rpartition(".")[0] + ".",
    "none": lambda: "eyJhbGciOiJub25lIn0." + statement(KEY).split(".")[1] + ".",
    "a shared key": lambda: jwt.encode({"alg": "HS256"}, {"iss": ISSUER_OF_STATEMENTS}, SHARED, ["HS256"]),
    "past": lambda: statement(KEY, exp=NOW - 31),
    "not yet": lambda: statement(KEY, nbf=NOW + 31),
    "issued ahead": lambda: statement(KEY, iat=NOW + 31),
    "no moment": lambda: statement(KEY, exp="soon"),
    "for another": lambda: statement(KEY, aud="https://elsewhere.example"),
}  # fmt: skip


def test_a_statement_that_is_not_good_is_refused(app):
    token = invitation()
    for name, signed in WRONG.items():
        said = refused(register(token=token, software_statement=signed()), "invalid_software_statement")
        assert said.startswith("software_statement is malformed: "), name


def test_clocks_may_differ_a_little_and_the_audience_may_be_a_list(app):
    signed = statement(KEY, exp=NOW - 10, iat=NOW + 10, aud=["x", "https://id.anlien.example"])

    assert register(token=invitation(), software_statement=signed).status_code == 201


def test_a_statement_without_a_key_name_is_tried_with_every_key(app):
    signed = jwt.encode({"alg": "ES256"}, {"iss": ISSUER_OF_STATEMENTS}, KEY, ["ES256"])

    assert register(token=invitation(), software_statement=signed).status_code == 201


def test_what_a_statement_said_cannot_be_changed_without_another(app):
    mine = registered(software_statement=statement(KEY, client_name="Thư viện quốc gia", exp=NOW + 60))

    told = mine.update(software_statement=None, client_name="Somebody else", **{"client_name#vi": None}).json
    assert told["client_name"] == "Thư viện quốc gia"
    another = statement(KEY, client_name="Thư viện mới")
    told = mine.update(software_statement=another, **{"client_name#vi": None}).json
    assert (told["client_name"], told["software_statement"]) == ("Thư viện mới", another)


def test_a_statement_that_has_ended_still_stands_for_what_it_vouched_for(app, clock):
    mine = registered(software_statement=statement(KEY, client_name="Thư viện quốc gia", exp=NOW + 60))
    clock.advance(hours=2)

    assert mine.update(client_uri="https://thuvien.example/").status_code == 200
    refused(mine.update(software_statement=statement(KEY, exp=NOW + 61)), "invalid_software_statement")


class TestNobodyIsTrusted:
    """Without the setting."""

    @pytest.fixture
    def settings(self, settings):
        return changed(settings, software_statement_issuers={})

    def test_every_statement_is_refused(self, app):
        refused(
            register(token=invitation(), software_statement=statement(KEY)), "unapproved_software_statement"
        )


def test_keys_that_cannot_be_used_stop_the_start(settings, clock):
    broken = changed(settings, software_statement_issuers={"https://a.example": {"keys": [{}]}})

    with pytest.raises(ConfigurationError, match="IDP_SOFTWARE_STATEMENT_ISSUERS: a key set cannot be used"):
        SoftwareStatements.of(broken, clock)
