"""From the registers' answers to what is kept: in the form of the claims, with other people by `reference`."""

from idp.citizens.details import Value
from idp.registry.person import PersonRecord
from idp.registry.roles import Household, Office, Organisation, Relation, Represented

UNKNOWN_BLOOD_TYPE = "00"
"""The register's code for a blood group nobody has determined."""

_EVIDENCE = "Cơ sở dữ liệu quốc gia về dân cư"
_BASES = {Relation.GUARDIAN: "giam_ho"}
_PARENTAL = "con_chua_thanh_nien"


def religion(record: PersonRecord) -> Value:
    """The register's code; empty where it has none."""
    return record.religion or ""


def blood_type(record: PersonRecord) -> Value:
    """The register's code; empty where it is not known."""
    return "" if record.blood_group in (None, UNKNOWN_BLOOD_TYPE) else record.blood_group


def household(record: PersonRecord) -> Value:
    """The place in the household and its other members; empty where the register has none."""
    found: Household | None = record.household
    if found is None:
        return {}
    members: list[Value] = [
        {"reference": member.reference, "relation_to_head": member.relation_to_head}
        for member in found.members
    ]
    return {"relation_to_head": found.relation_to_head, "members": members}


def represented(record: PersonRecord) -> Value:
    """The people somebody may act for by law."""
    return [_represented(person, record.request_id) for person in record.represented]


def organisations(listed: tuple[Organisation, ...]) -> Value:
    """The organisations somebody may act for."""
    return [_organisation(organisation) for organisation in listed]


def office(held: Office) -> Value:
    """An official's unit, title and roles."""
    return {
        "unit_code": held.unit_code,
        "unit": held.unit,
        "title": held.title,
        "roles": list(held.roles),
    }


def _represented(person: Represented, request_id: str) -> Value:
    told: dict[str, Value] = {
        "reference": person.reference,
        "relation": str(person.relation),
        "basis": _BASES.get(person.relation, _PARENTAL),
        "evidence": {"type": "electronic_record", "source": _EVIDENCE, "check_id": request_id},
    }
    return {**told, "valid_to": str(person.valid_to)} if person.valid_to else told


def _organisation(organisation: Organisation) -> Value:
    told: dict[str, Value] = {
        "id": organisation.id,
        "id_type": str(organisation.id_type),
        "name": organisation.name,
        "role": str(organisation.role),
    }
    return {**told, "valid_to": str(organisation.valid_to)} if organisation.valid_to else told
