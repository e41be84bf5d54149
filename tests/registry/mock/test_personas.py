"""`idp/registry/mock/personas.py`: what stands beside a persona's line in the table."""

from idp.registry.mock.personas import personas

PEOPLE = {person.uid: person for person in personas()}


def test_those_without_a_personal_number_have_none():
    assert {uid for uid, person in PEOPLE.items() if person.number is None} == {
        "con-098192000130",
        "X0000001",
        "GC-000001",
    }


def test_children_have_no_contacts_and_the_old_have_an_old_number():
    assert PEOPLE["098215000105"].phone is None
    assert PEOPLE["098172000101"].old_number == "900000101"
    assert PEOPLE["098199000113"].old_number is None


def test_contacts_lead_to_nobody():
    assert all(p.email.endswith(".example") for p in PEOPLE.values() if p.email)
    assert all(p.phone.startswith("+84990000") for p in PEOPLE.values() if p.phone)
