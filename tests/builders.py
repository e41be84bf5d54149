"""Plain functions that make what a test needs. Each needs an app context (the `app` fixture holds one)."""

import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import pyotp

from idp.assurance import IdentityAssurance
from idp.crypto.digests import keyed_digest
from idp.crypto.passwords import ONLY_FOR_TESTS, Passwords
from idp.store.db import db
from idp.store.models import Base, Citizen, Client
from idp.web.current import services
from tests.moments import START
from tests.secrecy import PersonalValues

PASSWORD = "bốn con trâu qua sông Hậu"
CLIENT_SECRET = "a-secret-of-a-client-in-the-tests-0123456789"
REDIRECT_URI = "https://portal.anlien.example/callback"
SIGNED_OUT_URI = "https://portal.anlien.example/signed-out"
API = "http://localhost:8004"
TOTP_KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

Row = TypeVar("Row", bound=Base)
_passwords = Passwords(ONLY_FOR_TESTS)
_password_hashes: dict[str, str] = {}


@dataclass(frozen=True)
class Person:
    """What a test knows of a citizen in clear; the row keeps it sealed."""

    name: str = "Nguyễn Thị Quỳnh"
    number: str = "099190000017"
    birthdate: str = "1990-05-17"
    gender: str = "female"
    phone: str = "+84900000017"
    email: str = "quynh@dan.anlien.example"
    street: str = "12 Hoa Sen"


def a_person(**changed: str) -> Person:
    """A person with a number, phone and address of their own."""
    tail = f"{secrets.randbelow(10**6):06d}"
    own = {"number": f"099190{tail}", "phone": f"+84900{tail}", "email": f"dan{tail}@dan.anlien.example"}
    return Person(**{**own, **changed})


def a_citizen(
    person: Person | None = None,
    *,
    password: str | None = PASSWORD,
    totp: str | None = None,
    assurance: IdentityAssurance = IdentityAssurance.MATCHED,
    **columns: Any,
) -> Citizen:
    """A verified account, with a second factor when `totp` holds its key (see `TOTP_KEY`)."""
    person = person or a_person()
    PersonalValues.of_this_test().learn(*vars(person).values(), password)
    seal = services().sealer
    citizen = Citizen(
        id=str(uuid.uuid4()),
        phone_index=blind_index("phone", person.phone),
        phone_sealed=seal.seal_text(person.phone, "citizen.phone_sealed"),
        email_index=blind_index("email", person.email),
        email_sealed=seal.seal_text(person.email, "citizen.email_sealed"),
        number_index=blind_index("number", person.number),
        identity_sealed=seal.seal_json(_identity(person), "citizen.identity_sealed"),
        assurance=str(assurance),
        verified_at=START,
        password_hash=_hashed(password) if password else None,
        totp_sealed=seal.seal_text(totp, "citizen.totp_sealed") if totp else None,
        created_at=START,
        updated_at=START,
        **columns,
    )
    return _kept(citizen)


def a_client(
    client_id: str = "portal",
    *,
    secret: str | None = CLIENT_SECRET,
    scopes: Iterable[str] = ("openid", "profile", "email", "phone", "offline_access"),
    **changed: Any,
) -> Client:
    """A live, confidential client; RFC 7591 members in `metadata` are laid over the usual ones."""
    metadata = {
        "redirect_uris": [REDIRECT_URI],
        "post_logout_redirect_uris": [SIGNED_OUT_URI],
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "token_endpoint_auth_method": "client_secret_basic" if secret else "none",
        "scope": " ".join(scopes),
        **changed.pop("metadata", {}),
    }
    columns = {
        "name": "Cổng dịch vụ công An Liên",
        "name_en": "An Liên public service portal",
        "unit": "Văn phòng UBND tỉnh",
        "sector": "portal.anlien.example",
        "scope_policy": {scope: _granted() for scope in scopes},
        "secrets": [_kept_secret(client_id, secret)] if secret else [],
        "created_at": START,
        "updated_at": START,
        **changed,
    }
    return _kept(Client(client_id=client_id, metadata_=metadata, **columns))


def a_machine(client_id: str = "nightly-sync", **changed: Any) -> Client:
    """A live client that acts for itself (client credentials)."""
    metadata = {"grant_types": ["client_credentials"], "redirect_uris": [], "response_types": []}
    metadata.update(changed.pop("metadata", {}))
    changed.setdefault("audiences", [API])
    return a_client(client_id, metadata=metadata, profile="machine", **changed)


def a_resource_server(client_id: str = "lgsp", **changed: Any) -> Client:
    """An interface that only asks whether tokens meant for it are good (introspection)."""
    changed.setdefault("audiences", [API])
    return a_client(
        client_id, metadata={"grant_types": [], "redirect_uris": [], "response_types": []}, **changed
    )


def one_time_code(key: str = TOTP_KEY, at: Any = START) -> str:
    """What an authenticator app would show at a moment."""
    return pyotp.TOTP(key).at(at)


def blind_index(kind: str, value: str) -> str:
    """What a contact or number is found by."""
    return keyed_digest(services().installation.get("blind_index"), kind, value)


def _identity(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "number": person.number,
        "birthdate": person.birthdate,
        "gender": person.gender,
        "permanent_address": {
            "detail": person.street,
            "ward": "Phường Sen Hồng",
            "province": "Tỉnh An Liên",
            "country": "VNM",
        },
    }


def _granted() -> dict[str, Any]:
    return {
        "legal_basis": "law",
        "legal_reference": "Luật Giao dịch điện tử 2023",
        "purpose": {"vi": "Giải quyết thủ tục hành chính", "en": "Handling an administrative procedure"},
        "retention": "P5Y",
        "optional": False,
    }


def _kept_secret(client_id: str, secret: str) -> dict[str, Any]:
    return services().client_desk.secrets.kept(client_id, secret).written()


def _hashed(password: str) -> str:
    if password not in _password_hashes:
        _password_hashes[password] = _passwords.hash(password)
    return _password_hashes[password]


def _kept(row: Row) -> Row:
    db.session.add(row)
    db.session.commit()
    return row
