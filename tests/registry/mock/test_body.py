"""`idp/registry/mock/body.py`: a question is well formed or refused."""

import pytest

from idp.registry.mock import body
from idp.registry.mock.body import Malformed
from idp.registry.mock.person import Birth

HOSTILE = [None, 7, True, [], {}, "", " ", "a" * 500, "a\0b", "\ud800", "a\nb\x1b"]


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_are_malformed_wherever_they_stand(value):
    for read in (body.request_id, lambda b: body.word(b, "request_id"), lambda b: body.text(b, "request_id")):
        with pytest.raises(Malformed):
            read({"request_id": value})
    with pytest.raises(Malformed):
        body.digits({"id_no": value}, "id_no", 12)
    with pytest.raises(Malformed):
        body.birth({"birth": value})


@pytest.mark.parametrize("value", ["０９８１７２０００１０１", "09817200010", "09817200010x", "٠٩٨١٧٢٠٠٠١٠١"])
def test_a_number_is_ascii_digits(value):
    with pytest.raises(Malformed):
        body.digits({"id_no": value}, "id_no", 12)


def test_what_is_well_formed_is_read():
    assert body.request_id({"request_id": "a-request_id.1"}) == "a-request_id.1"
    assert body.word({"officer": "cong-dan"}, "officer") == "cong-dan"
    assert body.text({"name": "H’Lina Niê"}, "name") == "H’Lina Niê"
    assert body.digits({"former": "900000118"}, "former", 9, 12) == "900000118"
    assert body.birth({"birth": "1945"}) == Birth(1945)


def test_a_refusal_never_repeats_the_value():
    with pytest.raises(Malformed) as refused:
        body.digits({"id_no": "0981720001"}, "id_no", 12)

    assert "0981720001" not in str(refused.value)
