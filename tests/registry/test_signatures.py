"""`idp/registry/signatures.py`: only what the register's key has signed is an answer."""

import json

import pytest
from joserfc import jws
from joserfc.jwk import OctKey

from idp.registry.mock.signing import Signer
from idp.registry.signatures import NotSigned, RegisterKeys, WrongSignature

SIGNER = Signer("test")
JWKS = json.dumps(SIGNER.public_jwks())


def test_a_signed_answer_opens():
    assert RegisterKeys(JWKS).open(SIGNER.sign({"tên": "Bảy"}).encode()) == {"tên": "Bảy"}


def test_another_key_does_not_count():
    with pytest.raises(WrongSignature):
        RegisterKeys(JWKS).open(Signer("other").sign({}).encode())


def test_a_changed_letter_is_noticed():
    head, body, signature = SIGNER.sign({"code": "001"}).split(".")
    other = SIGNER.sign({"code": "000"}).split(".")[1]

    assert body != other
    with pytest.raises(WrongSignature):
        RegisterKeys(JWKS).open(f"{head}.{other}.{signature}".encode())


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_an_algorithm_that_is_not_agreed_does_not_count(algorithm):
    key = OctKey.import_key(JWKS)
    token = jws.serialize_compact({"alg": "HS256"}, b"{}", key, algorithms=["HS256"])
    head, rest = token.split(".", 1)
    if algorithm == "none":
        head, rest = "eyJhbGciOiJub25lIn0", "e30."

    with pytest.raises((WrongSignature, NotSigned)):
        RegisterKeys(JWKS).open(f"{head}.{rest}".encode())


@pytest.mark.parametrize(
    "token",
    [b"", b"<html>", b"\xef\xbb\xbfeyJ", b"a.b.c", b"..", b"\xff\xfe", b"e30.e30.e30", b"Citizen not found"],
)
def test_what_is_no_signed_answer_is_told_from_a_forged_one(token):
    with pytest.raises((NotSigned, WrongSignature)):
        RegisterKeys(JWKS).open(token)


def test_keys_are_fetched_once_and_pinned():
    fetched = []

    def fetch():
        fetched.append(1)
        return JWKS

    keys = RegisterKeys("", fetch)
    keys.open(SIGNER.sign({}).encode())
    keys.open(SIGNER.sign({}).encode())

    assert fetched == [1]
    with pytest.raises(WrongSignature):
        keys.open(Signer("other").sign({}).encode())


def test_without_a_key_nothing_is_believed():
    with pytest.raises(WrongSignature):
        RegisterKeys("").open(SIGNER.sign({}).encode())


def test_a_key_set_that_cannot_be_fetched_whole_is_asked_for_again():
    texts = ["<html>", JWKS]
    keys = RegisterKeys("", lambda: texts.pop(0))

    with pytest.raises(NotSigned):
        keys.open(SIGNER.sign({}).encode())
    assert keys.open(SIGNER.sign({}).encode()) == {}


@pytest.mark.parametrize(
    "jwks", ["{}", "[]", "null", '{"keys": []}', '{"keys": [{"kty": "XX"}]}', "not json"]
)
def test_a_wrong_key_set_stops_the_start(jwks):
    with pytest.raises(ValueError, match=r"key set|Key Set"):
        RegisterKeys(jwks)
