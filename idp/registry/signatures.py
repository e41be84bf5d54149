"""Answers of the register are JSON signed with ES256 (RFC 7515); anything else is not an answer."""

import json
from collections.abc import Callable
from threading import Lock
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

ALGORITHMS = ["ES256"]


class NotSigned(Exception):
    """What came is not a signed answer at all: an error page, half an answer, another encoding."""


class WrongSignature(Exception):
    """It is a signed answer, but not one the register's key has signed."""


class RegisterKeys:
    """The public keys answers are checked with: given, or fetched once and then pinned (the demo).

    Raises:
        ValueError: *jwks* is given and is no JSON Web Key Set.
    """

    def __init__(self, jwks: str, fetch: Callable[[], str] | None = None) -> None:
        self._keys = _read(jwks) if jwks else None
        self._fetch = fetch
        self._lock = Lock()

    def open(self, token: bytes) -> Any:
        """The signed content.

        Raises:
            NotSigned: See there.
            WrongSignature: See there.
        """
        keys = self._known()
        try:
            text = token.decode("ascii")
            header = jws.extract_compact(token).protected
        except (UnicodeDecodeError, JoseError, ValueError, TypeError):
            raise NotSigned("not a JSON Web Signature") from None
        if header.get("alg") not in ALGORITHMS:
            raise WrongSignature("signed with an algorithm that is not agreed")
        try:
            return json.loads(jws.deserialize_compact(text, keys, algorithms=ALGORITHMS).payload)
        except JoseError:
            raise WrongSignature("not signed by a key of the register") from None
        except ValueError:
            raise NotSigned("the signed content is not JSON") from None

    def _known(self) -> KeySet:
        with self._lock:
            if self._keys is None:
                if self._fetch is None:
                    raise WrongSignature("no key of the register is known")
                try:
                    self._keys = _read(self._fetch())
                except ValueError:
                    raise NotSigned("the register's key set cannot be read") from None
            return self._keys


def _read(jwks: str) -> KeySet:
    try:
        keys = KeySet.import_key_set(json.loads(jwks))
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        raise ValueError("not a JSON Web Key Set") from None
    if not keys.keys:
        raise ValueError("the key set is empty")
    return keys
