"""Accounts for load tests: many, verified, one password, no second factor."""

import uuid
from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, insert, select

from idp.assurance import IdentityAssurance
from idp.citizens.proofing.register_word import IDENTITY_SEALED
from idp.crypto.digests import keyed_digest
from idp.demonstration.loading import NotInProduction
from idp.demonstration.people import CROWD_PASSWORD
from idp.services import Services
from idp.store.db import current_session
from idp.store.models import Citizen

BATCH = 1_000
_MARK = "tai-thu"  # accounts for load tests carry it as the reference of their verification


def name_of(place: int) -> str:
    """The login of an account: `citizen-000001` and on."""
    return f"citizen-{place:06d}"


def add_crowd(services: Services, size: int) -> int:
    """Bring the crowd to a size; how many accounts were added. Commits every thousand.

    Args:
        services: The provider.
        size: How many accounts there shall be in all.

    Raises:
        NotInProduction: Only a demonstration has a crowd.
    """
    if not services.settings.is_demo:
        raise NotInProduction("Accounts for load tests are made with IDP_ENV=demo only.")
    session = current_session()
    there = session.scalar(select(func.count()).where(Citizen.verification_id == _MARK)) or 0
    password_hash = services.passwords.hash(CROWD_PASSWORD)
    for first in range(there + 1, size + 1, BATCH):
        places = range(first, min(first + BATCH, size + 1))
        session.execute(insert(Citizen), list(_rows(services, places, password_hash)))
        session.commit()
    return max(0, size - there)


def _rows(services: Services, places: range, password_hash: str) -> Iterator[dict[str, Any]]:
    now, key = services.clock(), services.installation.get("blind_index")
    for place in places:
        identity = {
            "name": f"Người Thử {place}",
            "family_name": "Người",
            "given_name": f"Thử {place}",
            "birthdate": "1990-01-01",
            "gender": "female",
            "number": f"0991{90 + place // 10**6:02d}{place % 10**6:06d}",
        }
        yield {
            "id": str(uuid.uuid4()),
            # No phone and no address: the login is a plain name, which the sign-in page looks up as it is.
            "phone_index": keyed_digest(key, "unknown", name_of(place)),
            "number_index": keyed_digest(key, "number", identity["number"]),
            "identity_sealed": services.sealer.seal_json(identity, IDENTITY_SEALED),
            "assurance": str(IdentityAssurance.MATCHED),
            "verification_id": _MARK,
            "verified_at": now,
            "password_hash": password_hash,
            "password_changed_at": now,
            "sms_factor": False,
            "state": "active",
            "locale": "vi",
            "created_at": now,
            "updated_at": now,
        }
