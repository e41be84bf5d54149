"""What a registration keeps between two pages."""

import json

from idp.citizens.contacts import Contact, ContactKind
from idp.citizens.proofing.progress import SMS, Progress
from idp.citizens.proofing.verdict import Verdict


def test_it_comes_back_from_json_as_it_went():
    progress = Progress(
        contact_kind="phone",
        contact_value="+84912345678",
        claim_entered={"number": "098172000101", "name": "Trần Thị Bảy", "birth": "1972-03-08"},
        verdict_given="matched",
        identity={"name": "Trần Thị Bảy", "permanent_address": {"detail": "12 Hoa Sen"}},
        register_contacts=("+84990000101",),
        password_stands_alone=True,
        totp_step=59_000_000,
    )

    assert Progress.of(json.loads(json.dumps(progress.kept()))) == progress


def test_a_field_of_an_older_version_is_left_out():
    assert Progress.of({"shoe_size": 38, "factor": "totp"}) == Progress(factor="totp")


def test_nothing_is_kept_of_nothing():
    assert Progress().kept() == {}


def test_the_phone_for_codes_is_the_contact_or_another_one():
    contact = Progress(contact_kind="phone", contact_value="+84912345678", phone_value="+84900000001")
    other = Progress(contact_kind="email", contact_value="a@b.example", phone_value="+84900000001")

    assert contact.phone == Contact(ContactKind.PHONE, "+84912345678")
    assert other.phone == Contact(ContactKind.PHONE, "+84900000001")
    assert Progress().phone is None


def test_a_second_factor_counts_once_it_was_shown_to_work():
    assert not Progress(factor="totp", totp_key="K").has_second_factor
    assert not Progress(factor=SMS, phone_value="+84900000001").has_second_factor
    assert Progress(factor="totp", totp_step=1).has_second_factor
    assert Progress(factor=SMS, phone_confirmed=True).has_second_factor


def test_only_what_the_register_said_costs_a_try():
    free = {verdict for verdict in Verdict if not verdict.counts}

    assert free == {Verdict.WAITING, Verdict.TOO_YOUNG}
