"""Those who answer for an application are warned before something of it ends, and each warning comes once."""

from datetime import date, timedelta

import pytest

from idp.operators.rights import Role
from idp.relying_parties.ending_warnings import DAYS, PORTION
from idp.relying_parties.endings import What
from idp.store.db import db
from idp.web.current import services
from tests.builders import CLIENT_SECRET, a_client
from tests.certificates import issued
from tests.citizens.racing import race
from tests.staff import an_operator, letters

UNIT = "Sở Y tế"
CONTACT = "kythuat@yte.anlien.example"


def with_contacts(client, **addresses):
    named = {name: {"name": "Chị Lan", "email": address} for name, address in addresses.items()}
    client.contacts_sealed = services().sealer.seal_json(named, "client.contacts_sealed")
    db.session.commit()
    return client


def a_secret(clock, days):
    kept = services().client_desk.secrets.kept("portal", CLIENT_SECRET).written()
    return {**kept, "expires_at": (clock() + timedelta(days=days)).isoformat()}


def a_client_with_an_ending_secret(clock, days=30, **columns):
    return a_client(unit=UNIT, secrets=[a_secret(clock, days)], **columns)


@pytest.fixture
def warnings(app):
    return services().ending_warnings


def test_the_technical_contact_and_the_units_administrators_are_told(warnings, clock):
    with_contacts(
        a_client_with_an_ending_secret(clock), technical_contact=CONTACT, legal_contact="x@y.example"
    )
    an_operator("hoa", Role.UNIT_ADMINISTRATOR, UNIT, address="hoa@yte.anlien.example", locale="en")
    an_operator("no", Role.UNIT_ADMINISTRATOR, "Sở khác", address="no@khac.anlien.example")

    assert warnings.go_on() == 1

    (to, subject, text), (other, in_english, _) = sorted(letters(), reverse=True)
    day = f"{clock() + timedelta(days=30):%d/%m/%Y}"
    assert (to, other) == (CONTACT, "hoa@yte.anlien.example")
    assert subject.endswith(f"Khóa bí mật của Cổng dịch vụ công An Liên hết hạn ngày {day}")
    assert in_english.endswith(f"A secret of Cổng dịch vụ công An Liên ends on {day}")
    assert f"…{CLIENT_SECRET[-4:]}" in text
    assert "/admin/clients/portal/secrets" in text
    assert CLIENT_SECRET not in text


def test_somebody_who_is_both_gets_one_letter(warnings, clock):
    with_contacts(a_client_with_an_ending_secret(clock), technical_contact=CONTACT)
    an_operator("hoa", Role.UNIT_ADMINISTRATOR, UNIT, address=CONTACT)

    warnings.go_on()

    assert [to for to, _, _ in letters()] == [CONTACT]


def test_where_a_unit_has_nobody_the_province_is_told(warnings, clock):
    a_client_with_an_ending_secret(clock)
    an_operator(address="lan@anlien.example")

    warnings.go_on()

    assert [to for to, _, _ in letters()] == ["lan@anlien.example"]


def test_each_warning_is_sent_once_and_on_its_day(warnings, clock):
    a_client_with_an_ending_secret(clock, days=40)
    told = []
    for day in range(42):
        if warnings.go_on():
            told.append(40 - day)
        assert warnings.go_on() == 0
        db.session.commit()
        clock.advance(days=1)

    assert tuple(told) == DAYS[What.SECRET]


def test_a_warning_that_was_missed_is_not_sent_late(warnings, clock):
    a_client_with_an_ending_secret(clock, days=10)

    assert warnings.go_on() == 1
    clock.advance(days=6)
    assert warnings.go_on() == 0
    clock.advance(days=1)
    assert warnings.go_on() == 1


def test_another_end_is_another_warning(warnings, clock):
    client = a_client_with_an_ending_secret(clock, days=3)
    assert warnings.go_on() == 1

    client.secrets = [{**client.secrets[0], "expires_at": (clock() + timedelta(days=2)).isoformat()}]
    db.session.commit()

    assert warnings.go_on() == 1


def test_the_letter_says_when_a_secret_was_last_used(warnings, clock):
    client = with_contacts(a_client_with_an_ending_secret(clock), technical_contact=CONTACT)
    services().client_desk.secret_uses.keep([("portal", client.secrets[0]["id"], date(2026, 11, 1))])

    warnings.go_on()

    assert "Lần cuối khóa này được dùng: 01/11/2026." in letters()[0][2]


def test_certificates_count(warnings, clock):
    identity = issued("portal")
    clock.advance(seconds=(identity.certificate.not_valid_after_utc - clock()).total_seconds() - 20 * 86400)
    a_client(metadata={"jwks": {"keys": [identity.jwk()]}}, secret=None)
    an_operator(address="lan@anlien.example")

    assert warnings.go_on() == 1
    assert "Chứng thư" in letters()[0][1]


@pytest.mark.parametrize(("days", "due"), [(61, 0), (60, 1), (30, 1), (7, 1), (0, 1), (-1, 0)])
def test_legal_grounds_count_and_the_legal_contact_is_told(warnings, clock, days, due):
    until = (clock() + timedelta(days=days)).date().isoformat()
    client = a_client(scopes=["openid", "ngay_sinh"])
    client.scope_policy = {**client.scope_policy, "ngay_sinh": {"legal_basis": "law", "until": until}}
    with_contacts(client, technical_contact=CONTACT, legal_contact="phapche@yte.anlien.example")

    assert warnings.go_on() == due
    assert len(letters()) == 2 * due
    assert all("ngay_sinh" in text for _, _, text in letters())


@pytest.mark.parametrize("state", ["draft", "requested", "suspended", "retired"])
def test_what_nobody_uses_warns_nobody(warnings, clock, state):
    a_client_with_an_ending_secret(clock, state=state)

    assert warnings.go_on() == 0


def test_applications_are_looked_at_in_portions(warnings, clock):
    for number in range(PORTION + 1):
        a_client(f"app-{number:03}", secrets=[a_secret(clock, 3)])

    assert [warnings.go_on() for _ in range(3)] == [PORTION, 1, 0]


def test_several_workers_send_each_warning_once(app, clock):
    with_contacts(a_client_with_an_ending_secret(clock), technical_contact=CONTACT)
    for number in range(5):
        a_client(f"app-{number}", unit="", secrets=[a_secret(clock, 3)])

    found = race(app, 8, lambda _: services().ending_warnings.go_on())

    assert sum(found) == 6
    assert len(letters()) == 1


def test_settings_of_warnings_are_in_order():
    assert all(tuple(sorted(days, reverse=True)) == days for days in DAYS.values())
